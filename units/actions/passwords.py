"""One-time passwords, changing and resetting a password."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.db import transaction
from django.utils.crypto import get_random_string

from units import clock
from units.audit import Event, record
from units.messages import tell
from units.models import AuditEntry, User

ONE_TIME_VALID = timedelta(days=14)
# No 0/o, 1/l/i: slips are typed from paper. Twelve of 31 signs are 59 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 3, 4
# A random 59-bit password needs no slow hash, and a sheet for hundreds of people must not take minutes. Django hashes
# it anew, at full strength, when it is used.
ONE_TIME_ITERATIONS = 20_000
# One letter in ten minutes, so that nobody's mailbox is filled by somebody who knows their login.
RESET_INTERVAL = timedelta(minutes=10)
RESET_KIND = "password_reset"  # one of Message.PRIVATE_KINDS


@transaction.atomic
def issue_one_time_passwords(people: Iterable[User], *, by: User) -> dict[int, str]:
    """Return a new one-time password for each person by primary key; it is stored nowhere in the clear."""
    until = clock.now() + ONE_TIME_VALID
    issued: dict[int, str] = {}
    rows = list(people)
    for person in rows:
        issued[person.pk] = _random_password()
        person.password = _hashed(issued[person.pk])
        person.must_change_password, person.one_time_until = True, until
    User.objects.bulk_update(rows, ["password", "must_change_password", "one_time_until"], batch_size=200)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            event=Event.PASSWORD_ISSUED.value,
            by=by,
            subject_type=User._meta.label_lower,
            subject_id=person.pk,
            subject_text=str(person),
        )
        for person in rows
    )
    return issued


def issue_one_time_password(person: User, *, by: User) -> str:
    """Return a new one-time password; the person must change it at the first login, within ONE_TIME_VALID."""
    return issue_one_time_passwords([person], by=by)[person.pk]


@transaction.atomic
def change_password(person: User, password: str, *, by: User) -> None:
    """Store the password a person has chosen; it is no one-time password any more."""
    person.set_password(password)
    person.must_change_password, person.one_time_until = False, None
    person.save(update_fields=["password", "must_change_password", "one_time_until"])
    record(Event.PASSWORD_CHANGED, person, by=by)


@transaction.atomic
def send_reset_link(person: User, path: str, body: str) -> int:
    """Return 1 when a letter with the link goes out, 0 when one went out a moment ago."""
    key = f"{RESET_KIND}:{_interval(clock.now())}"
    subject = "Đặt lại mật khẩu Đúng Hạn"
    return tell([person], RESET_KIND, subject, body=body, url=path, dedupe_key=key)


def is_expired(person: User, at: datetime) -> bool:
    """True when the person holds a one-time password whose time is over."""
    return person.must_change_password and person.one_time_until is not None and person.one_time_until <= at


def _interval(at: datetime) -> int:
    return int(at.timestamp() // RESET_INTERVAL.total_seconds())


def _random_password() -> str:
    return "-".join(get_random_string(GROUP_LENGTH, ALPHABET) for _ in range(GROUPS))


def _hashed(password: str) -> str:
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, secrets.token_hex(16), ONE_TIME_ITERATIONS)
    return make_password(password)
