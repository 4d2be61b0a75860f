"""All addresses: each app names its own, under Vietnamese words without diacritics."""

from __future__ import annotations

from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("reports.urls")),
    path("", include("indicators.urls")),
    path("", include("programs.urls")),
    path("", include("units.urls")),
]

handler400 = "units.views.errors.bad_request"
handler403 = "units.views.errors.permission_denied"
handler404 = "units.views.errors.not_found"
handler500 = "units.views.errors.server_error"
