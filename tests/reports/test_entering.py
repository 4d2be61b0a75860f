"""Nothing that was typed is lost, and nobody overwrites anybody unseen."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from reports.actions.entering import ConflictError, save_entry, save_narrative
from reports.actions.refusals import AlreadySubmitted, Frozen, NotAllowed, Waived
from reports.models import Entry, Narrative, NarrativePart, Status, Submission
from reports.sheets import typed_of
from reports.typed import Typed, mark, mark_text
from tests.cast import Cast


@pytest.fixture
def draft(cast: Cast) -> Submission:
    return cast.submission("A", "monthly-05")


def shown(submission: Submission, code: str) -> str:
    """The mark a form shown now carries for the row."""
    entry = Entry.objects.filter(submission=submission, indicator__code=code).first()
    return mark(entry.version if entry else 0, typed_of(entry))


def stored(submission: Submission, code: str) -> Entry:
    return Entry.objects.get(submission=submission, indicator__code=code)


def test_a_figure_is_stored_with_its_text_and_who_typed_it(cast: Cast, draft: Submission) -> None:
    by = cast.people["reporter"]
    saved = save_entry(draft, cast.indicators["trained"], Typed(text="36/40"), shown(draft, "trained"), by=by)
    assert (saved.entry.typed, saved.entry.numerator, saved.entry.denominator) == ("36/40", Decimal(36), Decimal(40))
    assert (saved.entry.version, saved.entry.updated_by, saved.error) == (1, by, "")


@pytest.mark.parametrize("text", ["abc", "4,500", "-5"])
def test_what_is_no_number_is_stored_as_typed_with_a_sentence(cast: Cast, draft: Submission, text: str) -> None:
    saved = save_entry(
        draft, cast.indicators["trees"], Typed(text=text), shown(draft, "trees"), by=cast.people["reporter"]
    )
    assert saved.error
    assert (stored(draft, "trees").typed, stored(draft, "trees").value) == (text, None)


def test_the_first_keystroke_turns_a_report_that_was_not_begun_into_a_draft(cast: Cast) -> None:
    fresh = cast.submission("B", "monthly-05")
    save_entry(fresh, cast.indicators["trees"], Typed(), "", by=cast.people["outsider"])
    fresh.refresh_from_db()
    assert fresh.status == Status.NOT_STARTED
    save_entry(fresh, cast.indicators["trees"], Typed(text="1"), "", by=cast.people["outsider"])
    fresh.refresh_from_db()
    assert fresh.status == Status.DRAFT


def test_the_second_officer_sees_what_the_first_stored(cast: Cast, draft: Submission) -> None:
    before = shown(draft, "trees")
    save_entry(draft, cast.indicators["trees"], Typed(text="15"), before, by=cast.people["reporter"])
    with pytest.raises(ConflictError) as conflict:
        save_entry(draft, cast.indicators["trees"], Typed(text="18"), before, by=cast.people["a_secretary"])
    assert conflict.value.theirs.updated_by == cast.people["reporter"]
    assert stored(draft, "trees").typed == "15"


def test_two_officers_who_begin_the_same_row_do_not_overwrite_each_other(cast: Cast, draft: Submission) -> None:
    before = shown(draft, "model")
    save_entry(draft, cast.indicators["model"], Typed(text="Có"), before, by=cast.people["reporter"])
    with pytest.raises(ConflictError):
        save_entry(draft, cast.indicators["model"], Typed(text="Không"), before, by=cast.people["a_secretary"])
    assert stored(draft, "model").holds is True


def test_a_row_that_a_stale_form_did_not_touch_is_left_alone(cast: Cast, draft: Submission) -> None:
    before, as_shown = shown(draft, "trees"), typed_of(stored(draft, "trees"))
    save_entry(draft, cast.indicators["trees"], Typed(text="15"), before, by=cast.people["reporter"])
    save_entry(draft, cast.indicators["trees"], as_shown, before, by=cast.people["a_secretary"])
    assert stored(draft, "trees").typed == "15"


def test_both_typing_the_same_is_no_conflict(cast: Cast, draft: Submission) -> None:
    before = shown(draft, "trees")
    for login in ("reporter", "a_secretary"):
        save_entry(draft, cast.indicators["trees"], Typed(text="15"), before, by=cast.people[login])
    assert stored(draft, "trees").version == 2


def test_a_text_is_kept_with_its_paragraphs_and_guarded_like_a_figure(cast: Cast, draft: Submission) -> None:
    part, empty = NarrativePart.RESULTS, mark_text(0, "")
    save_narrative(draft, part, "Một.\r\n\r\n- Hai", empty, by=cast.people["reporter"])
    assert Narrative.objects.get().text == "Một.\n\n- Hai"
    with pytest.raises(ConflictError):
        save_narrative(draft, part, "Khác.", empty, by=cast.people["a_secretary"])
    assert save_narrative(draft, part, "", empty, by=cast.people["a_secretary"]).text == "Một.\n\n- Hai"


def test_a_text_without_end_is_refused_with_a_sentence(cast: Cast, draft: Submission) -> None:
    with pytest.raises(NotAllowed, match="dài quá"):
        save_narrative(draft, NarrativePart.RESULTS, "a" * 20_001, "", by=cast.people["reporter"])


@pytest.mark.parametrize(
    ("unit", "period", "refusal"),
    [("A", "monthly-04", AlreadySubmitted), ("A", "monthly-01", Frozen), ("B", "monthly-02", Waived)],
)
def test_what_is_sent_accepted_or_waived_takes_no_typing(
    cast: Cast, unit: str, period: str, refusal: type[Exception]
) -> None:
    submission = cast.submission(unit, period)
    with pytest.raises(refusal):
        save_entry(submission, cast.indicators["trees"], Typed(text="1"), "", by=cast.people["reporter"])
    assert not submission.entries.exists()


def test_of_two_hundred_interleaved_edits_none_is_lost_and_none_overwritten_unseen(
    cast: Cast, draft: Submission
) -> None:
    """Two officers save at random from forms of any age; who gets a conflict looks again and saves once more."""
    dice = random.Random(20260420)
    codes = ("trees", "trained")
    officers = {login: {code: shown(draft, code) for code in codes} for login in ("reporter", "a_secretary")}
    expected: dict[str, str] = {}
    seen: list[tuple[Entry | Narrative, str]] = []
    for turn in range(200):
        login, code = dice.choice(list(officers)), dice.choice(codes)
        text = str(turn) if code == "trees" else f"{turn}/400"
        forms = officers[login]
        try:
            save_entry(draft, cast.indicators[code], Typed(text=text), forms[code], by=cast.people[login])
        except ConflictError as conflict:
            seen.append((conflict.theirs, expected[code]))
            save_entry(draft, cast.indicators[code], Typed(text=text), shown(draft, code), by=cast.people[login])
        expected[code] = text
        forms[code] = shown(draft, code)
    assert {code: stored(draft, code).typed for code in codes} == expected
    assert len(seen) > 50
    # Each of them was shown exactly what they would have overwritten.
    assert all(isinstance(theirs, Entry) and theirs.typed == text for theirs, text in seen)
