"""Nothing that was typed is lost, and nobody overwrites anybody unseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indicators.models import Indicator
from reports.actions.entering import ConflictError, save_entries, save_entry, save_narrative
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


def whole_form(cast: Cast, **typed: tuple[str, str]) -> list[tuple[Indicator, Typed, str]]:
    """The rows of a form sent as a whole: text and mark by code."""
    return [(cast.indicators[code], Typed(text=text), mark) for code, (text, mark) in typed.items()]


def test_a_whole_form_stores_new_changed_and_untouched_rows_together(cast: Cast, draft: Submission) -> None:
    forms = {code: shown(draft, code) for code in ("trees", "trained", "model")}
    rows = whole_form(cast, trees=("15", forms["trees"]), trained=("a", forms["trained"]), model=("", forms["model"]))
    saved = save_entries(draft, rows, by=cast.people["a_secretary"])
    assert {code: stored(draft, code).typed for code in ("trees", "trained")} == {"trees": "15", "trained": "a"}
    assert [stored(draft, code).version for code in ("trees", "trained")] == [2, 1]
    assert not Entry.objects.filter(submission=draft, indicator=cast.indicators["model"]).exists()
    sentences = [found.error for found in saved.values() if not isinstance(found, ConflictError)]
    assert [bool(sentence) for sentence in sentences] == [False, True, False]


def test_a_row_of_a_whole_form_that_somebody_else_changed_is_left_to_be_chosen(cast: Cast, draft: Submission) -> None:
    forms = {code: shown(draft, code) for code in ("trees", "trained")}
    save_entry(draft, cast.indicators["trees"], Typed(text="15"), forms["trees"], by=cast.people["reporter"])
    rows = whole_form(cast, trees=("18", forms["trees"]), trained=("30/40", forms["trained"]))
    saved = save_entries(draft, rows, by=cast.people["a_secretary"])
    conflict = saved[cast.indicators["trees"].pk]
    assert isinstance(conflict, ConflictError)
    assert conflict.theirs.updated_by == cast.people["reporter"]
    assert {code: stored(draft, code).typed for code in forms} == {"trees": "15", "trained": "30/40"}


def test_a_whole_form_that_changes_nothing_asks_for_no_right_to_write(cast: Cast) -> None:
    sent = cast.submission("A", "monthly-04")
    rows = whole_form(cast, trees=("", shown(sent, "trees")))
    assert save_entries(sent, rows, by=cast.people["reporter"])
    with pytest.raises(AlreadySubmitted):
        save_entries(sent, whole_form(cast, trees=("1", "")), by=cast.people["reporter"])


# --- two officers in one draft ----------------------------------------------------------------------------------------

PLACES = ("trees", "trained", NarrativePart.RESULTS)
OFFICERS = ("reporter", "a_secretary")
EDITS = 200

# Who does something, where, and what: look at the page again, save the one field, or send the form as a whole.
steps = st.tuples(st.sampled_from(OFFICERS), st.sampled_from(PLACES), st.sampled_from(["look", "save", "form"]))


@dataclass
class Desk:
    """An officer's page: the marks it carries, and what each place said when it was shown or saved."""

    marks: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)


@dataclass
class TwoOfficers:
    """A draft under two pairs of hands, and a plain copy of what it has to say."""

    cast: Cast
    draft: Submission
    desks: dict[str, Desk] = field(default_factory=lambda: {login: Desk() for login in OFFICERS})
    truth: dict[str, str] = field(default_factory=dict)
    chosen: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place in PLACES:
            self.truth[place] = self.stored(place)
            for login in OFFICERS:
                self.look(login, place)

    def stored(self, place: str) -> str:
        if place in NarrativePart.values:
            return "".join(self.draft.narratives.filter(part=place).values_list("text", flat=True))
        return "".join(self.draft.entries.filter(indicator__code=place).values_list("typed", flat=True))

    def mark(self, place: str) -> str:
        if place not in NarrativePart.values:
            return shown(self.draft, place)
        text = self.draft.narratives.filter(part=place).first()
        return mark_text(text.version, text.text) if text else mark_text(0, "")

    def look(self, login: str, place: str) -> None:
        self.desks[login].marks[place], self.desks[login].seen[place] = self.mark(place), self.truth[place]

    def edit(self, login: str, place: str, text: str, how: str) -> None:
        """Save; whoever is shown a conflict chooses their own text after having seen the other one."""
        theirs = self._save(login, place, text, how)
        was_changed_by_the_other = self.truth[place] != self.desks[login].seen[place]
        assert (theirs is not None) == was_changed_by_the_other, "a conflict is shown exactly where one is"
        if theirs is not None:
            assert theirs == self.truth[place] == self.stored(place), (
                "nothing was overwritten, and that is what is shown"
            )
            self.look(login, place)
            self.chosen.append((theirs, text))
            assert self._save(login, place, text, how) is None
        self.truth[place] = text
        self.look(login, place)

    def _save(self, login: str, place: str, text: str, how: str) -> str | None:
        """Return what the other officer stored when it was a conflict."""
        by, mark = self.cast.people[login], self.desks[login].marks[place]
        try:
            if place in NarrativePart.values:
                save_narrative(self.draft, NarrativePart(place), text, mark, by=by)
            elif how == "save":
                save_entry(self.draft, self.cast.indicators[place], Typed(text=text), mark, by=by)
            else:
                found = save_entries(self.draft, whole_form(self.cast, **{place: (text, mark)}), by=by)
                for outcome in found.values():
                    if isinstance(outcome, ConflictError):
                        raise outcome
        except ConflictError as conflict:
            return conflict.theirs.text if isinstance(conflict.theirs, Narrative) else conflict.theirs.typed
        return None


# Four hundred steps are not made shorter after a failure: that takes longer than reading them.
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(told=st.lists(steps, min_size=2 * EDITS, max_size=2 * EDITS))
def test_of_the_edits_of_two_officers_none_is_lost_and_none_overwritten_unseen(
    told: list[tuple[str, str, str]], cast: Cast
) -> None:
    """Two hundred edits each, from pages of any age, in any order, field by field or as a whole form."""
    with transaction.atomic():
        both = TwoOfficers(cast, cast.submission("A", "monthly-05"))
        for turn, (login, place, what) in enumerate(told):
            if what == "look":
                both.look(login, place)
            both.edit(login, place, f"{turn}/1000" if place == "trained" else str(turn), what)
            assert both.stored(place) == both.truth[place]
        assert {place: both.stored(place) for place in PLACES} == both.truth
        transaction.set_rollback(True)
