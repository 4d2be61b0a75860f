"""Printed documents: a template in the layout of a Union document, with its style sheet, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from units.printable import printable


def write_pdf(template: str, context: dict[str, Any], out: BinaryIO) -> None:
    """Write the template as PDF into the open file."""
    from weasyprint import CSS, HTML  # loads Pango; only who prints needs it

    html = printable(render_to_string(template, context))
    HTML(string=html, base_url=None).write_pdf(out, stylesheets=[CSS(string=style_sheet())])


def style_sheet() -> str:
    """Text of the style sheet of printed documents; FileNotFoundError where static files are missing."""
    found = finders.find("css/document.css")
    if not isinstance(found, str):
        raise FileNotFoundError("css/document.css")
    return Path(found).read_text("utf-8")
