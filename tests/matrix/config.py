from __future__ import annotations

from tests.matrix import Row

ROWS = [Row("healthz", everybody=200, anonymous=200)]
