"""Who gets what at the committee's screens."""

from __future__ import annotations

from tests.matrix import Row

ROWS = [
    Row("reports:overview", everybody=403, staff=200),
    Row("reports:period_matrix", everybody=403, staff=200),
    Row("reports:target_matrix", everybody=403, staff=200),
    Row("reports:comparison", everybody=403, staff=200),
    Row("reports:comparison", query="?theo=cum", everybody=403, staff=200),
    Row("reports:comparison", query="?theo=khoi", everybody=403, staff=200),
    Row("reports:comparison", query="?theo=xep-hang", everybody=403, staff=200),
    Row("reports:ranking_edit", everybody=403, office=200, secretary=200),
    Row("reports:ranking_edit", method="post", everybody=403, office=422, secretary=422),
    # A leads the first cluster: its people see the members' states, but no ranking that is not published.
    Row(
        "reports:cluster_ranking",
        at=lambda cast: {"pk": cast.clusters["C1"].pk},
        staff=200,
        reporter=200,
        viewer=403,
    ),
    # The outsider is of B, which leads the second one.
    Row("reports:cluster_ranking", at=lambda cast: {"pk": cast.clusters["C2"].pk}, staff=200, outsider=200),
    Row("reports:unit_detail", at=lambda cast: {"pk": cast.a.pk}, staff=200, reporter=200, viewer=403),
    Row("reports:unit_detail", at=lambda cast: {"pk": cast.issuer.pk}, staff=200),
]
