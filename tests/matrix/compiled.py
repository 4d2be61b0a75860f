"""Compiled reports: K's office builds, everybody appointed in K reads what is finished."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reports.models import BuildStatus, CompiledReport
from tests.cast import Cast
from tests.matrix import Row
from units import clock


def finished(cast: Cast) -> dict[str, Any]:
    """Primary key of a finished report of K, made for the visit."""
    now = clock.now()
    report = CompiledReport.objects.create(
        unit=cast.issuer,
        period=cast.periods["monthly-04"],
        status=BuildStatus.DONE,
        requested_at=now - timedelta(minutes=2),
        built_from=now,
        finished_at=now,
        pdf="compiled/a.pdf",
        xlsx="compiled/a.xlsx",
        docx="compiled/a.docx",
    )
    return {"pk": report.pk}


def queued(cast: Cast) -> dict[str, Any]:
    report = CompiledReport.objects.create(unit=cast.issuer, period=cast.periods["monthly-04"])
    return {"pk": report.pk}


def wanted(cast: Cast) -> dict[str, Any]:
    return {"period": cast.periods["monthly-04"].pk}


STAFF_READ = {"administrator": 200, "office": 200, "secretary": 200, "committee": 200}
OFFICE_BUILDS = {"administrator": 403, "office": 302, "secretary": 302, "committee": 403}

ROWS = [
    Row("reports:compiled_list", everybody=200),
    Row("reports:compiled_request", method="post", data=wanted, everybody=403, office=302, secretary=302),
    Row("reports:compiled_request", method="post", everybody=403, office=422, secretary=422),
    Row("reports:compiled_detail", at=finished, **STAFF_READ),
    Row("reports:compiled_detail", at=queued, administrator=403, committee=403, office=200, secretary=200),
    Row("reports:compiled_rebuild", method="post", at=finished, **OFFICE_BUILDS),
    Row("reports:compiled_file", at=lambda cast: finished(cast) | {"suffix": "exe"}, everybody=404),
]
