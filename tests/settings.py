"""The portal's settings as tests see them: a data folder of their own, cheap passwords, static files unhashed.

Of the environment only DATABASE_URL and REDIS_URL count; `make test-services` sets them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data_dir = Path(tempfile.mkdtemp(prefix="dung-han-tests-"))
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)

# Set in the environment, so that the processes a test starts live in the same place.
os.environ["DATA_DIR"] = str(_data_dir)
os.environ["DEBUG"] = "true"
for _name in (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "EMAIL_URL",
    "SITE_URL",
    "DEFAULT_FROM_EMAIL",
    "SETUP_CODE",
    "CLOCK",
):
    os.environ.pop(_name, None)
if _redis := os.environ.setdefault("TESTS_REDIS_URL", os.environ.get("REDIS_URL", "")):
    # Every process of a parallel run gets a Redis database of its own, counted from the given one.
    _base, _, _index = _redis.rpartition("/")
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = f"{_base}/{int(_index) + int(_worker)}"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = False
# A worker started by a test takes only what this process sends.
CELERY_TASK_DEFAULT_QUEUE = f"tests-{os.getpid()}"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the threads of the live server need connections, and locks, of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(_data_dir / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_dung_han_{os.getpid()}"}
