"""Writing the rows of an issued programme from what was kept of its proposals, in the transaction that issues it."""

from __future__ import annotations

from collections.abc import Iterable

from programs.checks import Kept
from programs.models import (
    Activity,
    AgendaItem,
    Assignment,
    Audience,
    Conference,
    LegalBasis,
    Program,
    Recipient,
    Regime,
    ReportingRule,
    RuleAudience,
    Section,
    Target,
)
from programs.payloads import ActivityDraft, Bases, ConferenceDraft, Recipients, RuleDraft, SectionDraft, TargetDraft

_RULE_COLUMNS = (
    "kind",
    "name",
    "text",
    "months",
    "weekdays",
    "due_day",
    "due_on",
    "due_hour",
    "is_inclusive",
    "shift",
    "covers",
    "covers_day",
    "covers_from",
    "covers_until",
    "starts_on",
    "ends_on",
    "audience",
    "required_attachment",
    "is_open_question",
)


def write_outline(program: Program, kept: list[Kept]) -> dict[int, Target]:
    """Write sections, targets, activities, conferences and lists; return the targets by their proposal's key."""
    sections = _sections(program, kept)
    _activities(program, [item.draft for item in kept if isinstance(item.draft, ActivityDraft)])
    _conferences(program, [item.draft for item in kept if isinstance(item.draft, ConferenceDraft)])
    _lists(program, kept)
    targets: dict[int, Target] = {}
    for position, item in enumerate(item for item in kept if isinstance(item.draft, TargetDraft)):
        draft, section = item.draft, sections.get(item.proposal.parent_id or 0)
        target = Target(program=program, section=section, position=position, **vars(draft))
        targets[item.proposal.pk] = target.with_keys()
    Target.objects.bulk_create(targets.values())
    return targets


def erase_outline(program: Program) -> None:
    """Remove what `write_outline` wrote, when the programme goes back to being a draft."""
    for rows in (program.assignments, program.targets, program.activities, program.conferences):
        rows.all().delete()
    program.sections.all().delete()
    program.legal_bases.all().delete()
    program.recipients.all().delete()


def write_rules(regime: Regime, drafts: Iterable[RuleDraft]) -> list[ReportingRule]:
    """Add the rules to the regime, in order, with whom they ask and exempt."""
    first = regime.rules.count()
    rules = [fill_rule(ReportingRule(regime=regime, position=first + at), draft) for at, draft in enumerate(drafts)]
    ReportingRule.objects.bulk_create(rules)
    for rule, draft in zip(rules, drafts, strict=True):
        write_audience(rule, draft)
    return rules


def fill_rule(rule: ReportingRule, draft: RuleDraft) -> ReportingRule:
    """Return the unsaved rule with what the draft says."""
    for name in _RULE_COLUMNS:
        setattr(rule, name, getattr(draft, name))
    return rule


def write_audience(rule: ReportingRule, draft: RuleDraft) -> None:
    """Replace the lines by sector that say whom the rule asks and exempts; lines on single units stay."""
    rule.audience_lines.exclude(sector="").delete()
    asked = draft.asked_sectors if draft.audience == Audience.CHOSEN else ()
    lines = [RuleAudience(rule=rule, sector=sector) for sector in asked]
    lines += [RuleAudience(rule=rule, sector=sector, is_exempt=True) for sector in draft.exempt_sectors]
    RuleAudience.objects.bulk_create(lines)


def _sections(program: Program, kept: list[Kept]) -> dict[int, Section]:
    """Sections one by one: a child needs its parent's key. What hung on a dropped heading moves to the outside."""
    written: dict[int, Section] = {}
    for position, item in enumerate(item for item in kept if isinstance(item.draft, SectionDraft)):
        parent = written.get(item.proposal.parent_id or 0)
        written[item.proposal.pk] = Section.objects.create(
            program=program, parent=parent, position=position, **vars(item.draft)
        )
    return written


def _activities(program: Program, drafts: list[ActivityDraft]) -> None:
    rows = [
        Activity(
            program=program,
            position=position,
            number=draft.number,
            title=draft.title,
            months=",".join(map(str, draft.months)),
            is_all_year=draft.is_all_year,
        )
        for position, draft in enumerate(drafts)
    ]
    Activity.objects.bulk_create(rows)
    Assignment.objects.bulk_create(
        Assignment(program=program, activity=row, department=draft.in_charge)
        for row, draft in zip(rows, drafts, strict=True)
        if draft.in_charge
    )


def _conferences(program: Program, drafts: list[ConferenceDraft]) -> None:
    rows = [
        Conference(program=program, position=position, number=draft.number, month=draft.month, year=draft.year)
        for position, draft in enumerate(drafts)
    ]
    Conference.objects.bulk_create(rows)
    AgendaItem.objects.bulk_create(
        AgendaItem(conference=row, position=position, text=text)
        for row, draft in zip(rows, drafts, strict=True)
        for position, text in enumerate(draft.agenda)
    )


def _lists(program: Program, kept: list[Kept]) -> None:
    for item in kept:
        if isinstance(item.draft, Bases):
            LegalBasis.objects.bulk_create(
                LegalBasis(program=program, position=position, **vars(basis))
                for position, basis in enumerate(item.draft.lines)
            )
        if isinstance(item.draft, Recipients):
            Recipient.objects.bulk_create(
                Recipient(program=program, position=position, text=text)
                for position, text in enumerate(item.draft.lines)
            )
