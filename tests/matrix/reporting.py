from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from reports.models import Attachment
from tests.cast import Cast
from tests.matrix import Row


def draft(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.submission("A", "monthly-05").pk}


def sent(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.submission("A", "monthly-04").pk}


def accepted(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.submission("A", "monthly-01").pk}


def file_of_draft(cast: Cast) -> dict[str, Any]:
    attachment = Attachment.objects.create(
        submission=cast.submission("A", "monthly-05"),
        file=ContentFile(b"%PDF-1.4 thu", name="a.pdf"),
        name="Danh sách.pdf",
        content_type="application/pdf",
        size=12,
        digest="0" * 64,
    )
    return {"pk": attachment.pk}


# Who may type for unit A: its own people, and the reviewing office on its behalf. Insiders without the right: 403.
TYPING = {"office": 200, "secretary": 200, "reporter": 200, "administrator": 403, "committee": 403, "viewer": 403}
TYPED = TYPING | {"office": 302, "secretary": 302, "reporter": 302}
READING = {"administrator": 200, "office": 302, "secretary": 302, "committee": 200, "reporter": 200}
DECIDING = {"office": 200, "secretary": 200, "administrator": 403, "committee": 403, "reporter": 403, "viewer": 403}
DECIDED = DECIDING | {"office": 302, "secretary": 302}
ASKED_BACK = DECIDING | {"office": 422, "secretary": 422}

ROWS = [
    Row("reports:home", everybody=200, committee=302, administrator=302),
    Row("reports:search", query="?q=so+tai+chinh", everybody=200),
    Row("reports:submission_list", everybody=200),
    Row("reports:calendar", everybody=200),
    Row("reports:submission_detail", at=draft, **READING, viewer=403),
    Row("reports:submission_detail", at=accepted, **READING, viewer=200),
    Row("reports:submission_form", at=draft, **TYPING),
    Row("reports:submission_form", method="post", at=draft, **TYPED),
    Row(
        "reports:entry_save",
        method="post",
        at=lambda cast: draft(cast) | {"indicator_id": cast.indicators["trees"].pk},
        data=lambda cast: {f"t-{cast.indicators['trees'].pk}": "15", f"a-{cast.indicators['trees'].pk}": "value"},
        # The row rests on no version, and somebody else has typed into it: both values are shown.
        **(TYPING | {"office": 409, "secretary": 409, "reporter": 409}),
    ),
    Row("reports:narrative_save", method="post", at=lambda cast: draft(cast) | {"part": "results"}, **TYPING),
    Row("reports:submission_submit", at=draft, **TYPING),
    Row("reports:submission_submit", method="post", at=draft, **TYPED),
    Row(
        "reports:submission_submit",
        method="post",
        at=sent,
        **(TYPING | dict.fromkeys(("office", "secretary", "reporter"), 422)),
    ),
    Row("reports:submission_receipt", at=accepted, staff=200, reporter=200, viewer=200),
    Row("reports:submission_take_back", at=sent, **TYPING),
    Row("reports:submission_take_back", method="post", at=sent, **TYPED),
    Row(
        "reports:comment_add",
        method="post",
        at=sent,
        data=lambda _: {"text": "Đề nghị kèm ảnh."},
        **(DECIDED | {"committee": 302, "reporter": 302}),
    ),
    Row("reports:comment_add", method="post", at=sent, **(ASKED_BACK | {"committee": 422, "reporter": 422})),
    Row("reports:attachment_add", method="post", at=draft, **TYPED),
    Row("reports:attachment_detail", at=file_of_draft, staff=200, reporter=200, viewer=403),
    Row("reports:attachment_remove", method="post", at=file_of_draft, **TYPED),
    Row("reports:inbox", everybody=403, office=200, secretary=200),
    Row("reports:submission_review", at=sent, **DECIDING),
    Row("reports:submission_accept", method="post", at=sent, **DECIDED),
    Row("reports:submission_accept", method="post", at=accepted, **ASKED_BACK),
    Row("reports:submission_return", method="post", at=sent, **ASKED_BACK),
    Row("reports:submission_return", method="post", at=sent, data=lambda _: {"note": "Bổ sung minh chứng."}, **DECIDED),
    Row("reports:submission_reopen", at=accepted, **DECIDING),
    Row("reports:submission_reopen", method="post", at=accepted, data=lambda _: {"reason": "Sửa số."}, **DECIDED),
    Row("reports:submission_extend", at=draft, **DECIDING),
    Row("reports:submission_extend", method="post", at=draft, **ASKED_BACK),
    Row("reports:submission_waive", at=draft, **DECIDING),
    Row("reports:submission_waive", method="post", at=draft, data=lambda _: {"reason": "Kiện toàn."}, **DECIDED),
    Row(
        "reports:unit_merge",
        at=lambda cast: {"pk": cast.a.pk},
        **(DECIDING | {"administrator": 200}),
    ),
    Row(
        "reports:unit_merge",
        method="post",
        at=lambda cast: {"pk": cast.a.pk},
        data=lambda cast: {"into": cast.b.pk, "on": "01/05/2026", "reason": "Theo quyết định số 10."},
        **(DECIDED | {"administrator": 302}),
    ),
]
