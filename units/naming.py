"""How codes, logins and names are written; forms and workbooks go by the same rules."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from units import vietnamese
from units.models import User

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")


def clean_code(typed: str) -> str:
    """Return the code in upper case; raise ValidationError for signs that do not belong into one."""
    code = vietnamese.nfc(typed).strip().upper()
    if not _CODE.fullmatch(code):
        raise ValidationError("Mã chỉ gồm chữ không dấu, chữ số và các dấu . _ - /, bắt đầu bằng chữ hoặc số.")
    return code


def clean_name(typed: str) -> str:
    """Return the name composed and without repeated spaces."""
    return vietnamese.nfc(" ".join(typed.split()))


def clean_username(typed: str) -> str:
    """Return the login as it is stored; raise ValidationError for signs that are hard to type on every keyboard."""
    username = User.normalize_username(typed)
    if not username.isascii() or not all(char.isalnum() or char in "._-@" for char in username):
        raise ValidationError("Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu . _ - @, ví dụ “a01.bithu”.")
    return username
