"""Amending an issued programme: each change asks why, keeps before and after, and leaves alone what was reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import QuerySet

from indicators.actions import amending as indicator_rows
from indicators.actions.defining import hold_indicators
from indicators.drafting import draft_of
from indicators.models import Indicator, Result
from programs.actions import amending as rows
from programs.models import Activity, Amendment, Program, ProgramStatus, Section, Target
from programs.payloads import ActivityDraft, Draft, IndicatorDraft, TargetDraft, dump, mark_of
from programs.suggesting import Promise
from programs.wording import indicator_words, months_words
from reports.actions.refusals import ChangedMeanwhile, NotAllowed
from reports.actions.states import hold_reports
from reports.announcing import tell_amended, units_taking_part
from reports.models import Attachment, Comment, Entry, Submission, WarningNote
from units import audit, clock
from units.audit import Event
from units.formats import format_date
from units.models import AuditEntry, User

NOT_RUNNING = "Chương trình này không đang thực hiện; không có gì thay đổi."
UNCHANGED = "Nội dung chưa có gì thay đổi so với hiện tại."
GONE = "Nội dung này vừa được người khác bỏ; không có gì thay đổi."
NO_REASON = "Ghi lý do điều chỉnh: chương trình đã ban hành."
REPORTED = (
    "Đã có đơn vị ghi số liệu cho chỉ số này nên không sửa cách tính được nữa. Có thể thôi theo dõi chỉ số này "
    "từ một ngày và thêm chỉ số mới; mức chỉ tiêu đổi ở trang “Giao chỉ tiêu”."
)
READ_BY_OTHERS = "Chỉ số khác lấy số của chỉ số này: {}. Bỏ chỉ số đó trước."
CLOSED = "Chỉ số này đã thôi theo dõi."
PAST = "Ngày thôi theo dõi phải từ hôm nay trở đi."


@transaction.atomic
def add_target(
    program: Program,
    draft: TargetDraft,
    section: Section | None,
    promises: Mapping[int, Promise],
    reason: str,
    *,
    by: User,
) -> Target:
    """Return the new target with the chosen promises (by their place in the clause) as indicators.

    Reports that fall due from today on ask for them.
    """
    hold_running(program, reason)
    target = rows.add_target(program, draft, section)
    made = {
        at: indicator_rows.add_indicator(target, promise.draft, by=by, on=clock.today())
        for at, promise in promises.items()
    }
    for at, promise in promises.items():
        made[at].part_of, made[at].reads = made.get(_place(promise.part_of)), made.get(_place(promise.reads))
        made[at].save(update_fields=["part_of", "reads"])
    words = [_target_words(draft), *(_indicator_line(promise.draft) for promise in promises.values())]
    _amended(program, "target_added", "Thêm chỉ tiêu", "", "\n".join(words), reason, by)
    return target


@transaction.atomic
def change_target(
    target: Target, draft: TargetDraft, section: Section | None, reason: str, *, by: User, seen: str = ""
) -> None:
    """Write the target's text, number or place anew; its indicators and their figures stay as they are.

    `seen` is the `mark_of` what the form showed: raises ChangedMeanwhile when somebody has changed it since.
    """
    program = target.program
    hold_running(program, reason)
    _read_again(target)
    before = TargetDraft(target.number, target.text, target.is_embedded)
    if before == draft and target.section == section:
        raise NotAllowed(UNCHANGED)
    if seen and seen != mark_of(before, target.section_id):
        raise ChangedMeanwhile(before, beside=target.section, last=_last_change(program, target))
    old, new = _target_words(before), _target_words(draft)
    if target.section != section:
        old, new = f"{old}\nThuộc: {target.section or '–'}", f"{new}\nThuộc: {section or '–'}"
    rows.change_target(target, draft, section)
    subject = f"Sửa chỉ tiêu {before.number.rstrip('.): ')}".strip()
    _amended(program, "target_changed", subject, old, new, reason, by, row=target, drafts=(before, draft))


@transaction.atomic
def add_indicator(target: Target, draft: IndicatorDraft, reason: str, *, by: User) -> Indicator:
    """Return the new indicator of the target, asked for in reports that fall due from today on."""
    hold_running(target.program, reason)
    row = indicator_rows.add_indicator(target, draft, by=by, on=clock.today())
    _amended(target.program, "indicator_added", f"Thêm chỉ số: {row.label}", "", _indicator_line(draft), reason, by)
    return row


@transaction.atomic
def change_indicator(row: Indicator, draft: IndicatorDraft, reason: str, *, by: User, seen: str = "") -> None:
    """Count something else or otherwise; raises NotAllowed once anybody has typed a figure for it.

    `seen` as for `change_target`.
    """
    hold_running(row.program, reason)
    _hold_figures(row)
    before = draft_of(row)
    if draft == before:
        raise NotAllowed(UNCHANGED)
    if seen and seen != mark_of(before):
        raise ChangedMeanwhile(before, last=_last_change(row.program, row))
    if is_reported(row):
        raise NotAllowed(REPORTED)
    indicator_rows.rewrite_indicator(row, before, draft, reason, by=by, on=clock.today())
    old, new = _indicator_line(before), _indicator_line(draft)
    subject = f"Sửa chỉ số: {before.label}"
    _amended(row.program, "indicator_changed", subject, old, new, reason, by, row=row, drafts=(before, draft))


@transaction.atomic
def drop_indicator(row: Indicator, reason: str, *, by: User, on: date) -> bool:
    """Take the indicator out while nothing was reported for it, else close it from that day on.

    Returns True when it is gone, False when it is closed; past figures stay. Raises NotAllowed when another indicator
    reads its figures, and for a day that is past.
    """
    hold_running(row.program, reason)
    _hold_figures(row)
    before = _indicator_line(draft_of(row))
    if is_reported(row):
        if on < clock.today():
            raise NotAllowed(PAST)
        if not indicator_rows.close_indicator(row, on):
            raise NotAllowed(CLOSED)
        after = f"Thôi theo dõi từ ngày {format_date(on)}; số liệu đã báo cáo được giữ nguyên."
        _amended(row.program, "indicator_closed", f"Thôi theo dõi: {row.label}", before, after, reason, by)
        return False
    if reader := row.readers.first():
        raise NotAllowed(READ_BY_OTHERS.format(reader.label))
    row.delete()
    _amended(row.program, "indicator_dropped", f"Bỏ chỉ số: {row.label}", before, "", reason, by)
    return True


@transaction.atomic
def add_activity(program: Program, draft: ActivityDraft, reason: str, *, by: User) -> Activity:
    hold_running(program, reason)
    activity = rows.add_activity(program, draft)
    _amended(program, "activity_added", "Thêm hoạt động", "", _activity_words(draft), reason, by)
    return activity


@transaction.atomic
def change_activity(activity: Activity, draft: ActivityDraft, reason: str, *, by: User, seen: str = "") -> None:
    """Write the activity anew; `seen` as for `change_target`."""
    program = activity.program
    hold_running(program, reason)
    _read_again(activity)
    before = rows.draft_of_activity(activity)
    if before == draft:
        raise NotAllowed(UNCHANGED)
    if seen and seen != mark_of(before):
        raise ChangedMeanwhile(before, last=_last_change(program, activity))
    rows.change_activity(activity, draft)
    old, new = _activity_words(before), _activity_words(draft)
    _amended(program, "activity_changed", "Sửa hoạt động", old, new, reason, by, row=activity, drafts=(before, draft))


@transaction.atomic
def drop_activity(activity: Activity, reason: str, *, by: User) -> None:
    program = activity.program
    hold_running(program, reason)
    _read_again(activity)
    before = _activity_words(rows.draft_of_activity(activity))
    activity.delete()
    _amended(program, "activity_dropped", "Bỏ hoạt động", before, "", reason, by)


def hold_running(program: Program, reason: str) -> None:
    """Hold the running programme for the length of the transaction; raises NotAllowed when it does not run."""
    if not reason.strip():
        raise NotAllowed(NO_REASON)
    running = Program.objects.select_for_update(no_key=True).filter(pk=program.pk, status=ProgramStatus.ISSUED)
    if not running.exists():
        raise NotAllowed(NOT_RUNNING)


def corrections_of(target: Target) -> QuerySet[AuditEntry]:
    """Return what was changed of the target's own words and place; each says in `detail` what was and what is."""
    return _changes_of(target.program, target)


def is_reported(row: Indicator) -> bool:
    """True when anybody has typed, posted, attached or said anything about the indicator."""
    kinds = (Result, Entry, Attachment, Comment, WarningNote)
    return any(kind.objects.filter(indicator=row).exists() for kind in kinds)


def _read_again(row: Target | Indicator | Activity) -> None:
    """Read what the form was opened on as it stands now; raises NotAllowed when it is gone."""
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        raise NotAllowed(GONE) from None


def _hold_figures(row: Indicator) -> None:
    """Let nobody begin to report on the indicator, and wait for those who are at it."""
    hold_reports(Submission.objects.editable().filter(period__regime=row.program.regime_id))
    hold_indicators(Indicator.objects.filter(pk=row.pk))
    _read_again(row)


def _last_change(program: Program, row: Target | Indicator | Activity) -> AuditEntry | None:
    return _changes_of(program, row).select_related("by").order_by("-pk").first()


def _changes_of(program: Program, row: Target | Indicator | Activity) -> QuerySet[AuditEntry]:
    about = AuditEntry.objects.filter(subject_type="programs.program", subject_id=program.pk)
    return about.filter(event=Event.PROGRAM_AMENDED, detail__row=_name_of(row))


def _name_of(row: Target | Indicator | Activity) -> str:
    return f"{row._meta.label_lower} {row.pk}"


def _amended(
    program: Program,
    kind: str,
    subject: str,
    before: str,
    after: str,
    reason: str,
    by: User,
    *,
    row: Target | Indicator | Activity | None = None,
    drafts: tuple[Draft, Draft] | None = None,
) -> None:
    """Keep what changed where it is looked for, and tell the units that take part today."""
    shown = subject[:500]
    Amendment.objects.create(
        program=program, by=by, kind=kind, subject=shown, before=before, after=after, reason=reason.strip()
    )
    detail: dict[str, object] = {"kind": kind, "before": before, "after": after}
    if row is not None:
        detail["row"] = _name_of(row)
    if drafts is not None:
        detail |= {"was": dump(drafts[0]), "is": dump(drafts[1])}
    audit.record(Event.PROGRAM_AMENDED, program, by=by, unit=program.issuer, reason=reason.strip(), detail=detail)
    tell_amended(program, units_taking_part(program, clock.today()), shown, reason.strip())


def _place(at: int | None) -> int:
    return -1 if at is None else at


def _target_words(draft: TargetDraft) -> str:
    return f"{draft.number} {draft.text}".strip()


def _indicator_line(draft: IndicatorDraft) -> str:
    return f"{draft.label} – {indicator_words(draft)}"


def _activity_words(draft: ActivityDraft) -> str:
    words = f"{draft.number} {draft.title}".strip() + f" – {months_words(draft.months, is_all_year=draft.is_all_year)}"
    return f"{words} ({draft.in_charge})" if draft.in_charge else words
