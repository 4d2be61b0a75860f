"""Reads old binary Word files through LibreOffice when it is installed; tells password-protected ones apart."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import olefile

from programs.importing import errors
from programs.importing.docx_reader import read_docx
from programs.importing.reading import Document

TIMEOUT = 60  # seconds for one conversion
_PROGRAMS = ("soffice", "libreoffice")
_ENCRYPTED_FLAG = 0x0100  # fEncrypted in the file information block of a .doc


def read_doc(data: bytes, filename: str) -> Document:
    """Return the document. Raises PasswordProtected, MacroFile, OldWordFile (no LibreOffice) or DamagedFile."""
    _refuse(data)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise errors.OldWordFile
    document = read_docx(_converted(program, data), filename)
    return Document(filename, "doc", document.paragraphs, document.footnotes, document.notes)


def _refuse(data: bytes) -> None:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
                raise errors.PasswordProtected
            if not ole.exists("WordDocument"):
                raise errors.UnknownFormat
            head = ole.openstream("WordDocument").read(12)
            if len(head) == 12 and int.from_bytes(head[10:12], "little") & _ENCRYPTED_FLAG:
                raise errors.PasswordProtected
            if ole.exists("Macros/VBA") or ole.exists("_VBA_PROJECT_CUR"):
                raise errors.MacroFile
    except OSError:
        raise errors.DamagedFile from None


def _converted(program: str, data: bytes) -> bytes:
    """Return the file as .docx. LibreOffice runs in a folder and profile of its own and is stopped after TIMEOUT."""
    with tempfile.TemporaryDirectory(prefix="doc-") as folder:
        source = Path(folder, "in.doc")
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source),
        ]  # fmt: skip
        process = subprocess.Popen(  # noqa: S603 -- a fixed command and file names of our own
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "HOME": folder},
        )  # fmt: skip
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise errors.DamagedFile from None
        result = Path(folder, "in.docx")
        if not result.exists():
            raise errors.DamagedFile
        return result.read_bytes()
