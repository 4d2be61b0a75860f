"""From a clause to its promises: every quantity, share or standard becomes an indicator.

A text is cut into sentences and clauses; each number found in a clause becomes an event, and each event an indicator
whose scope is decided by what stands before it ("mỗi cụm …"), after it ("… /chi đoàn") or over it ("100% cơ sở … có").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from programs.importing import phrases
from programs.importing import promise_patterns as patterns
from programs.importing.carried import Carried
from programs.importing.clauses import clauses, sentences
from programs.importing.folding import key
from programs.importing.passage import Passage
from programs.importing.quantities import Quantity, find
from programs.importing.reading import IndicatorRead, PerUnit
from programs.importing.segments import events_of, segments_of, trimmed
from programs.importing.whose import is_threshold, whose

_SHARE_OF = {phrases.EACH_UNIT: phrases.UNITS, phrases.EACH_MEMBER: phrases.MEMBERS}
MAX_NUMBERS = 200  # in one clause; more is a table that lost its lines
_NO_NUMBER = "Lời hứa không có con số: sẽ theo dõi theo kiểu có hoặc không."


@dataclass(frozen=True, slots=True)
class Setting:
    """What the document says about all its promises. `period` is that of the programme in the words of the schema."""

    period: str = ""
    wants_standards: bool = True  # sentences without a number are promises too (in a targets section)


class _Reader:
    def __init__(self, passage: Passage, setting: Setting) -> None:
        self.passage, self.setting = passage, setting
        self.text, self.low = passage.text, passage.key()
        self.quantities = find(self.low)[:MAX_NUMBERS]
        self.out: list[IndicatorRead] = []

    def read(self) -> tuple[IndicatorRead, ...]:
        for start, end in sentences(self.text, self.low):
            self._sentence(start, end)
        return tuple(self.out)

    # One sentence: its clauses share a subject, a comparator and a yearly rhythm.
    def _sentence(self, start: int, end: int) -> None:
        state, first = Carried(), len(self.out)
        span = phrases.goal_span(self.low, start, self._first_number(start, end))
        for a, b in clauses(self.low, start, end):
            events = events_of(self.low, self.quantities, a, b)
            if events:
                self._clause(a, b, events, state)
            elif self.setting.wants_standards:
                self._clause_without_number(a, b, (a, b) == (start, end) or b - a >= end - start - 1, state, first)
        for i in range(first, len(self.out)):
            self.out[i] = self._in_time(self.out[i], span)

    def _first_number(self, start: int, end: int) -> int:
        return next((q.lead for q in self.quantities if start <= q.lead < end), start)

    def _clause(self, start: int, end: int, events: list[Quantity], state: Carried) -> None:
        segments = segments_of(self.low, start, end, events)
        state_subject_end = events[0].lead
        own = phrases.each(self.low, start, state_subject_end) or phrases.subject(self.low, start, state_subject_end)
        number_first = not self.low[start : events[0].lead].strip()
        if own is not None:
            state.mixed = state.begun and own.scope != (state.subject and state.subject.scope)
            state.subject = state.named = own
        elif events[0].is_percent or not (number_first or self._goes_on_with_verb(start, state)):
            state.subject = None
        state.begun = True
        if not number_first:
            state.share_open = False
        acted_on = events[0].is_percent and bool(patterns.SHARE_IS_OBJECT.match(self.low, start))
        threshold_of: int | None = state.share if state.share_open and number_first else None
        for i, (q, (a, b)) in enumerate(zip(events, segments, strict=True)):
            of_which = bool(patterns.OF_WHICH.search(self.low, a, q.lead))
            if q.value == 0 and q.qualifier == "không có":
                self._none(q, a, b)
            elif q.is_percent:
                self._share(q, a, b, of_which, state)
                if i == 0 and (body := patterns.BODY_AND.search(self.text[start : q.lead].lower())):
                    self._body_too(start, end, body, events[1:], state)
                threshold_of = state.share if not self._is_allotted(q.end, b) else None
            elif (
                threshold_of is not None
                and not (of_which or (acted_on and patterns.VERB_FIRST.match(self.low, a)))
                and is_threshold(self.low, q, a, events[i - 1] if i else None)
            ):
                self._threshold(q, b, threshold_of, a)
                state.share_open = True
            else:
                self._count(q, a, b, of_which, state, number_first or i > 0)
        self._tail_promise(events[-1], segments[-1], end)

    def _goes_on_with_verb(self, start: int, state: Carried) -> bool:
        """ "mỗi chi đoàn …; trồng 10 cây": a verb goes on with the subject, but not in a list of unlike clauses."""
        return bool(patterns.VERB_FIRST.match(self.low, start)) and not state.mixed

    def _share(self, q: Quantity, a: int, b: int, of_which: bool, state: Carried) -> None:
        found = phrases.population_after(self.low, q.end, b)
        if patterns.CHANGED.search(self.low, a, q.lead):
            found = phrases.Population(phrases.OF_OTHERS, found.start if found else q.end, found.end if found else b)
        elif found is None or (self.low.startswith("tỷ lệ", a) and found.scope == phrases.OF_OTHERS):
            found = phrases.population_before(self.low, a, q.lead) or found
        doubt = q.doubt
        goes_on = of_which or len(self.low[a : q.lead].split()) <= 4  # "trong đó có 20% …" is still about the same ones
        if found is None and state.share is not None and goes_on:
            scope, population = self.out[state.share].scope, self.out[state.share].population
        elif found is None and state.named is not None and goes_on and state.named.scope in _SHARE_OF:
            scope, population = _SHARE_OF[state.named.scope], self.text[state.named.start : state.named.end].strip()
        elif found is None:
            scope, population = phrases.OF_OTHERS, self._counted_before()
            doubt = doubt or "Không rõ tỷ lệ này tính trên đối tượng nào."
        else:
            scope, population = found.scope, self.text[found.start : found.end].strip()
        q = self._with_comparator_of_list(q, state, of_which)
        item = self._item(q, a, b, "%", scope, doubt)
        self.out.append(replace(item, population=population, subset_of=self._subset(of_which)))
        state.share = len(self.out) - 1
        state.share_open = False

    def _with_comparator_of_list(self, q: Quantity, state: Carried, of_which: bool) -> Quantity:
        """ "ít nhất 90% đoàn viên, 75% thanh niên …": a comparator goes on where nothing but people stands between."""
        before = max((p for p in self.quantities if p.end <= q.lead), key=lambda p: p.end, default=None)
        if of_which or q.comparator != "=" or before is None or not before.is_percent or state.share is None:
            return q
        if before.comparator == "range" or not patterns.GOES_ON.search(self.low[before.end : q.lead]):
            return q
        share = self.out[state.share]
        return replace(q, comparator=share.comparator or "=", qualifier=share.qualifier)

    def _counted_before(self) -> str | None:
        """ "giới thiệu 90 đoàn viên ưu tú, phấn đấu 70% được kết nạp": a share of what was counted before."""
        unit = self.out[-1].unit if self.out else ""
        return unit if phrases.is_person(key(unit)) else None

    def _is_allotted(self, start: int, end: int) -> bool:
        """Units that fulfil an allotted quota: a number that follows is the quota of all, not of each."""
        return bool(patterns.ALLOTTED.search(self.low, start, end))

    def _threshold(self, q: Quantity, b: int, index: int, a: int) -> None:
        share = self.out[index]
        sign, words = q.comparator, q.qualifier
        if share.per_unit is not None:
            if sign == "=" and not patterns.VERB_FIRST.match(self.low, a):
                sign = share.per_unit.comparator
            copy = replace(
                share,
                per_unit=self._per_unit(q, sign, b),
                text=self._text(a, b),
                span=self.passage.span(*trimmed(self.text, self.low, a, b)),
            )
            self.out.append(replace(copy, qualifier=words))
            return
        whole = self.passage.span(*trimmed(self.text, self.low, self._offset_of(share), b))
        text = self._text(self._offset_of(share), b)
        self.out[index] = replace(share, per_unit=self._per_unit(q, sign, b), text=text, span=whole)

    def _offset_of(self, item: IndicatorRead) -> int:
        return max(self.text.find(item.text), 0)

    def _per_unit(self, q: Quantity, sign: str, b: int) -> PerUnit:
        unit = self.text[q.end : phrases.unit_of_measure_end(self.low, q.end, b)].strip()
        return PerUnit(q.value, unit, sign, q.high)

    def _count(self, q: Quantity, a: int, b: int, of_which: bool, state: Carried, may_inherit: bool) -> None:
        found = whose(self.low, q, a, b, state.subject, of_which=of_which)
        scope, who, doubt = found.scope, found.who, q.doubt or found.doubt
        words_before = self.low[max(0, q.lead - 8) : q.lead]
        bare = bool(patterns.LISTED.search(words_before)) or (q.lead <= 8 and not words_before.strip())
        sign, words = q.comparator, q.qualifier
        if sign == "=" and bare and may_inherit and state.comparator != "=":
            sign, words = state.comparator, state.qualifier
        state.comparator, state.qualifier = sign, words
        unit = self.text[q.end : phrases.unit_of_measure_end(self.low, q.end, b)].strip()
        item = replace(self._item(q, a, b, unit, scope, doubt), comparator=sign, qualifier=words)
        population = self.text[who.start : who.end].strip() if who and scope == who.scope else None
        goes_on = state.issuer and who is None and not patterns.SUBJECT_FIRST.match(self.low, a)
        issuer = scope == phrases.ORGANISATION and (goes_on or bool(patterns.ISSUER.match(self.low, a)))
        state.issuer = issuer
        self.out.append(replace(item, population=population, subset_of=self._subset(of_which), is_issuer=issuer))
        parts_before = (
            len(self.out) > 1 and self.out[-2].subset_of is not None and not patterns.VERB_FIRST.match(self.low, a)
        )
        is_part = self._in_brackets(q) or (parts_before and bool(unit))
        if len(self.out) > 1 and ((not unit and of_which) or (is_part and self._same_thing(unit, a, q))):
            self._part_of(len(self.out) - 2)
        elif not unit:
            self.out[-1] = replace(self.out[-1], doubt=doubt or "Không rõ đơn vị tính của con số này.")

    def _same_thing(self, unit: str, a: int, q: Quantity) -> bool:
        """Tell whether `unit` counts the same as the promise before: "15 nhà nhân ái (cấp tỉnh 05 nhà, …)"."""
        if not unit:
            return True
        return key(self.out[-2].unit).startswith(key(unit)) and not phrases.each(self.low, a, q.lead)

    def _part_of(self, index: int) -> None:
        """ "25 công trình (cấp tỉnh 01, cấp huyện 24)": the numbers in brackets are parts of the one before."""
        above = self.out[index].subset_of
        index = index if above is None else above
        whole = self.out[index]
        self.out[-1] = replace(self.out[-1], unit=whole.unit, scope=whole.scope, subset_of=index)

    def _in_brackets(self, q: Quantity) -> bool:
        return self.low.rfind("(", 0, q.start) > self.low.rfind(")", 0, q.start)

    def _none(self, q: Quantity, a: int, b: int) -> None:
        start = max(a, q.lead)
        unit = self.text[q.end : phrases.noun_phrase_end(self.low, q.end, b)].strip()
        self.out.append(self._item(q, start, b, unit, phrases.ORGANISATION, None))

    def _body_too(self, start: int, end: int, body: re.Match[str], rest: list[Quantity], state: Carried) -> None:
        """ "Đoàn Khối và 100% cơ sở … ít nhất 01 công trình": the body itself promises the same number."""
        q = next((r for r in rest if not r.is_percent), None)
        if q is None:
            return
        unit = self.text[q.end : phrases.unit_of_measure_end(self.low, q.end, end)].strip()
        item = self._item(q, start + body.start(), end, unit, phrases.ORGANISATION, None)
        self.out.insert(len(self.out) - 1, replace(item, is_issuer=True))
        state.share = len(self.out) - 1

    def _clause_without_number(self, a: int, b: int, whole: bool, state: Carried, first: int) -> None:
        low = self.low[a:b].strip(" ,;.")
        if patterns.NOTHING.search(low) or len(low.split()) < 3:
            return
        last = self.out[-1] if len(self.out) > first else None
        if last is not None and last.qualifier == "không có" and patterns.NONE_AGAIN.match(self.low, a, b):
            self.out.append(
                replace(
                    last, text=self._text(a, b), span=self.passage.span(*trimmed(self.text, self.low, a, b)), grade=low
                )
            )
            return
        if not whole and not patterns.VERB_FIRST.match(self.low, a) and not patterns.SUBJECT_FIRST.match(self.low, a):
            if last is not None:  # an enumeration that goes on after a semicolon
                self.out[-1] = replace(last, text=f"{last.text}; {self._text(a, b)}")
            return
        self._standard(a, b, state)

    def _standard(self, a: int, b: int, state: Carried) -> None:
        who = phrases.each(self.low, a, b) or phrases.subject(self.low, a, b)
        scope = who.scope if who else phrases.ORGANISATION
        population = self.text[who.start : who.end].strip() if who else None
        if who is None and state.share is not None and patterns.STANDARD.search(self.low, a, b):
            scope, population = self.out[state.share].scope, self.out[state.share].population
        item = IndicatorRead(
            text=self._text(a, b), span=self.passage.span(*trimmed(self.text, self.low, a, b)), quantity=None, unit="",
            comparator=None, scope=scope, population=population, doubt=_NO_NUMBER,
            qualifier="phấn đấu" if "phấn đấu" in self.low[a:b] else "",
            is_issuer=bool(patterns.ISSUER.match(self.low, a)),
        )  # fmt: skip
        self.out.append(self._graded(item, a, b))

    def _tail_promise(self, last: Quantity, segment: tuple[int, int], end: int) -> None:
        """ "…, phấn đấu hoàn thành chỉ tiêu được giao" after the last number of a clause is a promise of its own."""
        m = re.compile(r",\s*phấn đấu ").search(self.low, last.end, end)
        if m and self.setting.wants_standards:
            self._standard(m.start() + 1, end, Carried())
            self.out[-2] = replace(self.out[-2], text=self._text(segment[0], m.start()))

    def _subset(self, of_which: bool) -> int | None:
        return len(self.out) - 1 if of_which and self.out else None

    def _item(self, q: Quantity, a: int, b: int, unit: str, scope: str, doubt: str | None) -> IndicatorRead:
        start, stop = trimmed(self.text, self.low, a, b)
        item = IndicatorRead(
            text=self.text[start:stop], span=self.passage.span(start, stop), quantity=q.value, unit=unit,
            comparator=q.comparator, scope=scope, quantity_max=q.high, qualifier=q.qualifier, doubt=doubt,
        )  # fmt: skip
        return self._graded(item, a, b)

    def _graded(self, item: IndicatorRead, a: int, b: int) -> IndicatorRead:
        found = phrases.grade(self.low, a, b)
        if found is None:
            return item
        words = self.text[found[0] : found[1]]
        return replace(item, grade_at_least=words) if found[2] else replace(item, grade=words)

    def _in_time(self, item: IndicatorRead, span: str | None) -> IndicatorRead:
        start = self._offset_of(item)
        own = phrases.goal_span(self.low, start, start + len(item.text)) or span
        if own is None:
            return replace(item, period=item.period or self.setting.period)
        return replace(item, goal_span=own, period=f"per {own}")

    def _text(self, a: int, b: int) -> str:
        a, b = trimmed(self.text, self.low, a, b)
        return self.text[a:b]


def read_promises(passage: Passage, setting: Setting) -> tuple[IndicatorRead, ...]:
    """Return the promises of a passage in the order of the text."""
    return _Reader(passage, setting).read()
