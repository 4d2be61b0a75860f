"""Typing into a report: every save rests on a version, so that two officers never overwrite each other unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from indicators.models import Indicator
from reports import typed as typed_rows
from reports.actions.refusals import AlreadySubmitted, Frozen, NotAllowed, Refused, Waived
from reports.models import Entry, Narrative, NarrativePart, Status, Submission
from reports.narratives import TEXT_LIMIT
from reports.sheets import typed_of
from reports.typed import Typed
from units import clock
from units.formats import format_date, format_time
from units.models import User
from units.prepared import Prepared, PreparedChange

Row = TypeVar("Row", Entry, Narrative)


class ConflictError(Exception):
    """Somebody else has changed the same row or part meanwhile; `theirs` is what is stored. Nothing was saved."""

    def __init__(self, theirs: Entry | Narrative) -> None:
        super().__init__("Nội dung đã được người khác sửa.")
        self.theirs = theirs


@dataclass(frozen=True)
class Saved:
    """What is stored now, and the sentence beside the field when it could not be read as a figure."""

    entry: Entry
    error: str


def save_entry(submission: Submission, indicator: Indicator, typed: Typed, mark: str, *, by: User) -> Saved:
    """Store one row as typed, with its reading; `mark` is what the form carried (`reports.typed.mark`).

    What is no number is stored as text all the same. Raises Refused when the report takes no more typing and
    ConflictError when the row has changed since the form was shown and this form changed it too.
    """
    typed = typed.tidied()
    reading = _read(typed, indicator)
    with transaction.atomic():
        stored = Entry.objects.filter(submission=submission, indicator=indicator).first()
        if _is_untouched(stored, typed, mark):
            return Saved(stored or Entry(submission=submission, indicator=indicator), reading.error)
        _claim(submission)
        columns = _columns(typed, reading, by=by)
        version = typed_rows.version_in(mark)
        key: dict[str, Any] = {"submission": submission, "indicator": indicator}
        if stored is None:
            return Saved(_create(Entry, key | columns), reading.error)
        if not Entry.objects.filter(**key, version=version).update(**columns, version=F("version") + 1):
            raise ConflictError(Entry.objects.select_related("updated_by").get(**key))
        return Saved(_as_written(stored, columns, version + 1), reading.error)


def save_entries(
    submission: Submission, rows: Iterable[tuple[Indicator, Typed, str]], *, by: User
) -> dict[int, Saved | ConflictError]:
    """Store the rows of a whole form in one transaction; return by indicator what `save_entry` would return or raise.

    Raises Refused when something would have to be written and the report takes no more typing.
    """
    tidied = [(indicator, typed.tidied(), mark) for indicator, typed, mark in rows]
    with transaction.atomic():
        stored = {entry.indicator_id: entry for entry in _STORED(submission.pk)}
        if not all(_is_untouched(stored.get(indicator.pk), typed, mark) for indicator, typed, mark in tidied):
            # Who types holds the report: what is read from here on stays as it is until this is written.
            _claim(submission)
            stored = {entry.indicator_id: entry for entry in _STORED(submission.pk)}
        fresh: list[Entry] = []
        found: dict[int, Saved | ConflictError] = {}
        for indicator, typed, mark in tidied:
            reading, entry = _read(typed, indicator), stored.get(indicator.pk)
            if _is_untouched(entry, typed, mark):
                entry = entry or Entry(submission=submission, indicator=indicator)
            elif entry is None:
                entry = Entry(submission=submission, indicator=indicator, version=1, **_columns(typed, reading, by=by))
                fresh.append(entry)
            elif entry.version != typed_rows.version_in(mark):
                found[indicator.pk] = ConflictError(entry)
                continue
            else:
                _as_written(entry, _columns(typed, reading, by=by), entry.version + 1).save()
            found[indicator.pk] = Saved(entry, reading.error)
        Entry.objects.bulk_create(fresh)
    return found


_STORED = Prepared(lambda submission: Entry.objects.filter(submission=submission).select_related("updated_by"))


def save_narrative(submission: Submission, part: NarrativePart, text: str, mark: str, *, by: User) -> Narrative:
    """Store one written part; the same versions, refusals and conflicts as a row. Longer than TEXT_LIMIT is refused."""
    text = typed_rows.plain(text)
    if len(text) > TEXT_LIMIT:
        raise NotAllowed(f"Phần “{part.label}” dài quá {TEXT_LIMIT // 1000}.000 ký tự. Rút gọn rồi lưu lại.")
    with transaction.atomic():
        stored = Narrative.objects.filter(submission=submission, part=part).first()
        now = stored.text if stored else ""
        touched = typed_rows.mark_text(typed_rows.version_in(mark), text) != mark if mark else bool(text)
        if text == now or not touched:
            return stored or Narrative(submission=submission, part=part)
        _claim(submission)
        columns: dict[str, object] = {"text": text, "updated_by": by, "updated_at": clock.now()}
        version = typed_rows.version_in(mark)
        key: dict[str, Any] = {"submission": submission, "part": part}
        if stored is None:
            return _create(Narrative, key | columns)
        if not Narrative.objects.filter(**key, version=version).update(**columns, version=F("version") + 1):
            raise ConflictError(Narrative.objects.select_related("updated_by").get(**key))
        return _as_written(stored, columns, version + 1)


def save_document(submission: Submission, number: str, dated: object, *, by: User) -> None:
    """Store number and date of the unit's official document."""
    number = " ".join(typed_rows.plain(number).split())[:60]
    if (number, dated) == (submission.document_number, submission.document_date):
        return
    with transaction.atomic():
        _claim(submission)
        Submission.objects.filter(pk=submission.pk).update(document_number=number, document_date=dated)


def refusal_of(submission: Submission) -> Refused:
    """Return why this report takes no more typing, with a sentence that says what can be done."""
    if submission.cancelled_at is not None:
        return NotAllowed("Đơn vị không còn phải nộp báo cáo này. Liên hệ cấp trên nếu chưa đúng.")
    if submission.status == Status.WAIVED:
        return Waived(f"Báo cáo này đã được miễn: {submission.waived_reason}")
    sender = f" bởi đồng chí {submission.submitted_by}" if submission.submitted_by else ""
    if submission.status == Status.ACCEPTED:
        return Frozen("Báo cáo này đã được duyệt nên không sửa được nữa. Nếu cần sửa, đề nghị cấp trên mở lại.")
    if submission.submitted_at and submission.status == Status.SUBMITTED:
        moment = clock.local(submission.submitted_at)
        when = f"lúc {format_time(moment)} ngày {format_date(moment)}"
        return AlreadySubmitted(f"Báo cáo này đã được gửi {when}{sender}; không có gì thay đổi.")
    return NotAllowed("Báo cáo này chưa sửa được lúc này. Tải lại trang để xem trạng thái mới.")


def claim(submission: Submission) -> None:
    """Make sure, within the running transaction, that the report still takes changes; raises Refused if not."""
    _claim(submission)


def _claim(submission: Submission) -> None:
    # The conditional UPDATE is the lock: while the report is being sent this waits, and is then refused.
    if not _CLAIM(submission.pk):
        raise refusal_of(Submission.objects.select_related("submitted_by").get(pk=submission.pk))


_CLAIM = PreparedChange(
    lambda pk: (
        Submission.objects.editable().filter(pk=pk),
        {
            "status": Case(When(status=Status.NOT_STARTED, then=Value(Status.DRAFT)), default=F("status")),
            "version": F("version") + 1,
        },
    )
)


def _is_untouched(stored: Entry | None, typed: Typed, mark: str) -> bool:
    """True when nothing has to be written: the form did not change the row, or the row already says the same."""
    if typed == typed_of(stored):
        return True
    return mark == typed_rows.mark(typed_rows.version_in(mark), typed) if mark else typed == Typed()


def _read(typed: Typed, indicator: Indicator) -> typed_rows.Reading:
    return typed_rows.read(typed, kind=indicator.kind, decimals=indicator.decimals, denominator=indicator.denominator)


def _columns(typed: Typed, reading: typed_rows.Reading, *, by: User) -> dict[str, Any]:
    return {
        "answer": reading.answer,
        "typed": typed.text[: typed_rows.TEXT_LENGTH],
        "value": reading.value,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "holds": reading.holds,
        "reason": typed.reason,
        "note": typed.note,
        "is_estimated": typed.is_estimated,
        "is_approximate": reading.is_approximate or typed.is_approximate,
        "updated_by": by,
        "updated_at": clock.now(),
    }


def _as_written(stored: Row, columns: Mapping[str, object], version: int) -> Row:
    """Return the row as the UPDATE that found it at the version before has left it; no need to ask again."""
    for name, value in columns.items():
        setattr(stored, name, value)
    stored.version = version
    return stored


def _create(model: type[Row], columns: dict[str, object]) -> Row:
    try:
        with transaction.atomic():
            return model._default_manager.create(**columns, version=1)
    except IntegrityError:
        # Another officer was first with the same row.
        key = {name: columns[name] for name in ("submission", "indicator", "part") if name in columns}
        raise ConflictError(model._default_manager.select_related("updated_by").get(**key)) from None
