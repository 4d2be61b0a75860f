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

from programs.models import ReportingRule
from reports.attachments import RefusedFileError, accept, clean_name
from reports.links import Link, read_link
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
        ("IMG_1.HEIC", picture("HEIF"), "IMG_1.jpg"),
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
        ("anh.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
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


def where_and_when() -> Image.Exif:
    """What a phone writes into a photo: maker, turned to the right, and the place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Hang may anh", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 15.0)})
    return exif


@pytest.mark.parametrize(
    ("kind", "content_type", "size"),
    [
        ("JPEG", "image/jpeg", (1920, 2560)),
        ("PNG", "image/png", (1920, 2560)),
        # A HEIC is turned by its own marks, whatever the camera wrote.
        ("HEIF", "image/jpeg", (2560, 1920)),
    ],
)
def test_a_photo_is_shrunk_turned_upright_and_forgets_where_it_was_taken(
    kind: str, content_type: str, size: tuple[int, int]
) -> None:
    photo = picture(kind, size=(4000, 3000), exif=where_and_when(), xmp=b"<x>105.85</x>", comment=b"105.85")
    with Image.open(io.BytesIO(photo)) as sent:
        assert sent.getexif().get_ifd(0x8825), "the photo that is sent says where it was taken"
    taken = accept(upload("a", photo), max_bytes=20 * MB)
    assert taken.content_type == content_type
    with Image.open(io.BytesIO(taken.content)) as kept:
        assert kept.size == size
        assert not kept.getexif()
        assert kept.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"105.85" not in taken.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hides_behind_a_picture_does_not_survive(kind: str) -> None:
    taken = accept(upload("a", picture(kind) + b"<script>alert(1)</script>"), max_bytes=MB)
    assert b"script" not in taken.content


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/workbook.xml", "w") as part:
        for _ in range(501):
            part.write(bytes(MB))
    with pytest.raises(RefusedFileError, match="quá lớn"):
        accept(upload("a.xlsx", kept.getvalue()), max_bytes=20 * MB)


@pytest.mark.parametrize(
    ("typed", "address", "name"),
    [
        ("https://drive.google.com/drive/folders/1a?usp=x", "", "drive.google.com/drive/folders/1a?usp=x"),
        (" www.facebook.com/doan/ ", "https://www.facebook.com/doan/", "www.facebook.com/doan"),
        ("http://bao.vn/%C4%91o%C3%A0n", "", "bao.vn/đoàn"),
        ("https://bao.vn/" + "a" * 200, "", "bao.vn/" + "a" * 142 + "…"),
    ],
)
def test_a_link_is_kept_with_a_name_that_says_where_it_leads(typed: str, address: str, name: str) -> None:
    assert read_link(typed) == Link(address or typed, name)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://bao.vn/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://bao.vn/a",
        "file:///etc/passwd",
        "https://bidv.com.vn@xau.example/",
        "https://bao.vn/\r\nSet-Cookie: a",
        "album ảnh trong Zalo",
        "https://bao.vn/" + "a" * 500,
    ],
)
def test_what_is_no_address_of_a_page_is_refused_in_words(typed: str) -> None:
    with pytest.raises(RefusedFileError, match="Liên kết"):
        read_link(typed)


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


def test_a_form_that_holds_only_a_file_of_an_indicator_keeps_it_there(cast: Cast, reporter: Client) -> None:
    trees, draft = cast.indicators["trees"], cast.submission("A", "monthly-05")
    answer = reporter.post(
        reverse("reports:submission_form", args=[draft.pk]), {f"f-{trees.pk}": upload("b.jpg", picture())}
    )
    assert answer.status_code == 302
    assert Attachment.objects.get().indicator == trees


def test_links_are_kept_for_an_indicator_or_the_report_and_go_with_the_sending(cast: Cast, reporter: Client) -> None:
    trees = cast.indicators["trees"]
    links = {f"l-{trees.pk}": "https://bao.vn/trong-cay", "l-report": "bao.vn/album"}
    answer = add(reporter, cast, **links)
    assert answer.status_code == 200
    assert [(file["name"], file["url"], file["is_link"]) for file in answer.json()["files"]] == [
        ("bao.vn/trong-cay", "https://bao.vn/trong-cay", True),
        ("bao.vn/album", "https://bao.vn/album", True),
    ]
    draft = cast.submission("A", "monthly-05")
    form = reporter.get(reverse("reports:submission_form", args=[draft.pk])).content.decode()
    assert 'href="https://bao.vn/trong-cay" target="_blank" rel="noopener noreferrer nofollow"' in form
    reporter.post(reverse("reports:submission_submit", args=[draft.pk]))
    sent = reporter.get(reverse("reports:submission_detail", args=[draft.pk])).content.decode()
    line = sent[sent.index(f'id="line-{trees.pk}"') :]
    assert "bao.vn/trong-cay" in line[: line.index("</tr>")]
    assert "bao.vn/album" in sent
    kept = draft.revisions.get().snapshot["attachments"]
    assert [file["link"] for file in kept] == ["https://bao.vn/trong-cay", "https://bao.vn/album"]


def test_a_link_is_never_handed_out_by_the_door_of_files(cast: Cast, reporter: Client) -> None:
    pk = add(reporter, cast, **{"l-report": "bao.vn/album"}).json()["files"][0]["id"]
    assert reporter.get(reverse("reports:attachment_detail", args=[pk])).status_code == 404


def test_a_link_does_not_stand_for_a_document_that_has_to_be_attached(cast: Cast, reporter: Client) -> None:
    draft = cast.submission("A", "monthly-05")
    ReportingRule.objects.filter(pk=draft.period.rule_id).update(required_attachment="danh sách có xác nhận")
    add(reporter, cast, **{"l-report": "bao.vn/album"})
    page = reporter.post(reverse("reports:submission_submit", args=[draft.pk]))
    assert page.status_code == 422
    assert "phải kèm danh sách có xác nhận" in page.content.decode()
