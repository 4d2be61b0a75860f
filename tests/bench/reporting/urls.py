"""The portal's own addresses, and the bare views beside them."""

from __future__ import annotations

from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.bench.reporting import bare

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bare/upsert/<int:pk>/<int:indicator_id>/", bare.upsert),
    path("bare/replay/<str:kind>/<int:pk>/", bare.replay),
    *urlpatterns,
]
