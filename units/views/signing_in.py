"""Logging in and out, changing and resetting a password: Django's views with our forms, pages and words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse_lazy

from units import access
from units.forms.signing_in import (
    ChangePasswordForm,
    FirstPasswordForm,
    ForgottenPasswordForm,
    LoginForm,
    ResetPasswordForm,
)


class Unprocessable:
    """A form that is refused comes back with 422."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = 422
        return answer


class Login(Unprocessable, views.LoginView):
    template_name = "units/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class Logout(views.LogoutView):
    pass


class PasswordChange(Unprocessable, views.PasswordChangeView):
    """Change the password; after a one-time password the old one is not asked for again."""

    template_name = "units/password_change.html"
    success_url = reverse_lazy("units:login")  # which leads on to the first page

    def get_form_class(self) -> Any:
        person = access.signed_in(self.request)
        return FirstPasswordForm if person.must_change_password else ChangePasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Đã đổi mật khẩu. Lần đăng nhập sau dùng mật khẩu mới.")
        return super().form_valid(form)


class PasswordReset(Unprocessable, views.PasswordResetView):
    template_name = "units/password_reset.html"
    form_class = ForgottenPasswordForm
    success_url = reverse_lazy("units:password_reset_done")


class PasswordResetDone(views.PasswordResetDoneView):
    template_name = "units/password_reset_done.html"


class PasswordResetConfirm(Unprocessable, views.PasswordResetConfirmView):
    template_name = "units/password_reset_confirm.html"
    form_class = ResetPasswordForm
    success_url = reverse_lazy("units:login")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu vừa đặt.")
        return super().form_valid(form)
