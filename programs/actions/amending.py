"""Targets and activities of a programme that runs: the rows themselves. Why, and who is told, is for `reports`."""

from __future__ import annotations

from django.db.models import Max

from programs.models import Activity, Assignment, Program, Section, Target
from programs.payloads import ActivityDraft, TargetDraft


def add_target(program: Program, draft: TargetDraft, section: Section | None) -> Target:
    """Return the new target, after all others."""
    last = program.targets.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    target = Target(program=program, section=section, position=position, **vars(draft)).with_keys()
    target.save()
    return target


def change_target(target: Target, draft: TargetDraft, section: Section | None) -> None:
    target.number, target.text, target.section = draft.number, draft.text, section
    target.with_keys().save()


def add_activity(program: Program, draft: ActivityDraft) -> Activity:
    """Return the new activity, after all others."""
    last = program.activities.aggregate(last=Max("position"))["last"]
    activity = Activity(program=program, position=0 if last is None else last + 1)
    change_activity(activity, draft)
    return activity


def change_activity(activity: Activity, draft: ActivityDraft) -> None:
    """Write what the draft says; a department in charge is replaced, officers stay in charge."""
    activity.number, activity.title = draft.number, draft.title
    activity.months, activity.is_all_year = draft.months, draft.is_all_year
    activity.save()
    if draft.in_charge == in_charge_of(activity):
        return
    activity.assignments.filter(officer=None).delete()
    if draft.in_charge:
        Assignment.objects.create(program=activity.program, activity=activity, department=draft.in_charge)


def draft_of_activity(activity: Activity) -> ActivityDraft:
    """Return what the activity says now."""
    return ActivityDraft(
        activity.number, activity.title, tuple(activity.months), activity.is_all_year, in_charge_of(activity)
    )


def in_charge_of(activity: Activity) -> str:
    """Return the departments in charge, officers left aside."""
    return "; ".join(line.department for line in activity.assignments.filter(officer=None))[:160]
