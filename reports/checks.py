"""What is looked at before a report is sent: small functions that all run, each yielding problems (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Accumulation, Answer, Indicator, Kind
from reports import typed as typed_rows
from reports.contents import Contents, contents_of
from reports.models import Entry, Submission
from reports.typed import Typed
from units.formats import format_number

# From this many times the last figure on, a slip of the keyboard is likelier than a good month.
JUMP = 10
# By whether the question is one of yes or no.
_BLANK = {
    False: "chưa có số liệu. Nếu trong kỳ không có, chọn “Trong kỳ không có”.",
    True: "chưa có câu trả lời. Chọn “Có” hoặc “Không”.",
}


@dataclass(frozen=True)
class Problem:
    """One thing to look at: `blocks` says whether it keeps the report from being sent."""

    code: str
    sentence: str
    indicator_id: int | None = None
    blocks: bool = False


def problems(submission: Submission, contents: Contents | None = None) -> list[Problem]:
    """Return everything worth saying about the report as it stands: what blocks first, what is only blank last."""
    held = contents or contents_of(submission)
    found = [problem for check in CHECKS for problem in check(held)]
    return sorted(found, key=lambda problem: (not problem.blocks, problem.code == "blank"))


def required_values_are_there(held: Contents) -> Iterator[Problem]:
    for row in held.indicators:
        if row.is_required and not _has_answer(held.entries.get(row.pk)):
            yield Problem("required", f"“{row}” bắt buộc phải có số liệu hoặc câu trả lời.", row.pk, blocks=True)


def values_are_readable(held: Contents) -> Iterator[Problem]:
    for row, entry in _typed(held):
        error = _error(row, entry)
        if error and not _exceeds(entry):
            yield Problem("unreadable", f"“{row}”: {error}", row.pk, blocks=True)
        elif entry.answer == Answer.VALUE and not _holds_a_figure(row, entry):
            yield Problem("unreadable", f"“{row}”: {_EXPECTED[Kind(row.kind)]}", row.pk, blocks=True)
        elif any(number is not None and number < 0 for number in (entry.value, entry.numerator, entry.denominator)):
            yield Problem("negative", f"“{row}”: số liệu không được âm.", row.pk, blocks=True)


def numerators_fit_denominators(held: Contents) -> Iterator[Problem]:
    for row, entry in _typed(held):
        if _exceeds(entry) and entry.numerator is not None and entry.denominator is not None:
            sentence = (
                f"“{row}”: tử số ({format_number(entry.numerator)}) lớn hơn mẫu số "
                f"({format_number(entry.denominator)}). Kiểm tra lại hai số."
            )
            yield Problem("numerator", sentence, row.pk, blocks=True)


def what_does_not_apply_has_a_reason(held: Contents) -> Iterator[Problem]:
    for row, entry in held.answered():
        if entry.answer == Answer.NOT_APPLICABLE and not entry.reason.strip() and not entry.typed:
            yield Problem("reason", f"“{row}”: ghi lý do không áp dụng.", row.pk, blocks=True)


def required_files_are_attached(held: Contents) -> Iterator[Problem]:
    wanted = held.submission.period.rule.required_attachment
    if wanted and all(attachment.link for attachment in held.attachments):
        yield Problem("attachment", f"Báo cáo này phải kèm {wanted}. Đính kèm tệp rồi gửi.", blocks=True)


def blanks_are_meant(held: Contents) -> Iterator[Problem]:
    for row in held.indicators:
        if not row.is_required and not _has_answer(held.entries.get(row.pk)):
            yield Problem("blank", f"“{row}” {_BLANK[row.kind == Kind.CONDITION]}", row.pk)


def jumps_are_explained(held: Contents) -> Iterator[Problem]:
    for row, now, last in _values_and_last(held):
        if last > 0 and now >= JUMP * last:
            sentence = f"“{row}”: {format_number(now)} gấp nhiều lần kỳ trước ({format_number(last)}). Kiểm tra lại."
            yield Problem("jump", sentence, row.pk)


def cumulative_figures_do_not_fall(held: Contents) -> Iterator[Problem]:
    for row, now, last in _values_and_last(held):
        if row.accumulation != Accumulation.SUM and now < last:
            sentence = (
                f"“{row}”: số lũy kế {format_number(now)} thấp hơn kỳ trước ({format_number(last)}). Kiểm tra lại."
            )
            yield Problem("falls", sentence, row.pk)


def not_everything_is_zero(held: Contents) -> Iterator[Problem]:
    values = [entry.value for row, entry in held.answered() if entry.value is not None]
    if len(values) > 1 and not any(values):
        yield Problem("all_zero", "Mọi số liệu đều bằng 0. Nếu trong kỳ không có, chọn “Trong kỳ không có”.")


Check = Callable[[Contents], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    required_values_are_there,
    values_are_readable,
    numerators_fit_denominators,
    what_does_not_apply_has_a_reason,
    required_files_are_attached,
    blanks_are_meant,
    jumps_are_explained,
    cumulative_figures_do_not_fall,
    not_everything_is_zero,
)

_EXPECTED = {
    Kind.COUNT: "Số liệu phải là số, ví dụ 1.200 hoặc 12,5.",
    Kind.SHARE: "Ghi tử số và mẫu số, ví dụ 495/629.",
    Kind.CONDITION: "Chọn “Có” hoặc “Không”.",
}


def _has_answer(entry: Entry | None) -> bool:
    """Something was typed, readable or not: what is unreadable has its own sentence."""
    return entry is not None and bool(entry.answer or entry.typed)


def _typed(held: Contents) -> Iterator[tuple[Indicator, Entry]]:
    for row in (*held.indicators, *held.volunteered):
        entry = held.entries.get(row.pk)
        if _has_answer(entry) and entry is not None:
            yield row, entry


def _error(row: Indicator, entry: Entry) -> str:
    """The sentence that stands beside the field, when its text cannot be read."""
    if not entry.typed:
        return ""
    answer = entry.answer if entry.answer in (Answer.NONE, Answer.NOT_APPLICABLE) else typed_rows.VALUE
    typed = Typed(text=entry.typed, answer=answer, reason=entry.reason)
    return typed_rows.read(typed, kind=row.kind, decimals=row.decimals, denominator=row.denominator).error


def _holds_a_figure(row: Indicator, entry: Entry) -> bool:
    if row.kind == Kind.SHARE:
        return entry.numerator is not None and entry.denominator is not None
    return (entry.holds if row.kind == Kind.CONDITION else entry.value) is not None


def _exceeds(entry: Entry) -> bool:
    return entry.numerator is not None and entry.denominator is not None and entry.numerator > entry.denominator


def _values_and_last(held: Contents) -> Iterator[tuple[Indicator, Decimal, Decimal]]:
    for row, entry in held.answered():
        last = held.last_values.get(row.pk)
        if row.kind == Kind.COUNT and entry.value is not None and last is not None:
            yield row, entry.value, last
