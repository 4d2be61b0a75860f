"""The events of a scenario: each one goes through the door and the action that a person would use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from indicators.actions.goals import set_goal
from indicators.actions.posting import OwnValue, post_own
from indicators.actions.refusals import FigureRefused
from indicators.models import Goal, Indicator, Kind
from reports.access import get_submission
from reports.actions.easing import extend, waive
from reports.actions.merging import merge_units
from reports.actions.refusals import NotAllowed, Refused
from reports.actions.reminders import send_reminders
from reports.actions.reviewing import accept, reopen, return_for_correction
from reports.actions.submitting import submit
from reports.models import Entry, Submission
from reports.scenario.script import Facts, day, number
from reports.scenario.stage import Stage
from reports.slices import asking
from units import clock, roles
from units.models import Unit

REASON = "Theo đề nghị của đơn vị"
UNKNOWN = "Đơn vị không phải nộp báo cáo này."


@dataclass
class Play:
    """A stage and what happened on it: `refused` events that changed nothing, `texts` how moments were written."""

    stage: Stage
    refused: list[dict[str, object]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def happen(self, event: Facts) -> None:
        """Let the event happen at the clock's moment; one that the rules refuse is recorded."""
        self.texts[clock.now().isoformat()] = event["at"]
        try:
            with transaction.atomic():
                EVENTS[event["do"]](self.stage, event)
        except (PermissionDenied, Http404, FigureRefused):
            self._record(event, NotAllowed.why)
        except Refused as refusal:
            self._record(event, refusal.why)

    def _record(self, event: Facts, why: str) -> None:
        self.refused.append(
            {
                "at": event["at"],
                "do": event["do"],
                "unit": event.get("unit"),
                "period": event.get("period"),
                "why": why,
            }
        )


def _sent(stage: Stage, event: Facts) -> None:
    owed = _owed(stage, event)
    submission = get_submission(stage.reporters[event["unit"]], owed.pk, to_send=True)
    _fill(submission, event.get("values") or {})
    submit(submission, by=stage.reporters[event["unit"]])


def _reviewed(stage: Stage, event: Facts) -> Submission:
    return get_submission(stage.secretary, _owed(stage, event).pk, to_review=True)


def _owed(stage: Stage, event: Facts) -> Submission:
    submission = stage.submission(event["unit"], event["period"])
    if submission is None:
        raise NotAllowed(UNKNOWN)
    return submission


def _returned(stage: Stage, event: Facts) -> None:
    note = event.get("note") or "Đề nghị bổ sung"
    return_for_correction(_reviewed(stage, event), note, by=stage.secretary, correct_by=day(event.get("correct_by")))


def _accepted(stage: Stage, event: Facts) -> None:
    accept(_reviewed(stage, event), by=stage.secretary)


def _reopened(stage: Stage, event: Facts) -> None:
    reopen(_reviewed(stage, event), _reason(event), by=stage.secretary)


def _waived(stage: Stage, event: Facts) -> None:
    waive(_reviewed(stage, event), _reason(event), by=stage.secretary)


def _extended(stage: Stage, event: Facts) -> None:
    extend(_reviewed(stage, event), date.fromisoformat(event["until"][:10]), _reason(event), by=stage.secretary)


def _own(stage: Stage, event: Facts) -> None:
    indicator = stage.indicators[event["indicator"]]
    unit = stage.units[event["unit"]] if event.get("unit") else stage.issuer
    if not roles.may_edit_programs(stage.secretary, stage.issuer):
        raise PermissionDenied
    value = _own_value(indicator, event.get("value"))
    try:
        post_own(indicator, unit, value, clock.today(), by=stage.secretary)
    except ValueError:
        raise NotAllowed("Giá trị không đúng loại của chỉ số.") from None


def _goal_set(stage: Stage, event: Facts) -> None:
    unit = stage.units[event["unit"]] if event.get("unit") else stage.issuer
    if not roles.may_allocate(stage.secretary, stage.issuer):
        raise PermissionDenied
    indicator = stage.indicators[event["indicator"]]
    set_goal(
        indicator,
        unit,
        number(event.get("goal")),
        upper=number(event.get("goal_max")),
        year=event.get("year") or _year_of_goal(indicator, unit),
        reason=event.get("reason") or "",
        by=stage.secretary,
        on=clock.today(),
    )


def _year_of_goal(indicator: Indicator, unit: Unit) -> int | None:
    """This year, where the unit has a goal of its own for it: that is the one a story means."""
    year = clock.today().year
    has_one = Goal.objects.filter(indicator=indicator, unit=unit, year=year, holds_until=None).exists()
    return year if has_one else None


def _merged(stage: Stage, event: Facts) -> None:
    unit = stage.units[event["unit"]]
    if not roles.may_manage_unit(stage.secretary, unit):
        raise PermissionDenied
    merge_units(unit, stage.units[event["into"]], clock.today(), by=stage.secretary, reason=event.get("reason") or "")


def _reminded(stage: Stage, event: Facts) -> None:
    send_reminders(stage.regime)


def _reason(event: Facts) -> str:
    return event.get("reason") or event.get("note") or REASON


EVENTS: dict[str, Callable[[Stage, Facts], None]] = {
    "submit": _sent,
    "return": _returned,
    "accept": _accepted,
    "reopen": _reopened,
    "waive": _waived,
    "extend": _extended,
    "own": _own,
    "set_goal": _goal_set,
    "merge": _merged,
    "remind": _reminded,
}


# --- values ----------------------------------------------------------------------------------------------------------


def _fill(submission: Submission, values: Facts) -> None:
    """Type the values as the form would store them; what is left out is blank again."""
    Entry.objects.filter(submission=submission).update(
        answer="", typed="", value=None, numerator=None, denominator=None, holds=None, reason=""
    )
    for indicator in asking(submission).answerable:
        told = values.get(indicator.code)
        if told is not None:
            Entry.objects.update_or_create(
                submission=submission, indicator=indicator, defaults=_columns(indicator, told)
            )


def _columns(indicator: Indicator, told: Any) -> dict[str, Any]:
    if told == "none":
        return {"answer": Entry.Answer.NONE}
    if told == "n/a":
        return {"answer": Entry.Answer.NOT_APPLICABLE, "reason": REASON}
    columns: dict[str, Any] = {"answer": Entry.Answer.VALUE}
    with suppress(InvalidOperation, ValueError, TypeError):
        if indicator.kind == Kind.SHARE:
            parts = told.split("/") if isinstance(told, str) else told
            numerator, denominator = (Decimal(str(part)) for part in parts)
            return columns | {"numerator": numerator, "denominator": denominator}
        if indicator.kind == Kind.CONDITION:
            return columns | {"holds": _YES_OR_NO[str(told).lower()]}
        return columns | {"value": Decimal(str(told))}
    return columns | {"typed": str(told)[:120]}


_YES_OR_NO = {"true": True, "1": True, "false": False, "0": False}


def _own_value(indicator: Indicator, told: Any) -> OwnValue:
    if told in (None, "none"):
        return None
    columns = _columns(indicator, told)
    if indicator.kind == Kind.SHARE and "numerator" in columns:
        return columns["numerator"], columns["denominator"]
    if indicator.kind == Kind.CONDITION:
        return bool(columns.get("holds"))
    if "value" not in columns:
        raise NotAllowed("Giá trị không đúng loại của chỉ số.")
    value: Decimal = columns["value"]
    return value
