"""Changing a regime that runs, and asking for a report at short notice. Only what nobody has reported on changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from programs.actions.writing import fill_rule, write_audience, write_rules
from programs.models import (
    Amendment,
    Audience,
    Covers,
    Program,
    Regime,
    ReportingRule,
    ReportKind,
    RuleAudience,
)
from programs.outline import words_of
from programs.payloads import RuleDraft
from programs.wording import rule_title, rule_words
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import NotAllowed
from reports.announcing import tell_amended, tell_urgent, units_taking_part
from reports.models import Submission
from units import audit, clock
from units.audit import Event
from units.formats import format_date, format_last_day
from units.models import Unit, User

REPORTED = "Đã có đơn vị gửi báo cáo theo quy định này nên không xóa được. Có thể ghi ngày kết thúc áp dụng."


@dataclass(frozen=True)
class Request:
    """A report asked for at short notice."""

    name: str
    due_on: date
    units: list[Unit]
    text: str = ""
    due_hour: int = 24
    required_attachment: str = ""


@transaction.atomic
def add_rule(regime: Regime, draft: RuleDraft, reason: str, *, by: User) -> ReportingRule:
    """Return the new rule; its periods are owed from now on."""
    (rule,) = write_rules(regime, [draft])
    _changed(regime, f"Thêm {rule_title(draft)}", "", rule_words(draft), reason, by)
    return rule


@transaction.atomic
def change_rule(rule: ReportingRule, draft: RuleDraft, reason: str, *, by: User) -> None:
    """Make the rule say something else; periods that somebody has reported on stay as they were."""
    before = rule_words(words_of(rule))
    fill_rule(rule, draft).save()
    write_audience(rule, draft)
    _changed(rule.regime, f"Sửa {rule_title(draft)}", before, rule_words(draft), reason, by)


@transaction.atomic
def remove_rule(rule: ReportingRule, reason: str, *, by: User) -> None:
    """Take the rule away with what is owed for it; raises NotAllowed once anybody has sent a report."""
    owed = Submission.objects.filter(period__rule=rule)
    if owed.exclude(status="not_started").exists() or owed.filter(entries__isnull=False).exists():
        raise NotAllowed(REPORTED)
    draft = words_of(rule)
    owed.delete()
    regime = rule.regime
    rule.delete()
    _changed(regime, f"Bỏ {rule_title(draft)}", rule_words(draft), "", reason, by)


@transaction.atomic
def change_regime(regime: Regime, name: str, reports_from: date | None, reason: str, *, by: User) -> None:
    """Give the regime another name or another first day; what falls due before that day is not owed."""
    before, after = _since(regime.reports_from), _since(reports_from)
    regime.name, regime.reports_from = name, reports_from
    regime.save(update_fields=["name", "reports_from"])
    _changed(regime, f"Sửa {name}", before, after, reason, by)


@transaction.atomic
def request_urgently(issuer: Unit, asked: Request, *, by: User) -> Regime:
    """Return the regime of one rule that asks the units for one report; they are told at once."""
    today = clock.today()
    regime = Regime.objects.create(
        issuer=issuer, name=asked.name, starts_on=today, ends_on=asked.due_on, is_urgent=True
    )
    rule = ReportingRule.objects.create(
        regime=regime,
        kind=ReportKind.AD_HOC,
        name=asked.name,
        text=asked.text,
        due_on=asked.due_on,
        due_hour=asked.due_hour,
        covers=Covers.NOTHING,
        audience=Audience.CHOSEN,
        required_attachment=asked.required_attachment,
    )
    RuleAudience.objects.bulk_create(RuleAudience(rule=rule, unit=unit) for unit in asked.units)
    owed = sync_obligations(regime)
    detail: dict[str, object] = {"urgent": asked.name, "units": [unit.code for unit in asked.units], "owed": owed}
    audit.record(Event.REGIME_CHANGED, regime, by=by, unit=issuer, detail=detail)
    tell_urgent(regime, asked.units, f"Hạn gửi: {format_last_day(asked.due_on)}.")
    return regime


def _changed(regime: Regime, subject: str, before: str, after: str, reason: str, by: User) -> None:
    """Bring what is owed in line, and keep before, after and why where they are looked for."""
    sync_obligations(regime)
    audit.record(
        Event.REGIME_CHANGED,
        regime,
        by=by,
        unit=regime.issuer,
        reason=reason,
        detail={"subject": subject, "before": before, "after": after},
    )
    programs = list(Program.objects.issued().filter(regime=regime).select_related("issuer"))
    Amendment.objects.bulk_create(
        Amendment(program=program, by=by, kind="rule", subject=subject, before=before, after=after, reason=reason)
        for program in programs
    )
    for program in programs:
        tell_amended(program, units_taking_part(program, clock.today()), subject, reason)


def _since(day: date | None) -> str:
    return f"Nhận báo cáo từ {format_date(day)}" if day else "Nhận mọi kỳ báo cáo"
