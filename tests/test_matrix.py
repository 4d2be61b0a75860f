"""Every address × every visitor (DESIGN §7). The rows are in tests/matrix/."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.matrix
from tests.cast import VISITORS, Cast
from tests.matrix import LOGIN, Row

ROWS: list[Row] = [
    row
    for module in pkgutil.iter_modules(tests.matrix.__path__)
    for row in importlib.import_module(f"tests.matrix.{module.name}").ROWS
]


def url_names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """Yield the name of every address, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from url_names(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


def test_every_address_is_in_the_matrix() -> None:
    missing = set(url_names()) - {row.name for row in ROWS}
    assert not missing, f"Add a row to tests/matrix/ for: {', '.join(sorted(missing))}"


def test_the_matrix_names_no_address_that_is_gone() -> None:
    gone = {row.name for row in ROWS} - set(url_names())
    assert not gone, f"No such address: {', '.join(sorted(gone))}"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_visitor_gets_what_the_matrix_says(row: Row, cast: Cast) -> None:
    url = reverse(row.name, kwargs=row.at(cast)) + row.query
    got = {visitor: visit(row, url, cast, visitor) for visitor in VISITORS}
    assert got == row.expected


def visit(row: Row, url: str, cast: Cast, visitor: str) -> int | str:
    """Return the status, or LOGIN for a redirect to the login page; what the visit changes is rolled back."""
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        if user := cast.visitor(visitor):
            client.force_login(user)
        response = client.post(url, row.data(cast)) if row.method == "post" else client.get(url, row.data(cast))
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("units:login")):
        return LOGIN
    return response.status_code
