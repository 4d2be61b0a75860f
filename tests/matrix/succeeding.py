"""A unit continued by another one: those above decide, and the administrator."""

from __future__ import annotations

from tests.matrix import Row
from tests.matrix.units import at_a, at_k, manage_a

ROWS = [
    Row("reports:unit_succeed", at=at_a, **manage_a(200)),
    Row("reports:unit_succeed", at=at_a, method="post", **manage_a(422)),
    # Nobody is above K, so only its administrator may.
    Row("reports:unit_succeed", at=at_k, administrator=200, office=403, secretary=403, committee=403),
]
