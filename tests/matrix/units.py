from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.matrix import LOGIN, Row
from units.models import Message, WorkbookDraft

# K's own people: administrator, office and secretary manage it, the committee only looks.
COUNTED: dict[str, Any] = {"administrator": 200, "office": 200, "secretary": 200, "committee": 403}

ROWS = [
    # Somebody can log in, so the first run is over for everybody.
    Row("units:setup", everybody=404, anonymous=404),
    Row("units:setup_administrator", everybody=404, anonymous=404),
    Row("units:setup_confirm", method="post", everybody=404, anonymous=404),
    Row("units:login", everybody=302, anonymous=200),
    Row("units:logout", method="post", everybody=LOGIN),
    Row("units:logout", everybody=405),
    Row("units:password_change", everybody=200),
    Row("units:password_change", method="post", everybody=422),
    Row("units:password_reset", everybody=200, anonymous=200),
    Row("units:password_reset", method="post", everybody=422, anonymous=422),
    Row("units:password_reset_done", everybody=200, anonymous=200),
    Row(
        "units:password_reset_confirm",
        at=lambda _: {"uidb64": "MQ", "token": "abc-def"},
        everybody=200,
        anonymous=200,
    ),
]

NEW_UNIT = {"code": "A9", "name": "Chi đoàn mới", "level": "base", "sector": "agency", "active_from": "01/05/2026"}
NEW_PERSON = {"full_name": "Lý Thị Mới", "role": "reporter", "starts_on": "20/04/2026", "only": "1"}


def at_k(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.issuer.pk}


def at_a(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.a.pk}


def at_c1(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.clusters["C1"].pk}


def at_member(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.clusters["C1"].memberships.get(unit=cast.s).pk}


def at_reporter(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.people["reporter"].pk}


def at_appointment(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.people["reporter"].appointments.get().pk}


def at_message(cast: Cast) -> dict[str, Any]:
    """A message to A's reporter; nobody else may know of it."""
    return {"pk": Message.objects.create(to=cast.people["reporter"], kind="test", subject="Nhắc hạn").pk}


def at_draft(cast: Cast) -> dict[str, Any]:
    """A workbook that K's office uploaded."""
    draft = WorkbookDraft.objects.create(by=cast.people["office"], unit=cast.issuer, file_name="a.xlsx", cells={})
    return {"pk": draft.pk}


def manage_a(get: int) -> dict[str, Any]:
    """What those get who come to something of A that its managers may do: K's managers, not K's committee."""
    return {
        "administrator": get,
        "office": get,
        "secretary": get,
        "committee": 403,
        "reporter": 403,
        "viewer": 403,
    }


ROWS += [
    # Units
    Row("units:unit_list", staff=200, everybody=302),  # who sees one unit is led to it
    Row("units:unit_list", query="?q=so", everybody=200),
    Row("units:unit_detail", at=at_a, staff=200, reporter=200, viewer=200),
    Row("units:unit_detail", at=at_k, staff=200),
    Row("units:unit_create", administrator=200, office=200, secretary=200, everybody=403),
    Row("units:unit_create", method="post", administrator=422, office=422, secretary=422, everybody=403),
    Row(
        "units:unit_create",
        method="post",
        data=lambda cast: NEW_UNIT | {"parent": cast.issuer.pk},
        administrator=302,
        office=302,
        secretary=302,
        everybody=403,
    ),
    Row("units:unit_edit", at=at_a, **manage_a(200)),
    Row("units:unit_edit", at=at_a, method="post", **manage_a(422)),
    Row("units:unit_edit", at=at_k, administrator=200, office=200, secretary=200, committee=403),
    Row("units:headcount_list", at=lambda cast: {"pk": cast.issuer.pk}, **COUNTED),
    Row("units:headcount_workbook", at=lambda cast: {"pk": cast.issuer.pk}, **COUNTED),
    Row("units:headcount_confirm", at=at_a, method="post", **manage_a(302) | {"reporter": 302}),
    Row("units:headcount_edit", at=at_a, **manage_a(200) | {"reporter": 200}),
    Row("units:headcount_edit", at=at_a, method="post", **manage_a(422) | {"reporter": 422}),
    Row("units:audit_list", at=at_a, staff=200, reporter=403, viewer=403),
    Row("units:unit_switch", method="post", data=lambda cast: {"unit": cast.a.pk}, reporter=302, viewer=302),
    # Clusters
    Row("units:cluster_list", everybody=200),
    Row("units:cluster_create", at=at_k, administrator=200, office=200, secretary=200, committee=403),
    Row("units:cluster_create", at=at_k, method="post", administrator=422, office=422, secretary=422, committee=403),
    Row("units:cluster_detail", at=at_c1, staff=200, reporter=200, viewer=200),
    Row("units:cluster_edit", at=at_c1, **manage_a(200)),
    Row("units:cluster_edit", at=at_c1, method="post", **manage_a(422)),
    Row("units:member_add", at=at_c1, **manage_a(200)),
    Row("units:member_add", at=at_c1, method="post", **manage_a(422)),
    Row("units:member_end", at=at_member, **manage_a(200)),
    Row("units:member_end", at=at_member, method="post", **manage_a(422)),
    Row("units:lead_set", at=at_member, method="post", **manage_a(302)),
    # People
    Row("units:person_list", everybody=200),
    Row("units:person_create", at=at_a, **manage_a(200)),
    Row("units:person_create", at=at_a, method="post", data=lambda _: NEW_PERSON, **manage_a(302)),
    Row("units:person_create", at=at_a, method="post", **manage_a(422)),
    Row("units:person_detail", at=at_reporter, staff=200, reporter=200, viewer=200),
    Row("units:person_edit", at=at_reporter, **manage_a(200)),
    Row("units:person_edit", at=at_reporter, method="post", **manage_a(422)),
    # Who could not have made somebody administrator cannot take over the administrator's account.
    Row(
        "units:person_edit",
        at=lambda cast: {"pk": cast.people["administrator"].pk},
        administrator=200,
        office=403,
        secretary=200,
        committee=403,
    ),
    Row("units:person_appoint", at=at_reporter, **manage_a(200)),
    Row("units:person_appoint", at=at_reporter, method="post", **manage_a(422)),
    Row("units:appointment_end", at=at_appointment, **manage_a(200)),
    Row("units:appointment_end", at=at_appointment, method="post", **manage_a(422)),
    Row("units:password_issue", at=at_reporter, **manage_a(200)),
    Row("units:password_issue", at=at_reporter, method="post", **manage_a(409)),  # without the form's token
    Row(
        "units:password_issue",
        at=lambda cast: {"pk": cast.people["secretary"].pk},
        administrator=200,
        office=403,
        secretary=403,
        committee=403,
    ),
    Row("units:password_slips", at=at_a, **manage_a(200)),
    Row("units:password_slips", at=at_a, method="post", **manage_a(422)),
    Row("units:office_hand_over", at=at_k, administrator=403, office=403, secretary=200, committee=403),
    Row("units:office_hand_over", at=at_k, method="post", administrator=403, office=403, secretary=422, committee=403),
    # All at once
    Row("units:workbook_upload", at=at_a, **manage_a(200)),
    Row("units:workbook_upload", at=at_a, method="post", **manage_a(422)),
    Row("units:workbook_template", at=at_a, **manage_a(200)),
    Row("units:workbook_preview", at=at_draft, office=200),
    Row("units:workbook_preview", at=at_draft, method="post", office=302),
    # Messages
    Row("units:message_list", everybody=200),
    Row("units:message_open", at=at_message, method="post", reporter=302),
    Row("units:message_read_all", method="post", everybody=302),
]
