"""The compiled report to read: PDF in the layout of a Youth Union document."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from reports.compiling.content import GROUP_HEADINGS, STANDING_HEADINGS, TARGET_HEADINGS, Content
from reports.compiling.rows import group_lines, standing_lines, target_lines
from units.formats import format_datetime


def write(content: Content, out: BinaryIO) -> None:
    """Write the report as PDF into the open file."""
    from weasyprint import CSS, HTML  # loads Pango; only a worker that builds needs it

    html = render_to_string(
        "documents/compiled_report.html",
        {
            "head": content.head,
            "content": content,
            "targets": target_lines(content),
            "groups": group_lines(content),
            "standings": standing_lines(content),
            "target_headings": TARGET_HEADINGS,
            "group_headings": GROUP_HEADINGS,
            "standing_headings": STANDING_HEADINGS,
            "built_from": format_datetime(content.built_from),
        },
    )
    HTML(string=html, base_url=None).write_pdf(out, stylesheets=[CSS(string=style_sheet())])


def style_sheet() -> str:
    """Text of the style sheet of printed documents; FileNotFoundError where static files are missing."""
    found = finders.find("css/document.css")
    if not isinstance(found, str):
        raise FileNotFoundError("css/document.css")
    return Path(found).read_text("utf-8")
