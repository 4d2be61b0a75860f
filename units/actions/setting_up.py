"""The first run: an issuing body and its administrator, once and for all."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from units import clock
from units.audit import Event, record
from units.models import Appointment, Role, Unit, User


class AlreadySetUp(Exception):  # noqa: N818, a state of things
    """Somebody can log in already; nothing was changed."""


@dataclass(frozen=True)
class Administrator:
    """Who will administer the portal; the password is kept as its hash only."""

    username: str
    full_name: str
    email: str
    position: str
    password_hash: str


def is_set_up() -> bool:
    """True once anybody can log in; the first run is closed from then on."""
    return User.objects.exists()


def proof_of(code: str) -> str:
    """Return what shows, in a session or in a comparison, that somebody knew the code."""
    return salted_hmac("units.set_up", code.strip()).hexdigest()


def is_right_code(proof: str) -> bool:
    """True when the proof is of the code that the environment names; False for any while it names none."""
    return bool(settings.SETUP_CODE) and constant_time_compare(proof, proof_of(settings.SETUP_CODE))


def hash_of(password: str) -> str:
    """Return what may lie in a session between two steps."""
    return make_password(password)


def set_up(body: Unit, administrator: Administrator) -> User:
    """Return the administrator, stored with the issuing body; the slower of two at once gets AlreadySetUp."""
    try:
        with transaction.atomic():
            return _set_up(body, administrator)
    except IntegrityError:
        # Two roots planted at the same time compute the same path, which is unique: the second one ends here.
        raise AlreadySetUp from None


def _set_up(body: Unit, administrator: Administrator) -> User:
    unit = Unit.objects.add_root(instance=body.with_keys())
    if is_set_up():
        raise AlreadySetUp
    user = User(
        username=User.normalize_username(administrator.username),
        full_name=administrator.full_name,
        email=administrator.email,
        position=administrator.position,
        password=administrator.password_hash,
    ).with_keys()
    user.save()
    Appointment.objects.create(user=user, unit=unit, role=Role.ADMINISTRATOR, starts_on=clock.today())
    record(Event.PORTAL_SET_UP, unit, by=user, unit=unit)
    return user
