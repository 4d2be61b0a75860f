from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from units import navigation, roles
        from units.models import Unit, User

        def reads_figures(user: User, unit: Unit) -> bool:
            return roles.may_read_report(user, unit, is_accepted=False)

        navigation.register(
            navigation.NavItem(
                key="indicators",
                label="Chỉ tiêu",
                icon="target",
                url_name="indicators:indicator_list",
                shown=reads_figures,
                position=30,
            )
        )
