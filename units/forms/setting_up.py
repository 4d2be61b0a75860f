"""The first run: the issuing body, then its administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from units import clock
from units.actions.setting_up import is_right_code, proof_of
from units.forms.units import CODE_HELP
from units.models import Level, Sector, Unit, User
from units.naming import clean_code, clean_name, clean_username

WRONG_CODE = "Mã thiết lập không đúng. Chép lại nguyên văn giá trị SETUP_CODE trong cấu hình của máy chủ."


class SetupCodeForm(forms.Form):
    """The code that whoever installed the server put into its environment."""

    setup_code = forms.CharField(
        label="Mã thiết lập",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Giá trị SETUP_CODE trong cấu hình của máy chủ (tệp .env). Người cài đặt máy chủ biết mã này.",
    )
    use_required_attribute = False

    def clean_setup_code(self) -> str:
        """Return the proof that the code is known."""
        proof = proof_of(self.cleaned_data["setup_code"])
        if not is_right_code(proof):
            raise ValidationError(WRONG_CODE)
        return proof


class IssuingBodyForm(forms.ModelForm[Unit]):
    """Level, code, name and place of the body that issues programmes."""

    class Meta:
        model = Unit
        fields = ("level", "code", "name", "short_name", "superior_name", "place")
        labels = {"superior_name": "Cấp trên trực tiếp", "place": "Địa danh", "code": "Mã đơn vị"}
        help_texts = {
            "code": CODE_HELP,
            "short_name": "Dùng trên màn hình hẹp, ví dụ “Tỉnh đoàn”.",
            "superior_name": "Ghi ở dòng đầu văn bản, ví dụ “BCH Trung ương Đoàn”.",
            "place": "Ghi trước ngày tháng trong văn bản, ví dụ “Lạng Sơn”.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            choice for choice in Level.choices if choice[0] != Level.BRANCH
        ]
        self.fields["level"].initial = Level.PROVINCE
        self.fields["place"].required = True

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def body(self) -> Unit:
        """The unit as it will be stored, active from the first of January."""
        unit = self.save(commit=False)
        unit.sector = Sector.OTHER
        unit.active_from = clock.today().replace(month=1, day=1)
        return unit


class AdministratorForm(forms.ModelForm[User]):
    """Who administers the portal."""

    password1 = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )
    password2 = forms.CharField(
        label="Nhập lại mật khẩu", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    class Meta:
        model = User
        fields = ("full_name", "position", "email", "username")
        help_texts = {
            "username": "Chữ không dấu, chữ số, dấu chấm; ví dụ “quantri”.",
            "email": "Để đặt lại mật khẩu khi quên.",
        }

    def clean_username(self) -> str:
        return clean_username(self.cleaned_data["username"])

    def clean_full_name(self) -> str:
        return clean_name(self.cleaned_data["full_name"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần nhập chưa giống nhau. Nhập lại mật khẩu.")
        elif first:
            try:
                password_validation.validate_password(first, self.instance)
            except ValidationError as error:
                self.add_error("password1", error)
        return given
