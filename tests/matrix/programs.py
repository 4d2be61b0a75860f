"""Programmes, drafts, regimes: K's office edits, its secretary issues, its people read; units read what is issued."""

from __future__ import annotations

from typing import Any

from programs.models import Activity, Assignment, Proposal
from programs.payloads import TargetDraft, dump
from tests.cast import Cast
from tests.matrix import Row


def issued(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.program.pk}


def draft(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.draft.pk}


def regime(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.regime.pk}


def participant(cast: Cast) -> dict[str, Any]:
    return issued(cast) | {"unit_pk": cast.b.pk}


def rule(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.rules["monthly"].pk}


def proposal(cast: Cast) -> dict[str, Any]:
    payload = dump(TargetDraft(number="1", text="Trồng 10 cây xanh."))
    row = Proposal.objects.create(program=cast.draft, kind="target", payload=payload, original=payload)
    return {"pk": row.pk}


def step(cast: Cast) -> dict[str, Any]:
    return proposal(cast) | {"step": "len"}


def indicator(cast: Cast) -> dict[str, Any]:
    row = Proposal.objects.create(program=cast.draft, kind="indicator", payload={"label": "Cây xanh"})
    return {"pk": row.pk}


def assignment(cast: Cast) -> dict[str, Any]:
    row = Assignment.objects.create(program=cast.program, target=cast.targets[0], department="Ban Phong trào")
    return {"pk": row.pk}


def target(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.targets[0].pk}


def activity(cast: Cast) -> dict[str, Any]:
    return {"pk": Activity.objects.create(program=cast.program, title="Ra quân đầu năm", is_all_year=True).pk}


def kind(cast: Cast) -> dict[str, Any]:
    return draft(cast) | {"kind": "target"}


# Who works in K: the office and the secretary change things, the others may look.
EDITORS = {"office": 200, "secretary": 200, "administrator": 403, "committee": 403}
EDITORS_DONE = EDITORS | {"office": 302, "secretary": 302}
EDITORS_REFUSED = EDITORS | {"office": 422, "secretary": 422}
# Units below may know the programme they take part in, and change nothing.
BELOW = {"reporter": 403, "viewer": 403, "outsider": 403}
NOBODY_BELOW = {"reporter": 404, "viewer": 404, "outsider": 404}
SECRETARY = {"secretary": 200, "office": 403, "administrator": 403, "committee": 403}

AMENDING = {
    "target_add": issued,
    "activity_add": issued,
    "target_edit": target,
    "indicator_add": target,
    "indicator_edit": lambda cast: {"pk": cast.indicators["trees"].pk},
    "indicator_drop": lambda cast: {"pk": cast.indicators["trees"].pk},
    "activity_edit": activity,
    "activity_drop": activity,
}

ROWS = [
    Row("programs:program_list", everybody=200),
    Row("programs:program_upload", **EDITORS, **BELOW),
    Row("programs:program_upload", method="post", **EDITORS_REFUSED, **BELOW),
    Row("programs:program_write", **EDITORS, **BELOW),
    Row("programs:program_write", method="post", **EDITORS_REFUSED, **BELOW),
    Row("programs:program_detail", at=issued, everybody=200),
    Row("programs:program_detail", at=draft, staff=302, **NOBODY_BELOW),
    Row("programs:program_file", at=issued),
    Row("programs:program_review", at=draft, staff=200, **NOBODY_BELOW),
    Row("programs:proposals_accept", method="post", at=draft, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_add", at=kind, **EDITORS, **NOBODY_BELOW),
    Row("programs:proposal_add", method="post", at=kind, **EDITORS_REFUSED, **NOBODY_BELOW),
    Row("programs:proposal_add", at=lambda cast: draft(cast) | {"kind": "head"}, administrator=403, committee=403),
    Row("programs:proposal_edit", at=proposal, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_edit", method="post", at=proposal, **EDITORS_REFUSED, **NOBODY_BELOW),
    Row("programs:proposal_accept", method="post", at=proposal, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_reread", method="post", at=proposal, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_drop", method="post", at=proposal, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_restore", method="post", at=proposal, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_split", method="post", at=indicator, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_merge", method="post", at=proposal, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:proposal_arrange", method="post", at=step, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:program_reimport", at=draft, **EDITORS, **NOBODY_BELOW),
    Row("programs:program_reimport", method="post", at=draft, **EDITORS_REFUSED, **NOBODY_BELOW),
    Row("programs:program_discard", at=draft, **EDITORS, **NOBODY_BELOW),
    Row("programs:program_discard", method="post", at=draft, **EDITORS_DONE, **NOBODY_BELOW),
    Row("programs:assignment_add", at=issued, **EDITORS, **BELOW),
    Row("programs:assignment_add", method="post", at=issued, **EDITORS_REFUSED, **BELOW),
    Row("programs:assignment_remove", method="post", at=assignment, **EDITORS_DONE, **BELOW),
    Row("reports:program_issue", at=draft, **EDITORS, **NOBODY_BELOW),
    Row("reports:program_issue", method="post", at=draft, **EDITORS_REFUSED, **NOBODY_BELOW),
    Row("reports:program_take_back", at=issued, **SECRETARY, **BELOW),
    Row("reports:program_take_back", method="post", at=issued, **SECRETARY | {"secretary": 422}, **BELOW),
    Row("reports:program_close", at=issued, **SECRETARY, **BELOW),
    Row("reports:program_close", method="post", at=issued, **SECRETARY | {"secretary": 302}, **BELOW),
    *(
        Row(f"reports:{name}", method=method, at=at, **SECRETARY | {"secretary": status}, **BELOW)
        for name, at in AMENDING.items()
        for method, status in (("get", 200), ("post", 422))
    ),
    Row("reports:target_reread", at=target, **SECRETARY | {"secretary": 302}, **BELOW),
    Row("reports:target_reread", method="post", at=target, **SECRETARY | {"secretary": 422}, **BELOW),
    Row("reports:participant_add", at=issued, **EDITORS, **BELOW),
    Row("reports:participant_add", method="post", at=issued, **EDITORS_REFUSED, **BELOW),
    Row("reports:participant_end", at=participant, **EDITORS, **BELOW),
    Row("reports:participant_end", method="post", at=participant, **EDITORS_REFUSED, **BELOW),
    Row("reports:opening_balances", at=issued, **EDITORS, **BELOW),
    Row("reports:opening_balances", method="post", at=issued, **EDITORS_REFUSED, **BELOW),
    Row("reports:opening_template", at=issued, **EDITORS, **BELOW),
    Row("reports:regime_detail", at=regime, everybody=200),
    Row("reports:regime_edit", at=regime, **EDITORS, **BELOW),
    Row("reports:regime_edit", method="post", at=regime, **EDITORS_REFUSED, **BELOW),
    Row("reports:rule_add", at=regime, **EDITORS, **BELOW),
    Row("reports:rule_add", method="post", at=regime, **EDITORS_REFUSED, **BELOW),
    Row("reports:rule_edit", at=rule, **EDITORS, **BELOW),
    Row("reports:rule_edit", method="post", at=rule, **EDITORS_REFUSED, **BELOW),
    Row("reports:rule_remove", at=rule, **EDITORS, **BELOW),
    Row("reports:rule_remove", method="post", at=rule, **EDITORS_REFUSED, **BELOW),
    Row("reports:urgent_request", **EDITORS, **BELOW),
    Row("reports:urgent_request", method="post", **EDITORS_REFUSED, **BELOW),
]
