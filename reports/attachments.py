"""What may be attached to a report: known by its content, never by its name. No database, no request."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files import File

from reports.pictures import DamagedPictureError, HugePictureError, kept_picture
from units.formats import format_number
from units.vietnamese import nfc

MAX_FILES = 40
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
NAME_LENGTH = 150
LIMITS = (
    "Nhận tệp PDF, Word (.docx), Excel (.xlsx) và ảnh JPG, PNG, HEIC; mỗi tệp không quá {} MB, mỗi báo cáo không quá "
    "{} tệp. Ảnh được tự thu nhỏ và bỏ thông tin vị trí chụp."
)
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.heic,.heif"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = {"jpg": "image/jpeg", "png": "image/png", "heic": "image/heic"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNSAFE = re.compile(r'[<>:"|?*/\\]')


class RefusedFileError(ValueError):
    """The file is not taken; the message says in Vietnamese why and what to do."""


@dataclass(frozen=True)
class Accepted:
    """A file as it will be kept: its own name for people, content that is what its type says."""

    name: str
    content_type: str
    extension: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def limits_in_words(max_bytes: int) -> str:
    """Return the sentence that is shown before the upload."""
    return LIMITS.format(format_number(max_bytes // (1024 * 1024)), MAX_FILES)


def accept(upload: File[bytes], *, max_bytes: int) -> Accepted:
    """Return the file as it will be kept; raise RefusedFileError for what is no document or picture we know.

    Photos are kept as `pictures.kept_picture` draws them.
    """
    shown = clean_name(upload.name or "")
    if not upload.size:
        raise RefusedFileError(f"Tệp “{shown}” không có nội dung. Chọn lại tệp.")
    if upload.size > max_bytes:
        limit = format_number(max_bytes // (1024 * 1024))
        raise RefusedFileError(f"Tệp “{shown}” lớn hơn {limit} MB. Chọn tệp nhỏ hơn hoặc chia thành nhiều tệp.")
    upload.seek(0)
    content = upload.read()
    extension, content_type = _sniff(content, shown)
    if extension in PICTURES:
        content, extension = _checked_picture(content, extension, shown)
        content_type = PICTURES[extension]
    return Accepted(_with_extension(shown, extension), content_type, extension, content)


def clean_name(name: str) -> str:
    """Return the last part of a path without control and direction signs, at most NAME_LENGTH long."""
    last = re.split(r"[/\\]", nfc(name))[-1]
    printable = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    tidy = " ".join(_UNSAFE.sub(" ", printable).split()).strip(". ")
    stem, dot, extension = tidy.rpartition(".")
    if dot and len(extension) <= 5:
        return f"{stem[: NAME_LENGTH - 6]}.{extension}" if stem else f"tep.{extension}"
    return tidy[:NAME_LENGTH] or "tep"


def _with_extension(name: str, extension: str) -> str:
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    if suffix == extension or (suffix, extension) == ("jpeg", "jpg"):
        return name
    known = {"pdf", "docx", "xlsx", "jpg", "jpeg", "png", "heic", "heif"}
    stem = name[: -len(suffix) - 1] if suffix in known else name
    return f"{stem}.{extension}"


def _sniff(content: bytes, shown: str) -> tuple[str, str]:
    if content.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", "image/jpeg"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "heic", "image/heic"
    if content.startswith(b"PK\x03\x04"):
        return _office(content, shown)
    if content.startswith(_OLD_OFFICE):
        raise RefusedFileError(
            f"Tệp “{shown}” là Word, Excel bản cũ hoặc có mật khẩu. "
            "Bỏ mật khẩu, lưu lại thành .docx hoặc .xlsx rồi chọn lại."
        )
    raise RefusedFileError(
        f"Nội dung tệp “{shown}” không phải là PDF, Word (.docx), Excel (.xlsx) hay ảnh JPG, PNG, HEIC. "
        "Lưu lại đúng loại tệp rồi chọn lại."
    )


def _office(content: bytes, shown: str) -> tuple[str, str]:
    """Look into the list of parts only: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise RefusedFileError(f"Tệp “{shown}” bị hỏng. Mở tệp, lưu lại rồi chọn lại.") from None
    if sum(parts.values()) > MAX_UNPACKED_BYTES:
        raise RefusedFileError(f"Tệp “{shown}” chứa nội dung nén quá lớn nên không nhận.")
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise RefusedFileError(f"Tệp “{shown}” có macro nên không nhận. Lưu lại thành .docx hoặc .xlsx không có macro.")
    if "word/document.xml" in parts:
        return "docx", _WORD
    if "xl/workbook.xml" in parts:
        return "xlsx", _EXCEL
    raise RefusedFileError(f"Tệp nén “{shown}” không nhận được. Chọn từng tệp PDF, Word, Excel hoặc ảnh bên trong.")


def _checked_picture(content: bytes, extension: str, shown: str) -> tuple[bytes, str]:
    try:
        return kept_picture(content, extension)
    except HugePictureError:
        raise RefusedFileError(f"Ảnh “{shown}” có kích thước quá lớn. Thu nhỏ ảnh rồi chọn lại.") from None
    except DamagedPictureError:
        raise RefusedFileError(f"Ảnh “{shown}” bị hỏng, không mở được. Chọn ảnh khác.") from None
