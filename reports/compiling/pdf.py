"""The compiled report to read: PDF in the layout of a Youth Union document."""

from __future__ import annotations

from typing import BinaryIO

from programs.printing import write_pdf
from reports.compiling.content import GROUP_HEADINGS, STANDING_HEADINGS, TARGET_HEADINGS, Content
from reports.compiling.rows import group_lines, standing_lines, target_lines
from units.formats import format_datetime


def write(content: Content, out: BinaryIO) -> None:
    """Write the report as PDF into the open file."""
    write_pdf(
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
        out,
    )
