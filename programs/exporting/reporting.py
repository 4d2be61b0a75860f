"""The sentences of the reporting regime as they now stand: a changed, new or dropped rule changes its paragraph."""

from __future__ import annotations

from collections import defaultdict

from programs.exporting.comparing import same_rule
from programs.exporting.edition import Edition
from programs.exporting.sentences import rule_sentence
from programs.exporting.text import Edits, Line, Text
from programs.importing.markers import marker_of
from programs.importing.sections import DUTIES
from programs.models import ReportKind
from programs.payloads import RuleDraft, Subject
from programs.ruling import rules_read
from units.vietnamese import fold

TITLE = "CHẾ ĐỘ THÔNG TIN, BÁO CÁO"
Known = tuple[RuleDraft, int]  # a rule that the text states, and the place of its line


def correct_rules(text: Text, edition: Edition) -> None:
    """Bring the regime in line. Notes, and reports without a date that nobody follows up, stay as they are written."""
    if edition.rules is None:
        return
    said = [rule for rule in edition.rules if not rule.is_note]
    read = _known(text, edition.subject)
    pairs = _pairs(said, [known for known in read if not known[0].is_note], edition.subject)
    edits = Edits()
    by_line: dict[int, list[tuple[RuleDraft | None, RuleDraft]]] = defaultdict(list)
    for rule, known in pairs:
        if known is not None:
            by_line[known[1]].append((rule, known[0]))
    for at, stated in by_line.items():
        _correct_line(text, edits, at, stated, edition.subject)
    text.apply(edits)
    _add(text, [rule for rule, known in pairs if known is None and rule is not None], edition.subject)


def _known(text: Text, subject: Subject) -> list[Known]:
    deadlines = text.reading.deadlines
    rules = rules_read(deadlines, year=subject.year_from)
    return [(rule, text.line_at(d.span)) for (rule, _), d in zip(rules, deadlines, strict=True)]


def _pairs(said: list[RuleDraft], read: list[Known], subject: Subject) -> list[tuple[RuleDraft | None, Known | None]]:
    """Pair the same rules first, then those read from the same sentence, then those of the same kind and date."""
    left, pairs = list(read), []
    waiting = list(said)
    for is_it in (
        lambda rule, known: same_rule(rule, known, subject) and fold(rule.text) == fold(known.text),
        lambda rule, known: same_rule(rule, known, subject),
        lambda rule, known: bool(rule.text) and fold(rule.text) == fold(known.text),
        lambda rule, known: rule.kind == known.kind and rule.due_on == known.due_on,
        lambda rule, known: rule.kind == known.kind and rule.kind != ReportKind.THEMATIC,
    ):
        for rule in list(waiting):
            known = next((each for each in left if is_it(rule, each[0])), None)
            if known is not None:
                waiting.remove(rule)
                left.remove(known)
                pairs.append((rule, known))
    rest: list[tuple[RuleDraft | None, Known | None]] = [*pairs]
    return [*rest, *((rule, None) for rule in waiting), *((None, known) for known in left)]


def _correct_line(
    text: Text, edits: Edits, at: int, stated: list[tuple[RuleDraft | None, RuleDraft]], subject: Subject
) -> None:
    """A paragraph whose rules all stand stays word for word; else its rules are told anew, a paragraph each."""
    if all(_stands(rule, read, subject) for rule, read in stated):
        return
    line = text.lines[at]
    lead = _lead(line.text)
    kept = [rule if rule is not None else read for rule, read in stated if rule is not None or not read.has_date]
    sentences = [Line(f"{lead}{_sentence(rule, subject, stated)}.", section=line.section) for rule in kept]
    if line.level:
        edits.added[at] += sentences
        edits.replaced[at] = [Line(line.text.partition(":")[0] + ":", line.level, (), line.section)]
        return
    edits.replaced[at] = sentences


def _stands(rule: RuleDraft | None, read: RuleDraft, subject: Subject) -> bool:
    return not read.has_date if rule is None else same_rule(rule, read, subject) and rule.name in ("", read.name)


def _sentence(rule: RuleDraft, subject: Subject, stated: list[tuple[RuleDraft | None, RuleDraft]]) -> str:
    """The rule's own words where they still hold and say it all, else the phrase."""
    unchanged = any(said is rule and _stands(said, read, subject) for said, read in stated)
    text = rule.text.strip(" .;")
    return text if unchanged and text and ":" in text else rule_sentence(rule, subject)


def _add(text: Text, new: list[RuleDraft], subject: Subject) -> None:
    """Put new rules after the last one that units owe, else in a section of their own."""
    if not new:
        return
    places = [at for rule, at in _known(text, subject) if not rule.is_note and rule.kind != ReportKind.CLUSTER_PLAN]
    places = [at for at in places if not text.lines[at].level and text.kind(text.lines[at].section) == DUTIES]
    edits = Edits()
    if places:
        at = max(places)
        line, lead = text.lines[at], _lead(text.lines[at].text)
        section = line.section
    else:
        section, lead = text.add_section(TITLE), "- "
        at = text.end_of(section)
    edits.added[at] += [Line(f"{lead}{rule_sentence(rule, subject)}.", section=section) for rule in new]
    text.apply(edits)


def _lead(line: str) -> str:
    """The sign that begins the paragraph; a number would have to go on counting, so it becomes a dash."""
    marker = marker_of(line)
    if marker is None or not marker.style.startswith("bullet"):
        return "- "
    return f"{marker.number} "
