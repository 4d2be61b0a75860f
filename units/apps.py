from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và con người"
    default_auto_field = "django.db.models.BigAutoField"
