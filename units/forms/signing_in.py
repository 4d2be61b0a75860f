"""Logging in, changing and resetting a password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from units import clock, formats
from units.actions import passwords
from units.models import User

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại."
EXPIRED = (
    "Mật khẩu dùng một lần đã hết hạn lúc %(when)s. Đề nghị người quản trị của đơn vị hoặc cấp trên cấp mật khẩu mới."
)


class LoginForm(AuthenticationForm):
    """Login and password; refuses a one-time password that is too old."""

    error_messages = {"invalid_login": WRONG, "inactive": "Tài khoản này đã ngừng hoạt động."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"
        for name in ("username", "password"):
            self.fields[name].error_messages["required"] = f"Nhập {str(self.fields[name].label).lower()}."
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_username(self) -> str:
        return User.normalize_username(self.cleaned_data["username"])

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if passwords.is_expired(user, clock.now()):
            raise ValidationError(
                EXPIRED, code="expired", params={"when": formats.format_datetime(user.one_time_until)}
            )


if TYPE_CHECKING:
    SetPassword = SetPasswordForm[User]
else:
    SetPassword = SetPasswordForm


class _NewPassword(SetPassword):
    """A new password, twice; stored through the action."""

    error_messages = {"password_mismatch": "Hai lần nhập chưa giống nhau. Nhập lại mật khẩu mới."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""
        for name in ("new_password1", "new_password2"):
            self.fields[name].error_messages["required"] = "Nhập mật khẩu mới."

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if self.user.must_change_password and self.user.check_password(password):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu dùng một lần.")
        return password

    def save(self, commit: bool = True) -> User:
        passwords.change_password(self.user, self.cleaned_data["new_password1"], by=self.user)
        return self.user


class FirstPasswordForm(_NewPassword):
    """After logging in with a one-time password, which need not be typed again."""


class ResetPasswordForm(_NewPassword):
    """After following the link in a letter."""


class ChangePasswordForm(_NewPassword, PasswordChangeForm):
    """At any time; asks for the present password."""

    error_messages = _NewPassword.error_messages | {"password_incorrect": "Mật khẩu hiện tại không đúng."}
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu hiện tại"
        self.fields["old_password"].error_messages["required"] = "Nhập mật khẩu hiện tại."


class ForgottenPasswordForm(PasswordResetForm):
    """Finds the person by login or e-mail; the letter is a message, so that it waits for a mail server that is down."""

    email = forms.CharField(
        label="Tên đăng nhập hoặc thư điện tử",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
        error_messages={"required": "Nhập tên đăng nhập hoặc địa chỉ thư điện tử."},
    )

    def get_users(self, email: str) -> Iterable[User]:
        """Yield the active people with that login or address who have an address to write to."""
        typed = User.normalize_username(email)
        return User.objects.filter(Q(username=typed) | Q(email__iexact=typed), is_active=True).exclude(email="")

    def save(self, *args: Any, **options: Any) -> None:
        token_generator: PasswordResetTokenGenerator = options.get("token_generator", default_token_generator)
        for person in self.get_users(self.cleaned_data["email"]):
            key = urlsafe_base64_encode(force_bytes(person.pk))
            token = token_generator.make_token(person)
            path = reverse("units:password_reset_confirm", kwargs={"uidb64": key, "token": token})
            passwords.send_reset_link(person, path, reset_letter(person))


def reset_letter(person: User) -> str:
    return (
        f"Kính gửi đồng chí {person.full_name},\n\n"
        f"Cổng Đúng Hạn nhận được yêu cầu đặt lại mật khẩu của tài khoản “{person.username}”. "
        "Mở liên kết dưới đây trong vòng 24 giờ để đặt mật khẩu mới. "
        "Nếu không yêu cầu, có thể bỏ qua thư này; mật khẩu hiện tại vẫn dùng được."
    )
