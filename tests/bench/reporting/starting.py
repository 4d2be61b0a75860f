"""What every measurement of reporting begins with."""

from __future__ import annotations

import django
from django.conf import settings


def start(urlconf: str = "") -> None:
    """Set Django up and give it a database with tables and the static files of production.

    `urlconf`: addresses for requests that are answered in this process.
    """
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    if urlconf:
        settings.ROOT_URLCONF = urlconf
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
