"""People: create, change, appoint, hand over; one-time passwords; the filters of their list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from units import clock
from units.fields import VietnameseDateField
from units.models import Role, Unit, UnitQuerySet, User, UserQuerySet
from units.naming import clean_name, clean_username

USERNAME_HELP = "Chữ không dấu, chữ số, dấu chấm. Để trống thì hệ thống đặt theo họ tên."
EMAIL_HELP = "Để nhận nhắc việc và tự đặt lại mật khẩu khi quên."


class PersonForm(forms.ModelForm[User]):
    """What is known about a person."""

    class Meta:
        model = User
        fields: Sequence[str] = ("full_name", "position", "email", "phone", "username", "is_active")
        help_texts = {"email": EMAIL_HELP, "is_active": "Bỏ chọn thì người này không đăng nhập được nữa."}

    def clean_full_name(self) -> str:
        return clean_name(self.cleaned_data["full_name"])

    def clean_username(self) -> str:
        typed = self.cleaned_data["username"]
        return clean_username(typed) if typed else ""


class NewPersonForm(PersonForm):
    """A person and their first role in a unit."""

    role = forms.ChoiceField(label="Vai trò")
    starts_on = VietnameseDateField(label="Từ ngày")

    class Meta(PersonForm.Meta):
        fields = ("full_name", "position", "email", "phone", "username")
        help_texts = {"email": EMAIL_HELP, "username": USERNAME_HELP}

    field_order = ["full_name", "role", "position", "email", "phone", "username", "starts_on"]

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].required = False
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]
        self.fields["role"].initial = Role.REPORTER
        self.fields["starts_on"].initial = clock.today()


class AppointForm(forms.Form):
    """A role in a unit, from a day on."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", error_messages={"required": "Chọn đơn vị."})
    role = forms.ChoiceField(label="Vai trò", choices=Role.choices)
    starts_on = VietnameseDateField(label="Từ ngày")

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.active(clock.today()).by_name()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = clock.today()


class HandOverForm(forms.ModelForm[User]):
    """The next secretary: somebody of the unit, or somebody new."""

    successor = forms.ModelChoiceField(
        User.objects.none(), label="Bí thư mới", required=False, empty_label="Người chưa có tài khoản (ghi ở dưới)"
    )

    class Meta:
        model = User
        fields = ("full_name", "position", "email", "phone", "username")
        help_texts = {"email": EMAIL_HELP, "username": USERNAME_HELP}
        labels = {"full_name": "Họ và tên người mới"}

    field_order = ["successor", "full_name", "position", "email", "phone", "username"]

    def __init__(self, *args: Any, people: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people  # type: ignore[attr-defined]
        self.fields["full_name"].required = self.fields["username"].required = False

    def clean_username(self) -> str:
        typed = self.cleaned_data["username"]
        return clean_username(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("successor") and not given.get("full_name"):
            self.add_error("full_name", "Chọn người trong danh sách, hoặc ghi họ và tên Bí thư mới.")
        return given

    def next_secretary(self) -> User:
        """The chosen person, or the new one, not stored yet."""
        chosen: User | None = self.cleaned_data["successor"]
        return chosen or User(
            full_name=clean_name(self.cleaned_data["full_name"]),
            position=self.cleaned_data["position"] or "Bí thư",
            email=self.cleaned_data["email"],
            phone=self.cleaned_data["phone"],
            username=self.cleaned_data["username"],
        )


class SlipsForm(forms.Form):
    """For whom one-time passwords are printed."""

    whom = forms.ChoiceField(
        label="Cấp mật khẩu cho",
        choices=[
            ("new", "Những người chưa đăng nhập lần nào"),
            ("all", "Tất cả mọi người (mật khẩu đang dùng sẽ mất hiệu lực)"),
        ],
        initial="new",
        widget=forms.RadioSelect,
    )


class PersonFilterForm(forms.Form):
    """What narrows the list of people."""

    q = forms.CharField(label="Tìm theo tên", required=False, widget=forms.SearchInput)
    vai_tro = forms.ChoiceField(label="Vai trò", required=False, choices=[("", "Tất cả"), *Role.choices])
    don_vi = forms.ModelChoiceField(Unit.objects.none(), required=False, widget=forms.HiddenInput)
    con = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang giữ vai trò"), ("chua-vao", "Chưa đăng nhập lần nào"), ("tat-ca", "Tất cả")],
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don_vi"].queryset = units  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            if name != "don_vi":
                field.widget.attrs.setdefault("class", kind)

    def narrow(self, people: UserQuerySet) -> UserQuerySet:
        """Return the people that match; a choice that does not exist narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        if typed.get("con") != "tat-ca" or typed.get("vai_tro") or typed.get("don_vi"):
            people = people.holding(clock.today(), role=typed.get("vai_tro") or "", within=typed.get("don_vi"))
        if typed.get("con") == "chua-vao":
            people = people.filter(last_login=None)
        return people.matching(typed.get("q") or "")
