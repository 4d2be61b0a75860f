"""Addresses of the units app."""

from __future__ import annotations

from django.urls import URLPattern, path

from units.views import setting_up, signing_in

app_name = "units"

urlpatterns: list[URLPattern] = [
    # The first run
    path("thiet-lap/", setting_up.body, name="setup"),
    path("thiet-lap/quan-tri/", setting_up.administrator, name="setup_administrator"),
    path("thiet-lap/xac-nhan/", setting_up.confirm, name="setup_confirm"),
    # Getting in
    path("dang-nhap/", signing_in.Login.as_view(), name="login"),
    path("dang-xuat/", signing_in.Logout.as_view(), name="logout"),
    path("mat-khau/doi/", signing_in.PasswordChange.as_view(), name="password_change"),
    path("mat-khau/quen/", signing_in.PasswordReset.as_view(), name="password_reset"),
    path("mat-khau/quen/da-gui/", signing_in.PasswordResetDone.as_view(), name="password_reset_done"),
    path(
        "mat-khau/dat-lai/<uidb64>/<token>/", signing_in.PasswordResetConfirm.as_view(), name="password_reset_confirm"
    ),
]
