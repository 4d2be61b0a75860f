"""People and what they are appointed to."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from units import clock, vietnamese
from units.models.unit import Unit


class Role(models.TextChoices):
    """What a person is appointed to in a unit (DESIGN §7)."""

    ADMINISTRATOR = "administrator", "Quản trị"
    SECRETARY = "secretary", "Bí thư"
    OFFICE = "office", "Văn phòng"
    COMMITTEE = "committee", "Ban Thường vụ"
    REPORTER = "reporter", "Người báo cáo"
    VIEWER = "viewer", "Người xem"


class UserQuerySet(models.QuerySet["User"]):
    def appointed_in(self, unit: Unit, *roles: str, on: date | None = None) -> Self:
        """Active users with a current appointment in the unit, in one of the roles if any is named."""
        held = Appointment.objects.current(on).filter(unit=unit)
        if roles:
            held = held.filter(role__in=roles)
        return self.filter(is_active=True, pk__in=held.values("user_id"))

    def holding(self, on: date, *, role: str = "", within: Unit | None = None) -> Self:
        """Users with an appointment on that day, in that role and in or below that unit if one is named."""
        held = Appointment.objects.current(on)
        if role:
            held = held.filter(role=role)
        if within is not None:
            held = held.filter(unit__path__startswith=within.path)
        return self.filter(pk__in=held.values("user_id"))

    def matching(self, text: str) -> Self:
        """Users whose name or login contains the text, without regard to diacritics or case."""
        folded = vietnamese.fold(text)
        return self.filter(Q(search_key__contains=folded)) if folded else self

    def by_name(self) -> Self:
        """By given name, in the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "pk")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def appointed_in(self, unit: Unit, *roles: str, on: date | None = None) -> UserQuerySet:
        return self.get_queryset().appointed_in(unit, *roles, on=on)

    def create_user(self, username: str, password: str | None = None, **extra: object) -> User:
        """Return a stored user with that login; without a password the person cannot log in yet."""
        user = self.model(username=self.model.normalize_username(username), **extra)
        user.set_password(password)
        user.with_keys().save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who logs in. Rights come from appointments, never from the person."""

    username = models.CharField(
        "tên đăng nhập", max_length=60, unique=True, error_messages={"unique": "Tên đăng nhập này đã có người dùng."}
    )
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    position = models.CharField("chức vụ", max_length=120, blank=True)
    is_active = models.BooleanField("được đăng nhập", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    one_time_until = models.DateTimeField("mật khẩu dùng một lần đến", null=True, blank=True)
    joined_at = models.DateTimeField("tạo lúc", default=clock.now)
    search_key = models.CharField(max_length=200, editable=False, default="")
    sort_key = models.CharField(max_length=200, editable=False, default="", db_index=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    # What `units.roles` found for today, kept for the length of a request.
    rights_today: object | None = None

    objects = UserManager()

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The login in the one form in which it is stored and looked up: composed, lower case, no outer spaces."""
        return super().normalize_username(username).strip().lower()

    def get_full_name(self) -> str:
        return self.full_name

    def with_keys(self) -> Self:
        """The user with search and sort keys computed from the name; call before writing."""
        self.search_key = vietnamese.fold(f"{self.full_name} {self.username}")
        self.sort_key = vietnamese.person_sort_key(self.full_name)
        return self


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: date | None = None) -> Self:
        """Appointments held on that day (today if none is named)."""
        day = on or clock.today()
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Appointment(models.Model):
    """A role held in a unit over a time; the right ends with it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments", verbose_name="người giữ")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=14, choices=Role.choices)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công vai trò"
        verbose_name_plural = "phân công vai trò"
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on") - 1),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                name="one_open_appointment_per_user_unit_and_role",
                fields=["user", "unit", "role"],
                condition=Q(ends_on=None),
                violation_error_message="Người này đang giữ vai trò đó ở đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.unit}"
