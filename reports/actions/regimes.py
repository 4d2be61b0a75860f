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
    ProgramStatus,
    Regime,
    ReportingRule,
    ReportKind,
    RuleAudience,
)
from programs.outline import words_of
from programs.payloads import RegimeDraft, RuleDraft, mark_of
from programs.wording import rule_title, rule_words
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import ChangedMeanwhile, NotAllowed
from reports.actions.states import HAS_CONTENT, hold_reports
from reports.announcing import tell_amended, tell_urgent, units_taking_part
from reports.models import Submission
from units import audit, clock
from units.audit import Event
from units.formats import format_date, format_last_day
from units.models import AuditEntry, Unit, User

ENDED = (
    "Chương trình báo cáo theo chế độ này đã kết thúc nên quy định báo cáo không thay đổi được nữa; các kỳ đã giao vẫn "
    "giữ nguyên. Cần thêm một báo cáo thì gửi yêu cầu đột xuất; cần lùi hạn của một đơn vị thì gia hạn ở báo cáo đó."
)
GONE = "Quy định này vừa được người khác bỏ; không có gì thay đổi."
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
    """Return the new rule; its periods are owed from now on. Raises NotAllowed when the programme has ended."""
    _hold(regime)
    (rule,) = write_rules(regime, [draft])
    _changed(regime, rule.pk, f"Thêm {rule_title(draft)}", "", rule_words(draft), reason, by)
    return rule


@transaction.atomic
def change_rule(rule: ReportingRule, draft: RuleDraft, reason: str, *, by: User, seen: str = "") -> None:
    """Make the rule say something else; periods that somebody has reported on stay as they were.

    `seen` is the `mark_of` what the form showed: raises ChangedMeanwhile when somebody has changed the rule since,
    unless both wrote the same. Raises NotAllowed when the programme has ended or the rule is gone.
    """
    stored = _held_rule(rule)
    before = words_of(stored)
    if before == draft:
        return
    if seen and seen != mark_of(before):
        raise ChangedMeanwhile(before, last=_last_change(rule.regime, rule.pk))
    fill_rule(stored, draft).save()
    write_audience(stored, draft)
    _changed(rule.regime, rule.pk, f"Sửa {rule_title(draft)}", rule_words(before), rule_words(draft), reason, by)


@transaction.atomic
def remove_rule(rule: ReportingRule, reason: str, *, by: User) -> None:
    """Take the rule away with what is owed for it.

    Raises NotAllowed once anybody has begun a report, when the programme has ended or the rule is gone already.
    """
    stored = _held_rule(rule)
    owed = Submission.objects.filter(period__rule=stored)
    hold_reports(owed)
    if owed.exclude(status="not_started").exists() or owed.filter(HAS_CONTENT).exists():
        raise NotAllowed(REPORTED)
    draft = words_of(stored)
    owed.delete()
    stored.delete()
    _changed(rule.regime, rule.pk, f"Bỏ {rule_title(draft)}", rule_words(draft), "", reason, by)


def words_of_regime(regime: Regime) -> RegimeDraft:
    """Return what the regime says as a whole."""
    return RegimeDraft(regime.name, regime.reports_from)


@transaction.atomic
def change_regime(regime: Regime, draft: RegimeDraft, reason: str, *, by: User, seen: str = "") -> None:
    """Give the regime another name or another first day; what falls due before that day is not owed.

    `seen` as for a rule: raises ChangedMeanwhile. Raises NotAllowed when the programme has ended.
    """
    stored = _hold(regime)
    now = words_of_regime(stored)
    if now == draft:
        return
    if seen and seen != mark_of(now):
        raise ChangedMeanwhile(now, last=_last_change(stored, None))
    before, after = _since(stored.reports_from), _since(draft.reports_from)
    stored.name, stored.reports_from = draft.name, draft.reports_from
    stored.save(update_fields=["name", "reports_from"])
    _changed(stored, None, f"Sửa {draft.name}", before, after, reason, by)


def has_ended(regime: Regime) -> bool:
    """True when every programme that reports through the regime is closed; an urgent request belongs to none."""
    statuses = set(regime.programs.values_list("status", flat=True))
    return statuses == {ProgramStatus.CLOSED}


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


def _hold(regime: Regime) -> Regime:
    """Return the regime as it is stored, held for the length of the transaction; raises NotAllowed when it has ended.

    Programmes first, as whoever closes or takes back one does, so that nobody waits in a ring.
    """
    list(Program.objects.select_for_update(no_key=True).filter(regime=regime).order_by("pk"))
    stored = Regime.objects.select_for_update().filter(pk=regime.pk).first()
    if stored is None:
        raise NotAllowed(GONE)
    if has_ended(stored):
        raise NotAllowed(ENDED)
    return stored


def _held_rule(rule: ReportingRule) -> ReportingRule:
    """Return the rule as it is stored, its regime held; raises NotAllowed when it is gone or may not change."""
    _hold(rule.regime)
    stored = ReportingRule.objects.filter(pk=rule.pk).first()
    if stored is None:
        raise NotAllowed(GONE)
    return stored


def _last_change(regime: Regime, rule: int | None) -> AuditEntry | None:
    """Return the last change of the rule; of the regime as a whole for None."""
    about = AuditEntry.objects.filter(subject_type="programs.regime", subject_id=regime.pk)
    changes = about.filter(event=Event.REGIME_CHANGED, detail__rule=rule)
    return changes.select_related("by").order_by("-pk").first()


def _changed(regime: Regime, rule: int | None, subject: str, before: str, after: str, reason: str, by: User) -> None:
    """Bring what is owed in line, and keep before, after and why where they are looked for."""
    sync_obligations(regime)
    audit.record(
        Event.REGIME_CHANGED,
        regime,
        by=by,
        unit=regime.issuer,
        reason=reason,
        detail={"subject": subject, "before": before, "after": after, "rule": rule},
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
