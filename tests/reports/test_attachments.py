"""Files are known by their content and leave only through their door."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from reports.attachments import RefusedFileError, accept, clean_name
from reports.models import Attachment
from tests.cast import Cast

MB = 1024 * 1024


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "blue").save(kept, kind, **more)
    return kept.getvalue()


def archive(*parts: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts:
            packed.writestr(part, "<x/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.pdf", b"%PDF-1.7 thu", "a.pdf"),
        ("Báo cáo.docx", archive("[Content_Types].xml", "word/document.xml"), "Báo cáo.docx"),
        ("so lieu.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "so lieu.xlsx"),
        ("anh.jpeg", picture(), "anh.jpeg"),
        ("anh.pdf", picture("PNG"), "anh.png"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC"),
    ],
)
def test_documents_and_photos_are_taken_under_the_type_they_are(name: str, content: bytes, kept: str) -> None:
    assert accept(upload(name, content), max_bytes=MB).name == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", b"<html><script>alert(1)</script></html>"),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("anh.jpg", b"\xff\xd8\xff<html>"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.docx", archive("nothing.txt")),
        ("a.docx", b"PK\x03\x04 hong"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("a.pdf", b""),
        ("a.exe", b"MZ\x90"),
    ],
)
def test_what_is_something_else_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(RefusedFileError, match=r"Tệp|Ảnh|Nội dung"):
        accept(upload(name, content), max_bytes=MB)


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(RefusedFileError, match="lớn hơn 1 MB"):
        accept(upload("a.pdf", b"%PDF-" + b"0" * MB), max_bytes=MB)


def test_a_picture_of_a_hundred_million_points_is_refused() -> None:
    with pytest.raises(RefusedFileError, match="quá lớn"):
        accept(upload("a.png", picture("PNG", (10_000, 10_000))), max_bytes=20 * MB)


def test_a_photo_is_shrunk_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Hang may anh"
    taken = accept(upload("a.jpg", picture(size=(4000, 3000), exif=exif)), max_bytes=20 * MB)
    with Image.open(io.BytesIO(taken.content)) as kept:
        assert max(kept.size) == 2560
        assert not kept.getexif()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\anh.jpg", "anh.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("\r\nSet-Cookie: x.pdf", "Set-Cookie x.pdf"),
        ("...", "tep"),
        ("x" * 400 + ".pdf", "x" * 144 + ".pdf"),
    ],
)
def test_names_lose_paths_and_tricks(given: str, kept: str) -> None:
    assert clean_name(given) == kept


# --- the door ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def reporter(cast: Cast, signed_in: Callable[[Any], Client]) -> Client:
    return signed_in(cast.people["reporter"])


def add(client: Client, cast: Cast, **files: Any) -> Any:
    url = reverse("reports:attachment_add", args=[cast.submission("A", "monthly-05").pk])
    return client.post(url, files, headers={"Accept": "application/json"})


def test_a_file_is_handed_out_to_be_saved_and_never_shown_as_a_page(cast: Cast, reporter: Client) -> None:
    answer = add(reporter, cast, **{"f-report": upload("Minh chứng.pdf", b"%PDF-1.7 noi dung")})
    assert answer.status_code == 200
    file = reporter.get(answer.json()["files"][0]["url"])
    assert b"".join(file.streaming_content) == b"%PDF-1.7 noi dung"  # type: ignore[attr-defined]
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file["Content-Security-Policy"]
    assert "private" in file["Cache-Control"]


def test_a_refused_file_leaves_nothing_behind_and_the_others_are_taken(cast: Cast, reporter: Client) -> None:
    answer = add(reporter, cast, **{"f-report": [upload("a.jpg", b"<html>"), upload("b.pdf", b"%PDF-1.7")]})
    assert answer.status_code == 422
    assert "a.jpg" in answer.json()["errors"][0]
    assert [file.name for file in Attachment.objects.all()] == ["b.pdf"]


def test_the_same_file_twice_is_stored_once(cast: Cast, reporter: Client) -> None:
    for _ in range(2):
        add(reporter, cast, **{"f-report": upload("b.pdf", b"%PDF-1.7")})
    assert Attachment.objects.count() == 1


def test_a_file_that_was_taken_away_is_gone_for_everybody(cast: Cast, reporter: Client) -> None:
    pk = add(reporter, cast, **{"f-report": upload("b.pdf", b"%PDF-1.7")}).json()["files"][0]["id"]
    assert reporter.post(reverse("reports:attachment_remove", args=[pk])).status_code == 302
    assert reporter.get(reverse("reports:attachment_detail", args=[pk])).status_code == 404


def test_a_sent_report_takes_no_more_files(cast: Cast, reporter: Client) -> None:
    url = reverse("reports:attachment_add", args=[cast.submission("A", "monthly-04").pk])
    answer = reporter.post(url, {"f-report": upload("b.pdf", b"%PDF-1.7")})
    assert answer.status_code == 422
    assert "đã được gửi" in answer.content.decode()
    assert not Attachment.objects.exists()
