"""Addresses given as evidence: an album, a post, a shared folder. Pure: nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from reports.attachments import NAME_LENGTH, RefusedFileError
from units.vietnamese import nfc

LINK_LENGTH = 500

_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Link:
    """`name` is what people read: the site and what follows, without signs of the protocol."""

    address: str
    name: str


def read_link(text: str) -> Link:
    """Return the address as it is kept; raises RefusedFileError with what to do about one that leads nowhere."""
    typed = nfc(text).strip()
    address = typed if "://" in typed else f"https://{typed}"
    try:
        _is_address(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError):
        raise RefusedFileError(
            f"Liên kết “{typed[:100]}” chưa đúng. Sao chép cả địa chỉ, ví dụ https://drive.google.com/…, rồi dán lại."
        ) from None
    if len(address) > LINK_LENGTH:
        raise RefusedFileError(f"Liên kết “{typed[:60]}…” dài quá {LINK_LENGTH} ký tự. Lấy liên kết ngắn.")
    if parts.username or parts.password:
        raise RefusedFileError(f"Liên kết “{typed[:100]}” chứa tên đăng nhập. Bỏ phần trước dấu @ rồi dán lại.")
    rest = unquote(parts.path).rstrip("/") + (f"?{parts.query}" if parts.query else "")
    shown = "".join(sign for sign in f"{parts.hostname}{rest}" if sign.isprintable())
    return Link(address, shown if len(shown) <= NAME_LENGTH else f"{shown[: NAME_LENGTH - 1]}…")
