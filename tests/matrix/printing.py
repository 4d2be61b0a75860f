"""Screens as PDF: everybody asks for themselves and sees only their own."""

from __future__ import annotations

from typing import Any

from reports.models import PrintedView
from tests.cast import Cast
from tests.matrix import Row


def of_the_committee(cast: Cast) -> dict[str, Any]:
    view = PrintedView.objects.create(path="/tong-quan/", title="Tổng quan", requested_by=cast.people["committee"])
    return {"pk": view.pk}


ROWS = [
    Row("reports:print_request", method="post", data=lambda _: {"trang": "/tong-quan/"}, everybody=302),
    Row("reports:print_request", method="post", data=lambda _: {"trang": "/"}, everybody=404),
    Row("reports:print_detail", at=of_the_committee, committee=200),
    Row("reports:print_file", at=of_the_committee, everybody=404),
]
