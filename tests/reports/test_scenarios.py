"""Stories told from beginning to end: our own beside this file, and those of the specification where it is at hand."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reports.models import Submission
from reports.scenario.running import run
from reports.scenario.script import moment, scenes
from units.models import AuditEntry, Message, Unit, User

pytestmark = pytest.mark.django_db

OWN = sorted((Path(__file__).parent / "scenarios").glob("*.json"))
GIVEN_IN = Path(settings.BASE_DIR).parent / "shared" / "scenarios"
GIVEN = sorted(GIVEN_IN.glob("*.json"))


def plain(value: Any) -> Any:
    """Numbers without trailing zeros, lists of codes in any order: how answers are compared."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return sorted(items) if all(isinstance(item, str) for item in items) else items
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    try:
        return str(Decimal(str(value)).normalize() + 0)
    except InvalidOperation:
        return value


def agrees(have: Any, want: Any) -> bool:
    """True when the answer says what is expected; what is not asked for may be anything."""
    if isinstance(want, dict) and isinstance(have, dict):
        return all(key in have and agrees(have[key], want[key]) for key in want)
    if isinstance(want, list) and want and isinstance(want[0], dict):
        return isinstance(have, list) and len(have) == len(want) and all(map(agrees, have, want))
    return bool(plain(have) == plain(want))


def differences(story: dict[str, Any]) -> Iterable[str]:
    answers = run(story)
    for question, want, have in zip(story["ask"], story["expect"], answers, strict=True):
        if not agrees(have, want):
            yield f"{question}\n  expected {want}\n  got      {have}"


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.stem)
def test_our_stories_end_as_told(file: Path) -> None:
    found = list(differences(json.loads(file.read_text(encoding="utf-8"))))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("file", GIVEN or [None], ids=lambda file: file.stem if file else "absent")
def test_the_given_stories_end_as_told(file: Path | None) -> None:
    if file is None:
        pytest.skip(f"The given scenarios are not beside the project ({GIVEN_IN.parent.name}/{GIVEN_IN.name}).")
    found = list(differences(json.loads(file.read_text(encoding="utf-8"))))
    assert not found, "\n".join(found)


def test_a_story_leaves_nothing_behind() -> None:
    run(json.loads(OWN[0].read_text(encoding="utf-8")))
    assert not any(model.objects.exists() for model in (Unit, User, Submission, AuditEntry, Message))


def test_a_story_plays_in_a_portal_that_knows_the_same_codes() -> None:
    Unit.objects.add_root(
        instance=Unit(code="K", name="Đoàn Khối", level="bloc", active_from=dt.date(2020, 1, 1)).with_keys()
    )
    story = json.loads(OWN[0].read_text(encoding="utf-8"))
    assert not list(differences(story))
    assert list(Unit.objects.values_list("code", flat=True)) == ["K"]


def test_a_question_sees_every_event_at_its_moment_and_one_without_a_moment_comes_last() -> None:
    story = {
        "program": {"issuer": "K", "starts": "2026-01-01", "ends": "2026-12-31"},
        "events": [{"at": "2026-02-03", "do": "remind"}, {"at": "2026-02-02T08:00", "do": "remind"}],
        "ask": [
            {"refused": True},
            {"at": "2026-02-02T08:00", "reminders": "A"},
            {"at": "2026-02-03", "reminders": "A"},
        ],
    }
    order = [(scene.at, scene.number) for scene in scenes(story)]
    last = moment("2026-02-03")
    assert last.isoformat() == "2026-02-03T23:59:59"
    morning = moment("2026-02-02T08:00")
    assert order == [(morning, None), (morning, 1), (last, None), (last, 2), (last, 0)]


def test_a_question_that_names_what_the_story_does_not_know_spoils_no_other() -> None:
    story = json.loads(OWN[0].read_text(encoding="utf-8"))
    story["ask"] = [{"progress": "moonlight", "unit": "K"}, {"wonder": True}, {"refused": True}]
    answers = run(story)
    assert answers[0] == {"error": "The story knows no 'moonlight'."}
    assert answers[1] == {"error": "There is no such question."}
    assert isinstance(answers[2], list)


def test_the_command_prints_one_object_with_an_answer_for_each_question() -> None:
    out = StringIO()
    call_command("run_scenario", str(OWN[0]), stdout=out)
    story = json.loads(OWN[0].read_text(encoding="utf-8"))
    assert len(json.loads(out.getvalue())["answers"]) == len(story["ask"])


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    file = tmp_path / "story.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="story"):
        call_command("run_scenario", str(file))


def test_the_command_works_on_an_empty_data_folder(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment = kept | {"DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run(
        [sys.executable, "manage.py", "run_scenario", str(OWN[0])],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert set(json.loads(ran.stdout)) == {"answers"}
