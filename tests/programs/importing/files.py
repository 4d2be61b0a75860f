"""Files made for tests: Word documents part by part, PDFs, and hostile archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
PART_RELS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
PART_REL = (
    '<Relationship Id="{0}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" Target="{0}.xml"/>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def paragraph(text: str, *, num: tuple[int, int] | None = None, style: str | None = None, bold: bool = False) -> str:
    """Return a `w:p`; `num` is (numId, level) of automatic numbering set on the paragraph."""
    numbering = f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{styled}{numbering}</w:pPr>{run}</w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """Return a `w:tbl`; a cell that holds newlines has several paragraphs."""
    out = "<w:tbl>"
    for row in rows:
        cells = "".join("<w:tc>" + "".join(paragraph(line) for line in c.split("\n")) + "</w:tc>" for c in row)
        out += f"<w:tr>{cells}</w:tr>"
    return out + "</w:tbl>"


def level(ilvl: int, form: str, text: str, style: str | None = None) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:lvlText '
        f'w:val="{text}"/></w:lvl>'
    )


def docx(body: str, *, numbering: str = "", styles: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    """Return a .docx whose body is `body`; further parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {NS}><w:body>{body}</w:body></w:document>'
        )
        kinds = [k for k, given in (("numbering", numbering), ("styles", styles)) if given]
        kinds += ["footnotes"] if "word/footnotes.xml" in (parts or {}) else []
        archive.writestr("word/_rels/document.xml.rels", PART_RELS.format("".join(PART_REL.format(k) for k in kinds)))
        if numbering:
            archive.writestr("word/numbering.xml", f'<?xml version="1.0"?><w:numbering {NS}>{numbering}</w:numbering>')
        if styles:
            archive.writestr("word/styles.xml", f'<?xml version="1.0"?><w:styles {NS}>{styles}</w:styles>')
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def archive(parts: dict[str, bytes | str]) -> bytes:
    """Return a zip file with these parts and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()


def pdf(lines: Iterable[str], *, css: str = "") -> bytes:
    """Return a PDF in the layout of an office document, one HTML block for each item."""
    from weasyprint import HTML

    style = (
        "@page{size:A4;margin:20mm 20mm 20mm 30mm;@top-center{content:counter(page)}}"
        "p{text-align:justify;text-indent:1cm;margin:3pt 0;font:14pt serif}" + css
    )
    blocks = "".join(line if line.startswith("<") else f"<p>{escape(line)}</p>" for line in lines)
    result: bytes = HTML(string=f"<style>{style}</style>{blocks}").write_pdf()
    return result
