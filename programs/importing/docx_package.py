"""Opens the archive behind a .docx, refusing what is dangerous before anything is unpacked."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import IO

from lxml import etree

from programs.importing import errors

MAX_ENTRIES = 3_000
MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 400 * 1024 * 1024
MAX_RATIO = 150  # a programme's XML shrinks 10 to 30 times; bombs a thousand times
_RATIO_FROM = 8 * 1024 * 1024
_PROLOG = 64 * 1024
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a .docx by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise errors.DamagedFile from None
        self._check()
        self.main = self._main_part()

    def _check(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_TOTAL:
            raise errors.DangerousFile
        for entry in entries:
            _check_entry(entry)
        names = {e.filename for e in entries}
        if len(names) != len(entries):
            raise errors.DangerousFile  # two parts of one name: readers would disagree about the content
        if "[Content_Types].xml" not in names:
            raise errors.UnknownFormat
        types = self.read("[Content_Types].xml") or b""
        if b"macroEnabled" in types:
            raise errors.MacroFile
        if b"wordprocessingml" not in types:
            raise errors.UnknownFormat

    def _main_part(self) -> str:
        for kind, target in self.relations("_rels/.rels"):
            if kind.endswith("/officeDocument"):
                return target.lstrip("/")
        return "word/document.xml"

    def relations(self, name: str) -> list[tuple[str, str]]:
        """Return (type, target) of the relationships in a .rels part; none when it is missing."""
        data = self.read(name)
        if data is None:
            return []
        root = self.parse(data)
        return [
            (r.get("Type") or "", r.get("Target") or "") for r in root.iter(_REL) if r.get("TargetMode") != "External"
        ]

    def related(self, kind: str) -> bytes | None:
        """Return the main part's "numbering", "styles" or "footnotes", or None."""
        folder, name = posixpath.split(self.main)
        for relation, target in self.relations(posixpath.join(folder, "_rels", f"{name}.rels")):
            if relation.endswith(f"/{kind}"):
                at = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                return self.read(posixpath.normpath(at))
        return self.read(posixpath.join(folder, f"{kind}.xml"))

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a small part, or None when it is missing."""
        with_stream = self.open(name)
        if with_stream is None:
            return None
        with with_stream as stream:
            try:
                data = stream.read(MAX_PART + 1)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
                raise errors.DamagedFile from None
        if len(data) > MAX_PART:
            raise errors.DangerousFile
        refuse_entities(data[:_PROLOG])
        return data

    def open(self, name: str) -> IO[bytes] | None:
        """Return a stream of the part, or None when it is missing."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if info.file_size > MAX_PART:
            raise errors.DangerousFile
        try:
            return self._zip.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
            raise errors.DamagedFile from None

    def parse(self, data: bytes) -> etree._Element:
        """Return the root of a small XML part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as problem:
            raise refusal(problem) from None


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or re.match(r"[A-Za-z]:", name):
        raise errors.DangerousFile
    if entry.flag_bits & 0x1:
        raise errors.PasswordProtected
    if entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise errors.DangerousFile
    if posixpath.basename(name).lower() in ("vbaproject.bin", "vbadata.xml"):
        raise errors.MacroFile


def refuse_entities(prolog: bytes) -> None:
    """Raise DangerousFile when an XML part declares a document type: Word never does."""
    text = prolog.replace(b"\0", b"")  # UTF-16 too
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise errors.DangerousFile


def refusal(problem: etree.XMLSyntaxError) -> errors.UnreadableDocument:
    """Return the refusal that fits a parser's complaint."""
    words = str(problem).lower()
    hostile = ("depth", "entity", "amplification", "huge", "xml_parse_huge", "buffer", "too long")
    return errors.DangerousFile() if any(w in words for w in hostile) else errors.DamagedFile()
