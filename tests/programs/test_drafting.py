"""From an uploaded document to a draft, and the files that are none."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from programs.actions.drafting import import_program
from programs.models import Decision, Program, ProposalKind
from tests.cast import Cast
from tests.programs.sample import TEXT, document
from units.models import AuditEntry, User

SignIn = Callable[[User], Client]
UPLOAD = "/chuong-trinh/tai-len/"


def docx(text: str) -> bytes:
    """The text as a Word file, a paragraph a line."""
    from docx import Document

    made, out = Document(), io.BytesIO()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def damaged() -> bytes:
    whole = docx(TEXT)
    return whole[: len(whole) // 2]


def test_an_uploaded_word_file_becomes_a_draft_with_its_original(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    data = docx(TEXT)
    answer = client.post(UPLOAD, {"issuer": cast.issuer.pk, "file": SimpleUploadedFile("ct 2026.docx", data)})
    program = Program.objects.latest("pk")
    assert answer.headers["Location"] == f"/chuong-trinh/{program.pk}/soat/"
    assert (program.title, program.number) == ("Công tác Đoàn và phong trào thanh niên năm 2026", "07-CTr/ĐTN")
    assert program.proposals.filter(kind=ProposalKind.TARGET, payload__is_embedded=False).count() == 5
    got = client.get(f"/chuong-trinh/{program.pk}/tep/")
    assert b"".join(got.streaming_content) == data  # type: ignore[attr-defined]
    assert "ct%202026.docx" in got["Content-Disposition"] or "ct 2026.docx" in got["Content-Disposition"]
    assert AuditEntry.objects.filter(event="program_imported", by=cast.people["office"]).exists()


def test_each_indicator_hangs_on_its_target_and_each_target_on_its_section(cast: Cast) -> None:
    program = import_program(cast.issuer, document(), "ct.txt", by=None)
    trees = program.proposals.filter(kind=ProposalKind.INDICATOR).order_by("position").first()
    assert trees is not None
    assert trees.parent is not None
    assert trees.parent.payload["number"].startswith("1")
    assert trees.parent.parent is not None
    assert "CHỈ TIÊU" in trees.parent.parent.payload["title"]
    assert trees.paragraph is not None
    text = program.paragraphs.get(index=trees.paragraph).text[trees.start : trees.end]
    assert "4.500 cây xanh" in text


def test_the_same_trees_are_not_typed_twice(cast: Cast) -> None:
    program = import_program(cast.issuer, document(), "ct.txt", by=None)
    total, each = program.proposals.filter(kind=ProposalKind.INDICATOR).order_by("position")[:2]
    assert each.payload["measure"] == "COUNT/EACH_MEMBER"
    assert each.payload["reads"] == total.pk


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("rong.docx", b"   ", "không có nội dung"),
        ("anh.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "hình ảnh"),
        ("hong.docx", damaged(), "hỏng"),
        ("thu.txt", "Kính gửi đồng chí, mời dự họp lúc 8 giờ.".encode(), "có lẽ không phải là chương trình"),
        ("to.docx", b"P" * (20 * 1024 * 1024 + 1), "lớn hơn 20 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    cast: Cast, signed_in: SignIn, name: str, data: bytes, says: str
) -> None:
    before = Program.objects.count()
    client = signed_in(cast.people["office"])
    answer = client.post(UPLOAD, {"issuer": cast.issuer.pk, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Program.objects.count() == before


def test_nobody_uploads_for_another_body(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    answer = client.post(UPLOAD, {"issuer": cast.a.pk, "file": SimpleUploadedFile("ct.txt", document())})
    assert answer.status_code == 422


def test_a_programme_can_be_begun_without_a_file(cast: Cast, signed_in: SignIn) -> None:
    typed = {
        "issuer": cast.issuer.pk,
        "title": "Kế hoạch Tháng Thanh niên",
        "kind": "action_plan",
        "starts_on": "01/03/2026",
        "ends_on": "31/03/2026",
    }
    signed_in(cast.people["office"]).post("/chuong-trinh/soan-moi/", typed)
    program = Program.objects.get(title="Kế hoạch Tháng Thanh niên")
    assert program.is_draft
    assert set(program.proposals.values_list("kind", "decision")) == {(ProposalKind.HEAD, Decision.PENDING)}


def test_the_command_reads_a_file_into_a_draft(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ct.txt"
    path.write_bytes(document())
    call_command("import_program", str(path), issuer="K")
    assert "5" in capsys.readouterr().out
    assert Program.objects.filter(number="07-CTr/ĐTN").exists()
    with pytest.raises(CommandError, match="XYZ"):
        call_command("import_program", str(path), issuer="XYZ")
