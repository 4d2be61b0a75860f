"""The portal's settings with the bare views beside its pages."""

from __future__ import annotations

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.reporting.urls"
