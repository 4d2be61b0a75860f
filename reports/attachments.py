"""What may be attached to a report: known by its content, never by its name. No database, no request."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files import File
from PIL import Image, ImageOps, UnidentifiedImageError

from units.formats import format_number
from units.vietnamese import nfc

MAX_FILES = 40
MAX_PIXELS = 50_000_000
# Wide enough to read a signed A4 page, small enough for a phone's network.
PHOTO_SIDE = 2560
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
NAME_LENGTH = 150
LIMITS = "Nhận tệp PDF, Word (.docx), Excel (.xlsx) và ảnh JPG, PNG, HEIC; mỗi tệp không quá {} MB."
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.heic"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    return LIMITS.format(format_number(max_bytes // (1024 * 1024)))


def accept(upload: File[bytes], *, max_bytes: int) -> Accepted:
    """Return the file as it will be kept; raise RefusedFileError for what is no document or picture we know.

    Photos are turned upright, shrunk to PHOTO_SIDE pixels and lose what the camera wrote about place and time.
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
    if extension in ("jpg", "png"):
        content = _checked_picture(content, extension, shown)
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
    if suffix == extension or (suffix, extension) in {("jpeg", "jpg"), ("heif", "heic")}:
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


def _checked_picture(content: bytes, extension: str, shown: str) -> bytes:
    """Return the picture without what the camera wrote; a JPEG also upright and not larger than needed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise RefusedFileError(f"Ảnh “{shown}” có kích thước quá lớn. Thu nhỏ ảnh rồi chọn lại.")
                return _smaller(picture) if extension == "jpg" else _unmarked(picture, content)
    except RefusedFileError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise RefusedFileError(f"Ảnh “{shown}” bị hỏng, không mở được. Chọn ảnh khác.") from None


def _smaller(picture: Image.Image) -> bytes:
    picture.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    kept = io.BytesIO()
    upright.convert("RGB").save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()


def _unmarked(picture: Image.Image, content: bytes) -> bytes:
    picture.load()
    if not picture.info.get("exif") and not getattr(picture, "text", None):
        return content
    kept = io.BytesIO()
    picture.save(kept, "PNG", exif=b"")
    return kept.getvalue()
