from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Chương trình"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from units import navigation, roles
        from units.models import Unit, User

        def makes_programs(user: User, unit: Unit) -> bool:
            """A unit with nobody below has no use for a list of drafts; it reads its programmes from its calendar."""
            return (unit.depth == 1 or unit.numchild > 0) and roles.may_read_drafts(user, unit)

        navigation.register(
            navigation.NavItem(
                key="programs",
                label="Chương trình",
                icon="file-text",
                url_name="programs:program_list",
                shown=makes_programs,
                position=20,
            )
        )
