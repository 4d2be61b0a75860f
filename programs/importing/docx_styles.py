"""Paragraph styles of a Word file, as far as reading needs them: name, numbering, outline level, bold, capitals."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from programs.importing.docx_numbering import W, is_on, value


@dataclass(frozen=True, slots=True)
class Style:
    name: str = ""
    num_id: str | None = None
    ilvl: int | None = None
    outline: int | None = None
    is_bold: bool = False
    is_caps: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether this is a line of a table of contents."""
        return self.name.lower().startswith("toc ")


@dataclass(frozen=True, slots=True)
class _Own:
    """What a style says itself; None where it says nothing."""

    name: str
    based_on: str | None
    num_id: str | None
    ilvl: int | None
    outline: int | None
    is_bold: bool | None
    is_caps: bool | None


class Styles:
    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, _Own] = {}
        self._known: dict[str, Style] = {}
        self.default: str | None = None
        for element in root.findall(W + "style") if root is not None else ():
            if value(element, "type") not in ("paragraph", None):
                continue
            style_id = value(element, "styleId") or ""
            self._own[style_id] = _own(element)
            if value(element, "default") in ("1", "true"):
                self.default = style_id

    def get(self, style_id: str | None) -> Style:
        """Return the style with whatever it takes over from the styles it is based on."""
        name = style_id or self.default or ""
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> Style:
        chain: list[_Own] = []
        at: str | None = name
        while at in self._own and len(chain) < 20 and self._own[at] not in chain:
            chain.append(self._own[at])
            at = chain[-1].based_on
        if not chain:
            return Style()
        outline = next((s.outline for s in chain if s.outline is not None), None)
        return Style(
            chain[0].name,
            next((s.num_id for s in chain if s.num_id is not None), None),
            next((s.ilvl for s in chain if s.ilvl is not None), None),
            outline if outline is not None and outline < 9 else None,
            next((s.is_bold for s in chain if s.is_bold is not None), False),
            next((s.is_caps for s in chain if s.is_caps is not None), False),
        )


def _own(element: etree._Element) -> _Own:
    num = element.find(f"{W}pPr/{W}numPr")
    ilvl = value(num.find(W + "ilvl")) if num is not None else None
    outline = value(element.find(f"{W}pPr/{W}outlineLvl"))
    bold, caps = element.find(f"{W}rPr/{W}b"), element.find(f"{W}rPr/{W}caps")
    return _Own(
        value(element.find(W + "name")) or "",
        value(element.find(W + "basedOn")),
        value(num.find(W + "numId")) if num is not None else None,
        int(ilvl) if ilvl and ilvl.isdigit() else None,
        int(outline) if outline and outline.isdigit() else None,
        is_on(bold) if bold is not None else None,
        is_on(caps) if caps is not None else None,
    )
