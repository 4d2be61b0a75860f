from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Chương trình"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from units import navigation, roles

        navigation.register(
            navigation.NavItem(
                key="programs",
                label="Chương trình",
                icon="file-text",
                url_name="programs:program_list",
                shown=roles.may_read_drafts,
                position=20,
            )
        )
