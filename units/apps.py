from __future__ import annotations

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và con người"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from units.navigation import NavItem, register

        also = ("units:cluster_list", "units:person_list")
        register(NavItem("units", "Đơn vị", "building-2", "units:unit_list", lambda *_: True, 90, also=also))
