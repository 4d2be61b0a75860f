"""Downloading a programme: what it is called, what it is, and that it is a document in the layout of the Union."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from programs.actions.drafting import import_program
from programs.models import Program
from tests.cast import Cast
from tests.programs.sample import document
from units.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def program(cast: Cast) -> Program:
    return import_program(cast.issuer, document(), "ct.txt", by=None)


def fetched(client: Client, url: str) -> tuple[bytes, str, str]:
    answer = client.get(url)
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return data, answer["Content-Type"], answer["Content-Disposition"]


def test_word_is_an_attachment_in_the_layout_of_the_union(program: Program, cast: Cast, signed_in: SignIn) -> None:
    data, kind, disposition = fetched(signed_in(cast.people["office"]), f"/chuong-trinh/{program.pk}/xuat/docx/")
    assert kind == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert disposition.startswith("attachment")
    assert "07-CTr-" in disposition
    page = Document(io.BytesIO(data))
    margins = [page.sections[0].top_margin, page.sections[0].bottom_margin]
    sides = [page.sections[0].left_margin, page.sections[0].right_margin]
    assert [round(size.mm) for size in (*margins, *sides) if size] == [20, 20, 30, 20]
    head = page.tables[0].rows[0].cells
    assert "Số: 07-CTr/ĐTN" in head[0].text
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in head[1].text
    headings = [p.text for p in page.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings[:2] == ["I. CHỦ ĐỀ NĂM", "II. CHỈ TIÊU CƠ BẢN"]
    assert [p.text for p in page.paragraphs if p.text][-1].endswith("./.")
    assert "Nơi nhận:" in page.tables[-1].rows[0].cells[0].text


def test_pdf_says_the_same(program: Program, cast: Cast, signed_in: SignIn) -> None:
    data, kind, _ = fetched(signed_in(cast.people["office"]), f"/chuong-trinh/{program.pk}/xuat/pdf/")
    assert kind == "application/pdf"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
    for words in ("ĐOÀN TNCS HỒ CHÍ MINH", "II. CHỈ TIÊU CƠ BẢN", "4.500 cây xanh", "Trần Thị Bích Thư", "./."):
        assert words in text


def test_the_pages_offer_both(program: Program, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    for pk, page in ((program.pk, "soat/"), (cast.program.pk, "")):
        shown = client.get(f"/chuong-trinh/{pk}/{page}").content.decode()
        assert f"/chuong-trinh/{pk}/xuat/docx/" in shown
        assert f"/chuong-trinh/{pk}/xuat/pdf/" in shown
