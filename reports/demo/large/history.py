"""What units sent and reviewers did, written period by period: every row that the actions would have left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from indicators.models import Indicator
from programs.calendar import Span, slice_of
from programs.models import ReportingPeriod
from reports.demo.history import RETURN_NOTE, WORDS
from reports.demo.large import figures, staging
from reports.demo.large.fates import Facts, courses_of
from reports.demo.large.programmes import Year
from reports.demo.large.promises import Promise
from reports.demo.large.staging import run
from reports.models import NarrativePart
from reports.slices import place_in_order
from units import clock
from units.audit import Event

WAIVE_REASON = "Đơn vị đang sắp xếp lại tổ chức, chưa có người phụ trách."
EXTEND_REASON = "Đơn vị đang kiểm kê số liệu cuối kỳ."
REOPEN_REASON = "Đơn vị phát hiện cộng thiếu số liệu."
NEWS = timedelta(days=2)

# As `receipt_for` makes it.
_RECEIPT = (
    "'BC-' || month || '-' || "
    "CASE WHEN submission_id < 10 THEN '00' WHEN submission_id < 100 THEN '0' ELSE '' END || "
    "CAST(submission_id AS TEXT)"
)
_SUBMISSIONS = """
INSERT INTO reports_submission (
    id, unit_id, period_id, reviewer_id, status, receipt, document_number, extended_due_at, correct_by,
    first_submitted_at, submitted_at, submitted_by_id, is_on_behalf, opened_at, accepted_at, accepted_by_id,
    waived_reason, version)
SELECT submission_id, unit_id, %s, reviewer_id, status,
    CASE WHEN first_at IS NULL THEN '' ELSE {receipt} END,
    '', extended_due_at, CASE WHEN status = 'returned' THEN correct_by END,
    first_at, COALESCE(again_at, first_at), CASE WHEN first_at IS NOT NULL THEN sender_id END, FALSE, opened_at,
    COALESCE(again_accepted_at, first_accepted_at),
    CASE WHEN COALESCE(again_accepted_at, first_accepted_at) IS NOT NULL THEN office_id END,
    CASE WHEN status = 'waived' THEN %s ELSE '' END, version
FROM demo_turn
"""
_POSTINGS = """
INSERT INTO indicators_posting (
    id, unit_id, period_id, kind, covers_from, covers_until, counted_from, counted_until, accepted_at, accepted_until,
    by_id, note, created_at)
SELECT 2 * submission_id, unit_id, %s, 'report', %s, %s, first_at, first_until, first_accepted_at,
    first_accepted_until, sender_id, '', first_at
FROM demo_turn WHERE first_at IS NOT NULL
UNION ALL
SELECT 2 * submission_id + 1, unit_id, %s, 'report', %s, %s, again_at, NULL, again_accepted_at, NULL, sender_id, '',
    again_at
FROM demo_turn WHERE again_at IS NOT NULL
"""
_REVISIONS = """
INSERT INTO reports_revision (submission_id, number, posting_id, taken_at, by_id, is_on_behalf, snapshot)
SELECT t.submission_id, v.number, CASE WHEN %s = 1 THEN 2 * t.submission_id + v.number - 1 END,
    CASE v.number WHEN 1 THEN t.first_at ELSE t.again_at END, t.sender_id, FALSE,
    {object}(
        'before',
        CASE WHEN v.number = 1 THEN 'draft' WHEN t.returned_at IS NULL THEN 'reopened' ELSE 'returned' END,
        'unit', u.code, 'period', %s, 'document_number', '', 'document_date', NULL,
        'figures', {figures}, 'narrative', {narrative}, 'attachments', {nothing}, 'warnings', {nothing},
        'answers', {object}())
FROM demo_turn t
JOIN units_unit u ON u.id = t.unit_id
JOIN (SELECT 1 AS number UNION ALL SELECT 2) v ON v.number = 1 OR t.again_at IS NOT NULL
{joined}
WHERE t.first_at IS NOT NULL
"""
_FIGURES = """
LEFT JOIN (
    SELECT posting_id, {collect} AS found
    FROM (
        SELECT s.posting_id, {object}(
            'indicator', a.indicator_id, 'label', a.label, 'unit_of_measure', a.measure, 'kind', a.kind,
            'slice', {array}(a.first, a.last), 'answer', COALESCE(r.answer, ''), 'value', {value},
            'numerator', {numerator}, 'denominator', {denominator}, 'holds', {holds},
            'typed',
            CASE WHEN r.numerator IS NULL THEN COALESCE({value}, '') ELSE {numerator} || '/' || {denominator} END,
            'reason', CASE WHEN r.answer = 'n/a' THEN %s ELSE '' END, 'note', '',
            'is_estimated', {no}, 'is_approximate', {no}) AS figure
        FROM demo_sheet s
        CROSS JOIN demo_asked a
        LEFT JOIN indicators_result r ON r.posting_id = s.posting_id AND r.indicator_id = a.indicator_id
        WHERE s.posting_id IS NOT NULL
            AND (a.levels = '' OR a.levels LIKE '%%|' || s.level || '|%%')
            AND (a.sectors = '' OR a.sectors LIKE '%%|' || s.sector || '|%%')
            AND (a.leads_only = 0 OR s.is_lead = 1)
        ORDER BY s.posting_id, a.place
    ) listed GROUP BY posting_id
) f ON f.posting_id = 2 * t.submission_id + v.number - 1
"""
_WORDS = {
    "postgresql": {
        "object": "jsonb_build_object",
        "array": "jsonb_build_array",
        "collect": "jsonb_agg(figure)",
        "nothing": "'[]'::jsonb",
        "value": "trim_scale(r.value)::text",
        "numerator": "trim_scale(r.numerator)::text",
        "denominator": "trim_scale(r.denominator)::text",
        "holds": "r.holds",
        "no": "FALSE",
    },
    "sqlite": {
        "object": "json_object",
        "array": "json_array",
        "collect": "json_group_array(json(figure))",
        "nothing": "json('[]')",
        "value": "CAST(r.value AS TEXT)",
        "numerator": "CAST(r.numerator AS TEXT)",
        "denominator": "CAST(r.denominator AS TEXT)",
        "holds": "json(CASE r.holds WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)",
        "no": "json('false')",
    },
}
_NARRATIVES = """
INSERT INTO reports_narrative (submission_id, part, text, version, updated_by_id, updated_at)
SELECT submission_id, %s, CASE mood %% 3 WHEN 0 THEN %s WHEN 1 THEN %s ELSE %s END, 1, sender_id, COALESCE(first_at, %s)
FROM demo_turn WHERE first_at IS NOT NULL OR (status = 'draft' AND %s = 1)
"""
_COMMENTS = """
INSERT INTO reports_comment (submission_id, kind, by_id, at, text)
SELECT submission_id, %s, office_id, {moment}, %s FROM demo_turn WHERE {moment} IS NOT NULL
"""
_AUDIT = """
INSERT INTO units_auditentry (at, by_id, event, unit_id, subject_type, subject_id, subject_text, reason, detail)
SELECT {moment}, {by}, %s, unit_id, 'reports.submission', submission_id, %s || ' – ' || name, %s, {detail}
FROM demo_turn WHERE {moment} IS NOT NULL ORDER BY submission_id
"""
_MESSAGES = """
INSERT INTO units_message (
    to_id, unit_id, kind, subject, body, url, dedupe_key, created_at, delivery, attempts, try_after, last_error)
SELECT office_id, reviewer_id, 'submission_received', name || ' đã gửi ' || %s,
    name || ' đã gửi ' || %s || '.', '/bao-cao/' || CAST(submission_id AS TEXT) || '/', '', first_at, 'not_needed', 0,
    first_at, ''
FROM demo_turn WHERE first_at >= %s
"""


@dataclass(frozen=True)
class Detail:
    """How much of a period is written beyond what counts: what was typed, said and kept as a snapshot."""

    is_full: bool


def write_period(year: Year, period: ReportingPeriod, base: int, exempt: str, now: datetime, detail: Detail) -> int:
    """Write everything about the period; return how many figures. Report numbers begin at `base`."""
    opens_on = period.covers_from or period.last_day - timedelta(days=20)
    facts = Facts(clock.midnight(opens_on), period.last_day, period.due_at)
    courses = courses_of(facts, now)
    staging.play(courses, base, f"{year.year}|{period.code}", exempt)
    run(_SUBMISSIONS.format(receipt=_RECEIPT), [period.pk, WAIVE_REASON])
    if len(courses) == 1:
        return 0
    slices = slices_of(year, period)
    written = _write_figures(year, period, slices, now, detail) if slices else 0
    _write_revisions(period, slices, detail)
    if detail.is_full:
        _write_narratives(now)
    _write_comments()
    _write_audit(period)
    run(_MESSAGES, [period.name, period.name, now - NEWS])
    return written


def slices_of(year: Year, period: ReportingPeriod) -> list[tuple[Indicator, Promise, Span]]:
    """Return what the period asks for which days, as `reports.slices` says: the same for every unit that takes part."""
    if period.covers_from is None or period.covers_until is None:
        return []
    order = place_in_order(period)
    earlier = [other for other in year.periods if other.covers_from and place_in_order(other) < order]
    found = []
    for indicator, promise in year.asked[period.rule_id]:
        spans = [
            (other.covers_from, other.covers_until)
            for other in earlier
            if other.covers_from and other.covers_until
            if any(indicator.pk == known.pk for known, _ in year.asked[other.rule_id])
        ]
        part = slice_of((period.covers_from, period.covers_until), spans)
        if part is not None:
            found.append((indicator, promise, part))
    return found


def _write_figures(
    year: Year,
    period: ReportingPeriod,
    slices: Sequence[tuple[Indicator, Promise, Span]],
    now: datetime,
    detail: Detail,
) -> int:
    first = min(span[0] for *_, span in slices)
    posting = [period.pk, first, period.covers_until]
    run(_POSTINGS, [*posting, *posting])
    written = 0
    for place, (indicator, promise, span) in enumerate(slices):
        written += figures.write_results(indicator, promise, period.code, span, year.year)
        if detail.is_full:
            figures.write_entries(indicator, promise, period.code, span, year.year, place=place, at=now)
    return written


def _write_revisions(
    period: ReportingPeriod, slices: Sequence[tuple[Indicator, Promise, Span]], detail: Detail
) -> None:
    words = _WORDS[connection.vendor]
    if not detail.is_full:
        found = {"figures": words["nothing"], "narrative": f"{words['object']}()", "joined": ""}
        run(_REVISIONS.format(**words, **found), [int(bool(slices)), period.code])
        return
    run("DELETE FROM demo_asked")
    asked = figures.asked_columns([(indicator, promise) for indicator, promise, _ in slices])
    for row, (*_, span) in zip(asked, slices, strict=True):
        row[5:5] = [day.isoformat() for day in span]
        run("INSERT INTO demo_asked VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", row)
    told = ", ".join("%s, CASE t.mood %% 3 WHEN 0 THEN %s WHEN 1 THEN %s ELSE %s END" for _ in NarrativePart)
    narrative = f"{words['object']}({told})"
    kept = f"COALESCE({_json('f.found')}, {words['nothing']})"
    sql = _REVISIONS.format(**words, figures=kept, narrative=narrative, joined=_FIGURES.format(**words))
    texts = [text for part in NarrativePart for text in (part.value, *WORDS[part])]
    run(sql, [int(bool(slices)), period.code, *texts, figures.NO_REASON])


def _json(column: str) -> str:
    return f"json({column})" if connection.vendor == "sqlite" else column


def _write_narratives(now: datetime) -> None:
    for part in NarrativePart:
        run(_NARRATIVES, [part.value, *WORDS[part], now, int(part == NarrativePart.RESULTS)])


def _write_comments() -> None:
    for kind, moment, text in (
        ("return", "returned_at", RETURN_NOTE),
        ("reopen", "reopened_at", REOPEN_REASON),
        ("extend", "extended_at", EXTEND_REASON),
        ("waive", "waived_at", WAIVE_REASON),
    ):
        run(_COMMENTS.format(moment=moment), [kind, text])


def _write_audit(period: ReportingPeriod) -> None:
    made = _WORDS[connection.vendor]["object"]
    no = _WORDS[connection.vendor]["no"]
    sent = f"{made}('revision', {{}}, 'receipt', {_RECEIPT}, 'on_behalf', {no})"
    day = "CAST(correct_by AS TEXT)"
    for event, moment, by, reason, detail in (
        (Event.SUBMISSION_EXTENDED, "extended_at", "office_id", EXTEND_REASON, f"{made}('until', until)"),
        (Event.SUBMISSION_WAIVED, "waived_at", "office_id", WAIVE_REASON, f"{made}()"),
        (Event.SUBMISSION_SUBMITTED, "first_at", "sender_id", "", sent.format(1)),
        (Event.SUBMISSION_RETURNED, "returned_at", "office_id", RETURN_NOTE, f"{made}('correct_by', {day})"),
        (Event.SUBMISSION_ACCEPTED, "first_accepted_at", "office_id", "", f"{made}()"),
        (Event.SUBMISSION_REOPENED, "reopened_at", "office_id", REOPEN_REASON, f"{made}()"),
        (Event.SUBMISSION_SUBMITTED, "again_at", "sender_id", "", sent.format(2)),
        (Event.SUBMISSION_ACCEPTED, "again_accepted_at", "office_id", "", f"{made}()"),
    ):
        run(_AUDIT.format(moment=moment, by=by, detail=detail), [event.value, period.name, reason])
