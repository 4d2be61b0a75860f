"""Reads .docx: paragraphs with the numbers Word shows, tables, text boxes, footnotes, tracked changes as accepted."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from programs.importing import errors
from programs.importing.docx_numbering import Numbering, W, is_on, value
from programs.importing.docx_package import Package, refusal, refuse_entities
from programs.importing.docx_styles import Styles
from programs.importing.joining import MAX_PARAGRAPHS, Raw, join
from programs.importing.reading import Document
from programs.importing.tables import Cell, flatten

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    W + name
    for name in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "pPr",
        "rPr",
        "footnoteReference",
        "sectPr",
        "tblPr",
        "annotationRef",
    )
}
_SIGNS = {W + "tab": "\t", W + "noBreakHyphen": "-", W + "cr": "\n"}


@dataclass(slots=True)
class _Line:
    """One paragraph while it is put together; soft line breaks are newlines in `text`."""

    text: str = ""
    bold: int = 0
    italic: int = 0
    boxes: list[etree._Element] = field(default_factory=list)


def read_docx(data: bytes, filename: str) -> Document:
    """Return the document. Raises a subclass of UnreadableDocument when it is damaged, dangerous or no Word file."""
    package = Package(data)
    reader = _Reader(package)
    raws = reader.body()
    paragraphs = join(raws)
    if not paragraphs:
        raise errors.EmptyFile
    return Document(filename, "docx", paragraphs, reader.footnotes(), tuple(reader.notes))


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        numbering, styles = package.related("numbering"), package.related("styles")
        self.numbering = Numbering(package.parse(numbering) if numbering else None)
        self.styles = Styles(package.parse(styles) if styles else None)
        self.page, self.count, self.tables = 1, 0, 0
        self.after_break = False
        self.carried = ""  # text of a paragraph whose end mark was deleted: it runs into the next one
        self.notes: list[str] = []

    def body(self) -> list[Raw]:
        """Return the paragraphs of the main part, read element by element so that memory stays small."""
        stream = self.package.open(self.package.main)
        if stream is None:
            raise errors.DamagedFile
        raws: list[Raw] = []
        with stream:
            try:
                refuse_entities(stream.read(64 * 1024))
                stream.seek(0)
                for element in self._blocks(stream):
                    raws += self._block(element)
            except etree.XMLSyntaxError as problem:
                raise refusal(problem) from None
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
                raise errors.DamagedFile from None
        return raws

    def _blocks(self, stream: object) -> Iterator[etree._Element]:
        """Yield the children of the body, freeing each after use."""
        events = etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        depth, body_depth, seen = 0, None, 0
        for event, element in events:
            if event == "start":
                depth += 1
                if body_depth is None and element.tag == W + "body":
                    body_depth = depth
                seen += element.tag == W + "p"
                if seen > MAX_PARAGRAPHS * 3:
                    raise errors.TooManyParagraphs
                continue
            if body_depth is not None and depth == body_depth + 1:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            depth -= 1
        if body_depth is None:
            raise errors.DamagedFile

    def _block(self, element: etree._Element) -> list[Raw]:
        if element.tag == W + "p":
            return self._paragraph(element)
        if element.tag == W + "tbl":
            return self._table(element)
        if element.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
            return [raw for child in element for raw in self._block(child)]
        return []

    def _paragraph(self, element: etree._Element, *, in_table: bool = False) -> list[Raw]:
        self.count += 1
        if self.count > MAX_PARAGRAPHS:
            raise errors.TooManyParagraphs
        ppr = element.find(W + "pPr")
        style_id = value(ppr.find(W + "pStyle")) if ppr is not None else None
        style = self.styles.get(style_id)
        if style.is_contents:
            return []
        line, page = _Line(), self.page
        self._collect(element, line, style.is_bold, style.is_caps)
        boxes = [raw for box in line.boxes for p in box.iterchildren(W + "p", W + "tbl") for raw in self._block(p)]
        text = self.carried + unicodedata.normalize("NFC", line.text)
        self.carried = ""
        if ppr is not None and ppr.find(f"{W}rPr/{W}del") is not None:
            self.carried = text
            return boxes
        if not text.strip():
            self.after_break = True
            return boxes
        label, depth = self._label(ppr, style_id) if text.strip() else (None, None)
        outline = value(ppr.find(W + "outlineLvl")) if ppr is not None else None
        level = int(outline) if outline and outline.isdigit() else style.outline
        letters = max(sum(c.isalpha() for c in text), 1)
        raw = Raw(
            "", page=page, blank_before=self.after_break, label=label, depth=depth, style=style.name,
            is_heading=level is not None and level < 9 and not style.name.lower().startswith(("title", "subtitle")),
            is_bold=line.bold >= 0.9 * letters, is_italic=line.italic >= 0.9 * letters, may_join=not in_table,
        )  # fmt: skip
        self.after_break = False
        return boxes + _lines(raw, text, label)

    def _label(self, ppr: etree._Element | None, style_id: str | None) -> tuple[str | None, int | None]:
        num = ppr.find(W + "numPr") if ppr is not None else None
        style = self.styles.get(style_id)
        own = value(num.find(W + "numId")) if num is not None else None
        num_id = own if own is not None else style.num_id
        if num_id in (None, "0", ""):
            return None, None
        ilvl = value(num.find(W + "ilvl")) if num is not None else None
        if ilvl and ilvl.isdigit():
            level = int(ilvl)
        else:
            level = (
                style.ilvl if style.ilvl is not None else self.numbering.level_of_style(num_id or "", style_id or "")
            )
        return self.numbering.label(num_id or "", level), level

    def _collect(self, element: etree._Element, line: _Line, bold: bool, caps: bool) -> None:
        """Add the text of runs in order; what was deleted is left out, what was inserted stays."""
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == W + "r":
                self._run(child, line, bold, caps)
            elif tag == _MC + "AlternateContent":
                self._alternate(child, line)
            elif tag == W + "txbxContent":
                line.boxes.append(child)
            else:
                self._collect(child, line, bold, caps)

    def _run(self, run: etree._Element, line: _Line, bold: bool, caps: bool) -> None:
        rpr = run.find(W + "rPr")
        if rpr is not None:
            if is_on(rpr.find(W + "vanish")) or rpr.find(W + "del") is not None:
                return
            bold = is_on(rpr.find(W + "b")) if rpr.find(W + "b") is not None else bold
            caps = is_on(rpr.find(W + "caps")) if rpr.find(W + "caps") is not None else caps
        italic = rpr is not None and is_on(rpr.find(W + "i"))
        raised = rpr is not None and value(rpr.find(W + "vertAlign")) == "superscript"
        text = "".join(self._piece(child, line) for child in run)
        if raised and text.strip().startswith("("):
            text = f"^{text.strip()}"
        letters = sum(c.isalpha() for c in text)
        line.bold += letters if bold else 0
        line.italic += letters if italic else 0
        line.text += text.upper() if caps else text

    def _piece(self, child: etree._Element, line: _Line) -> str:
        """Return the text of a part of a run; its text boxes are kept for later."""
        tag = child.tag
        if tag == W + "t":
            return child.text or ""
        if tag in (W + "br", W + "lastRenderedPageBreak"):
            is_break = tag == W + "br"
            self.page += not is_break or value(child, "type") == "page"
            return "\n" if is_break else ""
        if tag == _MC + "AlternateContent":
            self._alternate(child, line)
        elif tag in (W + "pict", W + "drawing", W + "object"):
            line.boxes += list(child.iter(W + "txbxContent"))
        return _SIGNS.get(tag, "")

    def _alternate(self, element: etree._Element, line: _Line) -> None:
        """A text box is stored twice, new and old; one of them is enough."""
        for branch in element:
            boxes = list(branch.iter(W + "txbxContent"))
            if boxes:
                line.boxes += boxes
                return

    def _table(self, table: etree._Element) -> list[Raw]:
        """Return the rows of a table; a layout table (heading, signature) becomes paragraphs, column by column."""
        self.tables += 1
        number = self.tables
        rows: list[list[Cell]] = []
        for row in _children(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[Cell] = []
            for cell in _children(row, "tc"):
                properties = cell.find(W + "tcPr")
                merge = properties.find(W + "vMerge") if properties is not None else None
                span = value(properties.find(W + "gridSpan")) if properties is not None else None
                content = tuple(raw for child in cell for raw in self._in_cell(child))
                cells.append(Cell(content, merge is not None and value(merge) != "restart"))
                cells += [Cell(())] * (min(int(span), 60) - 1 if span and span.isdigit() else 0)
            rows.append(cells)
        self.after_break = True
        return flatten(rows, number, self.page)

    def _in_cell(self, element: etree._Element) -> list[Raw]:
        if element.tag == W + "p":
            return self._paragraph(element)
        if element.tag == W + "tbl":
            return [replace(raw, cells=(), table=None) for raw in self._table(element)]
        if element.tag in (W + "sdt", W + "sdtContent"):
            return [raw for child in element for raw in self._in_cell(child)]
        return []

    def footnotes(self) -> tuple[str, ...]:
        """Return the text of the footnotes in order."""
        data = self.package.related("footnotes")
        if data is None:
            return ()
        out = []
        for note in self.package.parse(data).iter(W + "footnote"):
            if value(note, "type") in ("separator", "continuationSeparator"):
                continue
            text = " ".join("".join(t.text or "" for t in p.iter(W + "t")) for p in note.iter(W + "p"))
            if text.strip():
                out.append(" ".join(unicodedata.normalize("NFC", text).split()))
        return tuple(out)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield children of that name, also those wrapped in content controls."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins"):
            yield from _children(child, name)


def _lines(raw: Raw, text: str, label: str | None) -> list[Raw]:
    """Return one raw paragraph for every line between soft line breaks; the label belongs to the first."""
    out = []
    for i, part in enumerate(p for p in text.split("\n") if p.strip()):
        if i == 0:
            shown = f"{label} {part.strip()}" if label else part
            out.append(replace(raw, text=shown))
        else:
            out.append(replace(raw, text=part, label=None, depth=None, blank_before=False))
    return out
