from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command


def parse(*args: str) -> tuple[str, str, int]:
    """Return what the command prints on both streams and its exit status."""
    out, err = StringIO(), StringIO()
    try:
        call_command("parse_program", *args, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), int(end.code or 0)
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    source = tmp_path / "a.txt"
    source.write_text("CHƯƠNG TRÌNH\nCông tác Đoàn năm 2026\n\nI. CHỈ TIÊU\n1. Trồng 500 cây xanh.\n", "utf-8")
    return source


def test_a_programme_is_printed_as_json_without_a_database(programme: Path) -> None:
    # this test has no access to the database: a query would fail it
    out, err, status = parse(str(programme))
    assert (err, status) == ("", 0)
    printed = json.loads(out)
    assert printed["year_from"] == 2026
    assert printed["targets"][0]["indicators"][0]["quantity"] == 500


def test_pasted_clauses_are_read_as_targets(tmp_path: Path) -> None:
    source = tmp_path / "b.txt"
    source.write_text("- Hiến 200 đơn vị máu;\n- Mỗi chi đoàn có ít nhất 01 công trình.", "utf-8")
    out, _, status = parse("--as", "targets", str(source))
    assert status == 0
    found = [(i["quantity"], i["scope"]) for t in json.loads(out)["targets"] for i in t["indicators"]]
    assert found == [(200, "organisation"), (1, "each_unit")]


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n"])
def test_what_cannot_be_read_gives_one_line_and_status_1(content: bytes | None, tmp_path: Path) -> None:
    source = tmp_path / "c.docx"
    if content is not None:
        source.write_bytes(content)
    out, err, status = parse(str(source))
    assert (out, status) == ("", 1)
    assert err.count("\n") == 1
    assert err.startswith(("Tệp ", "Không tìm thấy tệp "))
