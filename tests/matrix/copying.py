"""Beginning a draft with an earlier programme: for those who draft for some unit."""

from __future__ import annotations

from tests.matrix import Row

DRAFTERS = {"office": 200, "secretary": 200, "administrator": 403, "committee": 403}
BELOW = {"reporter": 403, "viewer": 403, "outsider": 403}

ROWS = [
    Row("reports:program_copy", **DRAFTERS, **BELOW),
    Row("reports:program_copy", method="post", **DRAFTERS | {"office": 422, "secretary": 422}, **BELOW),
]
