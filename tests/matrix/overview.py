"""Who gets what at the committee's screens."""

from __future__ import annotations

from tests.matrix import Row

ROWS = [
    Row("reports:overview", everybody=403, staff=200),
    Row("reports:period_matrix", everybody=403, staff=200),
    Row("reports:target_matrix", everybody=403, staff=200),
    Row("reports:unit_detail", at=lambda cast: {"pk": cast.a.pk}, staff=200, reporter=200, viewer=403),
    Row("reports:unit_detail", at=lambda cast: {"pk": cast.issuer.pk}, staff=200),
]
