"""The reporting regime: which report, due when, covering what, from whom, with what attached, folded into what."""

from __future__ import annotations

import re
from dataclasses import replace

from programs.importing import addressees, due_dates, phrases, report_kinds
from programs.importing.clauses import clauses, sentences
from programs.importing.due_dates import When
from programs.importing.folding import key
from programs.importing.outline import Outline
from programs.importing.passage import Passage
from programs.importing.reading import DeadlineRead, FoldedMonth
from programs.importing.sections import TARGETS

_SPEAKS = re.compile(
    r"\bbáo cáo\b|\b(?:gửi|nộp)\b.{0,80}\b(?:kế hoạch|chương trình|số liệu|hồ sơ|danh sách|báo cáo)|"
    r"\b(?:kế hoạch|chương trình|hồ sơ)\b.{0,120}\b(?:trước|chậm nhất|hạn)"
)
_NO_REPORT = re.compile(r"báo cáo viên|báo cáo chính trị|\bvăn kiện\b")
_PERIODIC = re.compile(
    r"\b(?:định kỳ|hằng (?:năm|tháng|quý|tuần)|theo (?:chế độ|yêu cầu|thời gian|quy định)|báo cáo (?:tháng|quý|"
    r"tuần|(?:sơ kết )?\d{1,2} tháng|năm|tổng kết|chuyên đề|đột xuất|nhanh|kết quả))"
)
_AGENDA = re.compile(r"^\W*(?:sơ kết|tổng kết|báo cáo tổng kết|thông qua|xem xét|quán triệt)")
_FOLD = re.compile(
    r"(?:báo cáo |vào cáo )?tháng\s*(?P<months>\d{1,2}(?:\s*(?:,|"
    r"và)\s*(?:tháng )?\d{1,2})*)[^.;]{0,30}?(?:lồng ghép|gộp|ghép|thay bằng|nằm trong|kết hợp)[^.;]*"
)
_TO = re.compile(
    r"(?:gửi |nộp |báo cáo )?\b(?:về|cho|gửi|với)\s+((?:Ban Thường vụ|Ban Chấp hành|BTV|BCH|Văn phòng|VP|"
    r"Thường trực|Tỉnh|Thành|Huyện|Đoàn|Trung ương|Đảng ủy|Ủy ban)[^.;,:()]{0,60}?)(?=\s+(?:trước|chậm nhất|"
    r"theo|đúng|để|về|qua|năm|hằng|vào|khối trước)|[.;,:()]|$)"
)
_ATTACHED = re.compile(
    r"(?:\bvà|kèm(?: theo)?|gửi kèm|cùng với|cùng)\s+((?:hồ sơ|phụ lục|biểu|danh sách|số liệu|minh chứng|"
    r"hình ảnh|đề nghị|bảng)[^:;.(),]*)"
)
# such as: Báo cáo chuyên đề “Tháng Thanh niên”
_NAMED = re.compile(r"^\W*(?:báo cáo|chương trình|kế hoạch)[^\":]{0,40}\"([^\"]{2,200})\"")
_QUESTION = "Văn bản chưa nêu ngày gửi: cần bổ sung hạn nộp."
_COVERS_DEFAULT = {"quarterly": "to_date", "half_year": "to_date", "nine_month": "to_date", "annual": "to_date"}
_YEARLY = frozenset({"quarterly", "half_year", "nine_month", "annual"})


def read_deadlines(outline: Outline, year: int | None) -> tuple[DeadlineRead, ...]:
    """Return the reporting rules in the order of the document. `year` completes dates without one."""
    out: list[DeadlineRead] = []
    where = {i: n for n, node in enumerate(outline.nodes) for i in range(node.paragraph, node.body[1])}
    headings = _heading_paragraphs(outline)
    for p in outline.document.paragraphs[outline.head_end : outline.body_end]:
        index = where.get(p.index)
        if p.cells or outline.kind_of(index) == TARGETS or p.index in headings:
            continue
        marker = outline.markers[p.index]
        passage = Passage.of(p, marker.end if marker else 0)
        low = passage.key()
        if not _SPEAKS.search(low) or (_NO_REPORT.search(low) and not _PERIODIC.search(low)):
            continue
        reporter = _reporter(outline, index)
        found = _of_paragraph(passage, year, reporter)
        out += [replace(d, section=index) for d in found]
    return _with_regimes(_merged(out))


def _heading_paragraphs(outline: Outline) -> frozenset[int]:
    return frozenset(n.paragraph for n in outline.nodes if n.inline is None)


def _of_paragraph(passage: Passage, year: int | None, reporter: tuple[str | None, str | None]) -> list[DeadlineRead]:
    out: list[DeadlineRead] = []
    low = passage.key()
    for a, b in sentences(passage.text, low):
        for c, d in clauses(low, a, b):
            out += _of_clause(passage.cut(c, d), year, reporter)
    spans = due_dates.covers_of(low)
    folded = _folded(low)
    if len(out) == 1:
        out = [_with_particulars(out[0], low)]
    done = []
    for item in out:
        if item.report_kind == "monthly":
            if spans:
                item = replace(item, covers=spans[0], covers_from_day=spans[1], covers_until_day=spans[2])
            if folded:
                item = replace(item, folded=folded)
        done.append(item)
    return done


def _with_particulars(item: DeadlineRead, low: str) -> DeadlineRead:
    """What a paragraph with one report says beside its date: span of figures, time it applies, days off."""
    return replace(
        item,
        covers=due_dates.whole_span_of(low) or item.covers,
        covers_until_day=31 if due_dates.whole_span_of(low) == "1-to-31" else item.covers_until_day,
        figures=due_dates.figures_of(low),
        applies=due_dates.applies_of(low),
        moves_off_holidays=bool(due_dates.MOVES_OFF_HOLIDAYS.search(low)),
    )


def _of_clause(clause: Passage, year: int | None, reporter: tuple[str | None, str | None]) -> list[DeadlineRead]:
    low = clause.key()
    if (_FOLD.search(low) and "hằng tháng" not in low) or (
        due_dates.covers_of(low) and not re.match(r"\W*báo cáo tháng", low)
    ):
        return []
    whens = due_dates.whens(clause.text, year)
    if report_kinds.OTHER_REGIME.search(low):
        who = re.search(r"(?:riêng|đối với)\s+(?:báo cáo )?(?:của )?(?:các )?([^,;]{3,60}?)(?:,| thực hiện| theo)", low)
        who = who or re.search(r"^\W*([^,;:]{3,60}?) (?:thực hiện|gửi|báo cáo)", low)
        named = clause.text[who.start(1) : who.end(1)] if who else None
        rule = clause.text.strip(" .")
        kind = "school" if addressees.SCHOOL.search(low) else "other"
        return [_deadline("other_regime", clause, None, (named, kind), rule, None)]
    if report_kinds.FOLDED.search(low) and not whens:
        return [_deadline("folded_into_regular_reports", clause, None, reporter, clause.text.strip(" ."), None)]
    if whens:
        return _dated(clause, low, whens, reporter)
    return _undated(clause, low, reporter)


def _dated(clause: Passage, low: str, whens: list[When], reporter: tuple[str | None, str | None]) -> list[DeadlineRead]:
    """One deadline a date; a clause may give several ("báo cáo quý trước ngày 10/3, 6 tháng trước ngày 10/6")."""
    out: list[DeadlineRead] = []
    start, kind = 0, None
    for when in whens:
        before = low[start : when.start]
        kind = (
            report_kinds.kind_of(before)
            or _kind_by_tail(low, when)
            or (report_kinds.kind_of(low) if kind is None else kind)
        )
        if kind is None and not re.search(r"báo cáo|hồ sơ|số liệu", low):
            start = when.end
            continue
        part = clause if len(whens) == 1 else clause.cut(start, when.end)
        out.append(_deadline(kind or "thematic", part, when, reporter, None, clause))
        start = when.end
    return out


def _kind_by_tail(low: str, when: When) -> str | None:
    return "monthly" if re.match(r"\s*(?:hằng tháng|mỗi tháng)", low[when.end :]) else None


def _undated(clause: Passage, low: str, reporter: tuple[str | None, str | None]) -> list[DeadlineRead]:
    """A periodic report without a date stays an open question of the review; "báo cáo" alone is none."""
    if not re.search(r"\bbáo cáo\b", low) or not _PERIODIC.search(low) or _AGENDA.search(low):
        return []
    named = report_kinds.kinds_named(low)
    if re.match(
        r"\W*báo cáo chuyên đề|\W*báo cáo đột xuất|\W*(?:các )?báo cáo [^.;]{0,40}theo (?:thời gian|yêu cầu)", low
    ):
        named = [(0, "thematic")]
    who = _own_reporter(clause, low) or reporter
    kinds = [k for _, k in named]
    if not kinds:
        return []
    if kinds == ["annual"] and re.match(r"\W*(?:định kỳ )?hằng năm\b", low) and "tổng kết" not in low:
        kinds = ["thematic"]  # a yearly report about one theme
    rule = clause.text.strip(" .") if len(kinds) < 4 else None
    return [replace(_deadline(k, clause, None, who, rule, None), doubt=_QUESTION) for k in kinds]


def _deadline(
    kind: str,
    part: Passage,
    when: When | None,
    reporter: tuple[str | None, str | None],
    rule: str | None,
    whole: Passage | None,
) -> DeadlineRead:
    text = (whole or part).text
    to = _TO.search(text)
    attached = tuple(m.group(1).strip() for m in _ATTACHED.finditer(text))
    exempt = addressees.exempt(text)
    who, who_kind = reporter
    if kind == "cluster_work_plan":
        who, who_kind = who or "cụm thi đua", "cluster"
    item = DeadlineRead(
        kind, part.text.strip(" .;"), part.span(), rule=rule, reporter=who, reporter_kind=who_kind,
        to=to.group(1).strip() if to else None, attachments=attached, exempt=exempt,
        exempt_kinds=tuple(dict.fromkeys(k for e in exempt for k in addressees.sectors(key(e)))),
        covers=_COVERS_DEFAULT.get(kind), asks_cluster_leads=addressees.asks_cluster_leads(key(text)),
        asked_kinds=addressees.asked_kinds(key(text)),
        name=next((text[m.start(1) : m.end(1)] for m in [_NAMED.search(key(text))] if m), None),
    )  # fmt: skip
    if when is None:
        return replace(
            item, doubt=None if kind in ("thematic", "other_regime", "folded_into_regular_reports") else _QUESTION
        )
    every_year = when.due is None and when.month is not None and (kind in _YEARLY or "hằng năm" in key(text))
    if every_year:  # "báo cáo hằng năm gửi trước ngày 05/12" of a programme of several years
        return replace(item, day=when.day, months=when.months, hour=when.hour, inclusive=when.inclusive)
    if when.due is not None or when.month is not None:
        doubt = None if when.due else "Không xác định được năm của ngày này."
        return replace(item, due=when.due, inclusive=when.inclusive, hour=when.hour, doubt=doubt)
    if kind == "daily":
        return replace(item, rule=part.text.strip(" ."), hour=when.hour, inclusive=when.inclusive)
    months = when.months or (tuple(range(1, 13)) if kind == "monthly" else ())
    months = tuple(m for m in months if m not in due_dates.months_left_out(key(text)))
    return replace(
        item, day=when.day, months=months, day_of_next_month=when.next_month, weekday=when.weekday, hour=when.hour,
        inclusive=when.inclusive,
        covers="previous_month" if when.next_month and kind == "monthly" else item.covers,
        doubt=None if months or when.weekday is not None else "Chưa rõ các tháng áp dụng hạn này.",
    )  # fmt: skip


def _folded(low: str) -> tuple[FoldedMonth, ...]:
    """ "tháng 3, 6, 9 và 12 lồng ghép vào báo cáo quý I, 6 tháng, 9 tháng và tổng kết năm": month by month."""
    m = _FOLD.search(low)
    if m is None:
        return ()
    months = [int(n) for n in re.findall(r"\d+", m["months"]) if 1 <= int(n) <= 12]
    kinds = [k for _, k in report_kinds.kinds_named(low[m.end("months") : m.end()]) if k != "monthly"]
    if len(kinds) == len(months):
        return tuple(FoldedMonth(a, b) for a, b in zip(months, kinds, strict=True))
    usual = {3: "quarterly", 6: "half_year", 9: "nine_month", 12: "annual"}
    return tuple(FoldedMonth(a, usual.get(a, kinds[0] if kinds else "quarterly")) for a in months)


def _reporter(outline: Outline, index: int | None) -> tuple[str | None, str | None]:
    """Return who reports, by the heading the clause stands under ("2. Các cơ sở Đoàn trực thuộc")."""
    while index is not None:
        node = outline.nodes[index]
        low = key(node.title)
        if "cụm" in low:
            return node.title, "cluster"
        if phrases.subject(low, 0, len(low)) or re.match(
            r"(?:các )?(?:cơ sở|đơn vị|chi đoàn|đoàn (?:xã|cơ sở|phường|trường|các)|btv đoàn|"
            r"ban thường vụ (?:các|đoàn))",
            low,
        ):
            return node.title, "unit"
        if re.match(
            r"(?:đoàn khối|(?:tỉnh|huyện|thành|thị|quận)\s?đoàn|btv|bch|ban thường vụ|ban chấp hành|văn phòng|đoàn )",
            low,
        ):
            return node.title, "issuer"
        index = node.parent
    return None, None


def _own_reporter(clause: Passage, low: str) -> tuple[str | None, str | None] | None:
    """Return the clause's own subject before "báo cáo", if it names a body."""
    m = re.match(
        r"(?:định kỳ |hằng năm,? |hằng quý,? |\d+ tháng,? |,)*((?:btv|bch|ban thường vụ|các|đoàn|"
        r"chi đoàn)\b[^,;]{2,60}?) báo cáo\b",
        low,
    )
    if m is None:
        return None
    return clause.text[m.start(1) : m.end(1)], "unit" if phrases.subject(low, m.start(1), m.end(1)) else "other"


def _merged(items: list[DeadlineRead]) -> list[DeadlineRead]:
    """Drop a rule that repeats another of the same kind and date, and an undated one where a dated one exists."""
    out: list[DeadlineRead] = []
    seen = set()
    for item in items:
        identity = (item.report_kind, item.due, item.day, item.months, item.weekday)
        if item.due is None and item.day is None and item.weekday is None:
            identity = (
                (item.report_kind, None, None, (), None)
                if item.report_kind != "thematic"
                else (item.text, None, None, (), None)
            )
        if identity in seen:
            continue
        seen.add(identity)
        out.append(item)
    regular = {"monthly", "quarterly", "half_year", "nine_month", "annual"}
    dated = {i.report_kind for i in out if i.due or i.day}
    return [i for i in out if i.due or i.day or i.weekday is not None or i.report_kind not in regular & dated]


def _with_regimes(items: list[DeadlineRead]) -> tuple[DeadlineRead, ...]:
    """Units that follow another body's regime are exempt from every rule of this one."""
    others = [i for i in items if i.report_kind == "other_regime" and i.reporter]
    if not others:
        return tuple(items)
    names = tuple(i.reporter for i in others if i.reporter)
    kinds = tuple(i.reporter_kind for i in others if i.reporter_kind and i.reporter_kind != "other")
    return tuple(
        i if i.report_kind in ("other_regime", "unit_work_programme", "cluster_work_plan")
        else replace(i, exempt=i.exempt + names, exempt_kinds=tuple(dict.fromkeys(i.exempt_kinds + kinds)))
        for i in items
    )  # fmt: skip
