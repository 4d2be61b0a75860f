"""Reading of environment variables that settings.py needs before Django is there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SETUP_CODE = 12


def generated_secret(folder: Path) -> str:
    """Return the random key kept in FOLDER/secret_key, made on first use and readable by its owner only."""
    path = folder / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    key = path.read_text().strip()
    if not key:  # another process made the file a moment ago and has not written yet, or the disk was full
        raise ImproperlyConfigured(f"{path} is empty: delete it and start again, or set SECRET_KEY.")
    return key


def missing_in_production(values: dict[str, object]) -> str:
    """Return the sentence that names every variable without a value, or an empty string."""
    missing = [name for name, value in values.items() if not value]
    if not missing:
        return ""
    return (
        f"Production lacks {', '.join(missing)}: set {'it' if len(missing) == 1 else 'them'} in the environment. "
        "README.md lists every setting. Production means: DEBUG is set to false, DATABASE_URL names a server, "
        "or SITE_URL is https; with none of these the portal runs embedded and needs no settings."
    )


def host_of(url: str) -> str:
    """Return the host name in a URL, without its port; raise ImproperlyConfigured where there is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ImproperlyConfigured(
            f"SITE_URL must be the address of the portal's first page, like https://example.vn, not {url!r}."
        )
    return parts.hostname
