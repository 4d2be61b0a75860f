"""One scenario from its first scene to its last answer, in a transaction that leaves nothing behind."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from reports.scenario.asking import Answer, answer
from reports.scenario.playing import Play
from reports.scenario.script import Facts, beginning, scenes
from reports.scenario.stage import build
from units import clock


def run(story: Facts) -> list[Answer]:
    """Return one answer per question, in their order in the file. Everything written is rolled back."""
    with transaction.atomic():
        answers = play(story)
        transaction.set_rollback(True)
    return answers


def play(story: Facts) -> list[Answer]:
    """The same inside the caller's transaction, which keeps what was written."""
    in_order = scenes(story)
    first = datetime.combine(beginning(story), time())
    # The stage is set before anything happens, even when the story begins before its programme does.
    with clock.at(min([first, *(scene.at for scene in in_order)]) - timedelta(seconds=1)):
        told = Play(build(story))
    answers: dict[int, Answer] = {}
    for scene in in_order:
        with clock.at(scene.at):
            if scene.number is None:
                told.happen(scene.facts)
            else:
                answers[scene.number] = answer(told, scene.facts)
    return [answers[number] for number in sorted(answers)]
