"""Changing an issued programme: with a reason, before and after kept, and nothing of what was reported touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.drafting import draft_of
from indicators.models import Goal, Indicator, Result
from programs.models import Activity, Amendment, Target
from programs.payloads import ActivityDraft, IndicatorDraft, TargetDraft, mark_of
from programs.rereading import mark_of_all
from programs.suggesting import promises_in
from reports.actions import amending, rereading
from reports.actions.issuing import close
from reports.actions.refusals import ChangedMeanwhile, NotAllowed
from reports.models import Entry, Revision, Submission, WarningNote
from reports.slices import asking
from tests.cast import TODAY, Cast
from units.models import AuditEntry, Message, User

SignIn = Callable[[User], Client]
BLOOD = "Toàn đoàn hiến ít nhất 200 đơn vị máu."
WHY = "Tỉnh đoàn giao thêm."


def blood(cast: Cast) -> Target:
    """The body adds a target: 200 units of blood."""
    promises = dict(enumerate(promises_in(BLOOD, branches_take_part=False)))
    draft = TargetDraft("4", BLOOD)
    return amending.add_target(cast.program, draft, None, promises, WHY, by=cast.people["secretary"])


def asked(cast: Cast, unit: str, period: str) -> list[str]:
    return [row.label for row in asking(cast.submission(unit, period)).asked]


def untouched(cast: Cast) -> tuple[list[object], ...]:
    """Everything that has been reported, to be compared."""
    kinds = (Entry, Revision, Result)
    return tuple(list(kind.objects.order_by("pk").values()) for kind in kinds)


def test_an_added_target_is_asked_from_the_next_report_on(cast: Cast) -> None:
    before = untouched(cast)
    row = blood(cast).indicators.get()
    assert (row.unit_of_measure, row.goals.get().value) == ("đơn vị máu", Decimal(200))
    assert row.label in asked(cast, "A", "monthly-05")
    assert row.label not in asked(cast, "B", "monthly-04")
    assert row.label not in asked(cast, "B", "quarterly-03")
    assert untouched(cast) == before


def test_an_added_target_stands_in_the_history_and_the_units_are_told(cast: Cast) -> None:
    blood(cast)
    amendment = Amendment.objects.get(program=cast.program)
    assert (amendment.kind, amendment.before, amendment.reason) == ("target_added", "", WHY)
    assert amendment.after.startswith(f"4 {BLOOD}")
    assert "ít nhất 200 đơn vị máu" in amendment.after
    entry = AuditEntry.objects.get(event="program_amended")
    assert (entry.by, entry.reason) == (cast.people["secretary"], WHY)
    told = set(Message.objects.filter(kind="program_amended").values_list("to__username", flat=True))
    assert {"reporter", "outsider", "s_reporter"} <= told


def test_only_the_ticked_promises_are_counted_and_keep_their_links(cast: Cast) -> None:
    text = "Toàn đoàn trồng ít nhất 300 cây xanh; mỗi đoàn viên trồng ít nhất 01 cây xanh."
    promises = promises_in(text, branches_take_part=False)
    assert [promise.reads for promise in promises] == [None, 0]
    secretary = cast.people["secretary"]
    both = amending.add_target(cast.program, TargetDraft("4", text), None, dict(enumerate(promises)), WHY, by=secretary)
    total, each = both.indicators.order_by("position")
    assert each.reads == total
    one = amending.add_target(cast.program, TargetDraft("5", text), None, {1: promises[1]}, WHY, by=secretary)
    assert one.indicators.get().reads is None


def test_a_targets_text_changes_and_its_figures_stay(cast: Cast) -> None:
    target, before = cast.targets[0], untouched(cast)
    draft = TargetDraft("1", "Toàn đoàn trồng mới ít nhất 4.500 cây xanh, cây ăn quả.")
    amending.change_target(target, draft, None, WHY, by=cast.people["secretary"])
    target.refresh_from_db()
    assert target.text == draft.text
    assert "cay an qua" in target.search_key
    amendment = Amendment.objects.get()
    assert amendment.before == "1 Toàn đoàn trồng mới ít nhất 4.500 cây xanh."
    assert amendment.after == f"1 {draft.text}"
    assert untouched(cast) == before


def test_an_indicator_with_figures_keeps_its_meaning(cast: Cast) -> None:
    trees = cast.indicators["trees"]
    draft = replace(draft_of(trees), measure="COUNT/EACH_UNIT", coverage_goal=Decimal(100))
    with pytest.raises(NotAllowed, match="thôi theo dõi"):
        amending.change_indicator(trees, draft, WHY, by=cast.people["secretary"])
    trees.refresh_from_db()
    assert trees.scope == "ORGANISATION"
    assert not Amendment.objects.exists()


def test_an_indicator_nobody_has_reported_on_is_written_anew_with_its_goal(cast: Cast) -> None:
    row = blood(cast).indicators.get()
    draft = replace(draft_of(row), label="Máu hiến tặng", goal=Decimal(250), population_sectors=("school",))
    amending.change_indicator(row, draft, "Điều chỉnh theo thực tế.", by=cast.people["secretary"])
    row = Indicator.objects.get(pk=row.pk)
    assert draft_of(row) == draft
    assert [line.sector for line in row.population_lines.all()] == ["school"]
    assert sorted(Goal.objects.filter(indicator=row).values_list("value", "holds_until")) == [
        (Decimal(200), TODAY),
        (Decimal(250), None),
    ]
    changed = Amendment.objects.get(kind="indicator_changed")
    assert "200 đơn vị máu" in changed.before
    assert changed.after.startswith("Máu hiến tặng – ")
    assert row.asked_from == TODAY


def test_saying_the_same_again_is_no_amendment(cast: Cast) -> None:
    row = blood(cast).indicators.get()
    with pytest.raises(NotAllowed, match="chưa có gì thay đổi"):
        amending.change_indicator(row, draft_of(row), WHY, by=cast.people["secretary"])
    with pytest.raises(NotAllowed, match="chưa có gì thay đổi"):
        amending.change_target(row.target, TargetDraft("4", BLOOD), None, WHY, by=cast.people["secretary"])  # type: ignore[arg-type]
    assert Amendment.objects.count() == 1


def test_an_indicator_with_figures_is_closed_from_a_day_and_its_figures_stay(cast: Cast) -> None:
    trees, before = cast.indicators["trees"], untouched(cast)
    gone = amending.drop_indicator(trees, WHY, by=cast.people["secretary"], on=dt.date(2026, 5, 1))
    assert not gone
    assert trees.label not in asked(cast, "A", "monthly-05")
    assert trees.label in asked(cast, "B", "monthly-04")
    assert untouched(cast) == before
    assert "01/05/2026" in Amendment.objects.get(kind="indicator_closed").after
    with pytest.raises(NotAllowed, match="đã thôi theo dõi"):
        amending.drop_indicator(trees, WHY, by=cast.people["secretary"], on=dt.date(2026, 6, 1))


def test_an_indicator_is_not_closed_in_the_past(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="từ hôm nay"):
        amending.drop_indicator(cast.indicators["trees"], WHY, by=cast.people["secretary"], on=dt.date(2026, 4, 19))
    assert cast.indicators["trees"].label in asked(cast, "A", "monthly-05")


def test_an_indicator_nobody_has_reported_on_goes(cast: Cast) -> None:
    row = blood(cast).indicators.get()
    assert amending.drop_indicator(row, "Ghi nhầm.", by=cast.people["secretary"], on=TODAY)
    assert not Indicator.objects.filter(label=row.label).exists()
    assert "200 đơn vị máu" in Amendment.objects.get(kind="indicator_dropped").before


def test_an_indicator_that_another_reads_does_not_go_first(cast: Cast) -> None:
    row = blood(cast).indicators.get()
    draft = IndicatorDraft(label="Máu mỗi người", measure="COUNT/EACH_MEMBER", goal=Decimal(1))
    reader = amending.add_indicator(row.target, draft, WHY, by=cast.people["secretary"])  # type: ignore[arg-type]
    Indicator.objects.filter(pk=reader.pk).update(reads=row)
    with pytest.raises(NotAllowed, match="Máu mỗi người"):
        amending.drop_indicator(row, WHY, by=cast.people["secretary"], on=TODAY)


def test_activities_are_added_changed_and_taken_out(cast: Cast) -> None:
    secretary = cast.people["secretary"]
    draft = ActivityDraft(title="Hiến máu hè", months=(6,), in_charge="Ban Phong trào")
    activity = amending.add_activity(cast.program, draft, WHY, by=secretary)
    amending.change_activity(activity, replace(draft, months=(7, 8)), "Lùi lịch.", by=secretary)
    activity = Activity.objects.get(pk=activity.pk)
    assert activity.months == (7, 8)
    assert activity.assignments.get().department == "Ban Phong trào"
    changed = Amendment.objects.get(kind="activity_changed")
    assert changed.before == "Hiến máu hè – Tháng 6 (Ban Phong trào)"
    assert changed.after == "Hiến máu hè – Tháng 7, 8 (Ban Phong trào)"
    amending.drop_activity(activity, "Gộp vào hội trại.", by=secretary)
    assert not cast.program.activities.exists()
    assert Amendment.objects.count() == 3


def test_without_a_reason_or_after_the_end_nothing_changes(cast: Cast) -> None:
    secretary = cast.people["secretary"]
    with pytest.raises(NotAllowed, match="lý do"):
        amending.add_activity(cast.program, ActivityDraft(title="Hội trại"), "  ", by=secretary)
    close(cast.program, by=secretary)
    with pytest.raises(NotAllowed, match="không đang thực hiện"):
        amending.add_activity(cast.program, ActivityDraft(title="Hội trại"), WHY, by=secretary)
    assert not cast.program.activities.exists()
    assert not Amendment.objects.exists()


def test_the_page_shows_what_a_new_target_promises_before_it_is_written(cast: Cast, signed_in: SignIn) -> None:
    client, url = signed_in(cast.people["secretary"]), f"/chuong-trinh/{cast.program.pk}/dieu-chinh/them-chi-tieu/"
    typed = {"number": "4.", "text": BLOOD, "reason": WHY}
    first = client.post(url, typed)
    assert first.status_code == 200
    assert "ít nhất 200 đơn vị máu" in first.content.decode()
    assert cast.program.targets.count() == 3
    assert client.post(url, typed | {"read": BLOOD, "counted": ["0"]}).status_code == 302
    assert cast.program.targets.get(number="4.").indicators.count() == 1
    history = client.get(f"/chuong-trinh/{cast.program.pk}/?xem=lich-su").content.decode()
    assert WHY in history
    assert BLOOD in history


def test_a_text_changed_after_reading_is_read_again(cast: Cast, signed_in: SignIn) -> None:
    client, url = signed_in(cast.people["secretary"]), f"/chuong-trinh/{cast.program.pk}/dieu-chinh/them-chi-tieu/"
    typed = {"text": BLOOD.replace("200", "300"), "reason": WHY, "read": BLOOD, "counted": ["0"]}
    again = client.post(url, typed)
    assert (again.status_code, cast.program.targets.count()) == (200, 3)
    assert "ít nhất 300 đơn vị máu" in again.content.decode()


def test_every_page_of_an_amendment_asks_for_the_reason(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["secretary"])
    activity = Activity.objects.create(program=cast.program, title="Ra quân", is_all_year=True)
    typed = {"title": "Hội trại", "number": "", "in_charge": ""}
    refused = client.post(f"/chuong-trinh/dieu-chinh/hoat-dong/{activity.pk}/", typed)
    assert refused.status_code == 422
    assert "Ghi lý do điều chỉnh" in refused.content.decode()
    assert client.post(f"/chuong-trinh/dieu-chinh/hoat-dong/{activity.pk}/", typed | {"reason": WHY}).status_code == 302
    activity.refresh_from_db()
    assert activity.title == "Hội trại"


def test_a_closed_indicator_leaves_the_lists_but_not_its_page(cast: Cast, signed_in: SignIn) -> None:
    trees, secretary = cast.indicators["trees"], cast.people["secretary"]
    amending.drop_indicator(trees, WHY, by=secretary, on=TODAY)
    client = signed_in(secretary)
    assert trees.label not in client.get("/chi-tieu/").content.decode()
    assert client.get(f"/chi-tieu/{trees.pk}/").status_code == 200
    targets = client.get(f"/chuong-trinh/{cast.program.pk}/").content.decode()
    assert "hỏi đến hết ngày 19/04/2026" in targets


def test_an_indicator_whose_warning_was_answered_is_closed_and_not_dropped(cast: Cast) -> None:
    row = cast.indicators["trees"]
    Result.objects.filter(indicator=row).delete()
    Entry.objects.filter(indicator=row).delete()
    submission = Submission.objects.filter(period__regime=cast.program.regime)[0]
    assert not amending.is_reported(row)
    WarningNote.objects.create(submission=submission, code="blank", indicator=row, text="Chưa đến mùa trồng cây.")
    assert amending.is_reported(row)


# --- a corrected text and its indicators -----------------------------------------------------------------------------


def correct(client: Client, target: Target, text: str) -> str:
    """Correct the text and return the address that the answer leads to."""
    typed = {"number": target.number, "text": text, "reason": "Sửa theo công văn."}
    return client.post(reverse("reports:target_edit", args=[target.pk]), typed).headers["Location"]


def test_a_corrected_text_shows_what_its_indicator_says_otherwise_and_one_press_takes_it_over(
    cast: Cast, signed_in: SignIn
) -> None:
    target, client = blood(cast), signed_in(cast.people["secretary"])
    row = target.indicators.get()
    onward = correct(client, target, "Toàn đoàn hiến trên 300 đơn vị máu.")
    assert onward == reverse("reports:target_reread", args=[target.pk])
    page = client.get(onward).content.decode()
    assert "câu mới đọc là “Cộng của tất cả đơn vị: trên 300 đơn vị máu”" in page
    assert "Sửa theo công văn." in page
    row.refresh_from_db()
    assert (row.comparator, draft_of(row).goal) == (">=", Decimal(200)), "nothing changes by itself"

    mark = page.split('name="reread" value="')[1].split('"', maxsplit=1)[0]
    assert client.post(onward, {"reread": "khac", "reason": WHY}).status_code == 422
    assert client.post(onward, {"reread": mark, "reason": WHY}).status_code == 302
    row = Indicator.objects.get(pk=row.pk)
    assert (row.comparator, draft_of(row).goal) == (">", Decimal(300))
    assert Amendment.objects.filter(kind="indicator_changed", reason=WHY).exists()


def test_of_an_indicator_with_figures_only_the_goal_follows_the_text(cast: Cast) -> None:
    target, secretary = cast.targets[0], cast.people["secretary"]
    trees = Indicator.objects.get(pk=cast.indicators["trees"].pk)
    others = target.indicators.exclude(pk=trees.pk)
    others.update(asked_until=TODAY)
    Target.objects.filter(pk=target.pk).update(text="Toàn đoàn trồng mới ít nhất 4.500 cây xanh.")
    for text, goal, kept in (
        ("Toàn đoàn trồng mới ít nhất 5.000 cây xanh.", 5000, []),
        ("Toàn đoàn trồng mới trên 6.000 cây xanh.", 5000, [trees.label]),
    ):
        target = Target.objects.get(pk=target.pk)
        amending.change_target(target, TargetDraft(target.number, text), target.section, WHY, by=secretary)
        seen = mark_of_all(rereading.rereadings_of(target))
        assert rereading.take_over(target, WHY, seen=seen, by=secretary) == kept
        stored = Indicator.objects.get(pk=trees.pk)
        assert (draft_of(stored).goal, stored.comparator) == (Decimal(goal), ">=")


def test_a_corrected_spelling_leads_back_to_the_programme(cast: Cast, signed_in: SignIn) -> None:
    onward = correct(signed_in(cast.people["secretary"]), blood(cast), "Toàn Đoàn hiến ít nhất 200 đơn vị máu.")
    assert onward.startswith(reverse("programs:program_detail", args=[cast.program.pk]))


# --- two officers ---------------------------------------------------------------------------------------------------


def test_two_officers_who_change_the_same_target_see_each_other(cast: Cast, signed_in: SignIn) -> None:
    target, other = cast.targets[0], cast.people["secretary"]
    client, url = signed_in(other), reverse("reports:target_edit", args=[target.pk])
    seen = seen_on(client.get(url).content.decode())
    theirs = TargetDraft(target.number, "Trồng ít nhất 5.000 cây.")
    amending.change_target(Target.objects.get(pk=target.pk), theirs, target.section, WHY, by=other)

    typed = {"number": target.number, "text": "Trồng ít nhất 4.700 cây.", "reason": WHY, "seen": seen}
    answer = client.post(url, typed)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert f"đồng chí {other} vừa sửa nội dung này" in page
    assert "Nội dung chỉ tiêu: “Trồng ít nhất 5.000 cây.”" in page
    assert "Trồng ít nhất 4.700 cây.</textarea>" in page
    target.refresh_from_db()
    assert target.text == "Trồng ít nhất 5.000 cây."
    assert client.post(url, typed | {"seen": seen_on(page)}).status_code == 302
    assert Amendment.objects.order_by("-pk")[0].before.endswith("Trồng ít nhất 5.000 cây.")


def test_two_officers_who_change_the_same_indicator_or_activity_do_not_overwrite_each_other(cast: Cast) -> None:
    secretary, office = cast.people["secretary"], cast.people["office"]
    row, draft = blood(cast).indicators.get(), ActivityDraft(title="Hiến máu hè", months=(6,))
    before, activity = draft_of(row), amending.add_activity(cast.program, draft, WHY, by=secretary)
    late_row, late_activity = Indicator.objects.get(pk=row.pk), Activity.objects.get(pk=activity.pk)
    amending.change_indicator(row, replace(before, label="Máu"), WHY, by=secretary)
    amending.change_activity(activity, replace(draft, months=(7,)), WHY, by=secretary)
    with pytest.raises(ChangedMeanwhile) as said:
        amending.change_indicator(late_row, replace(before, goal=None), WHY, by=office, seen=mark_of(before))
    assert (said.value.now.label, said.value.last and said.value.last.by) == ("Máu", secretary)
    with pytest.raises(ChangedMeanwhile):
        amending.change_activity(late_activity, replace(draft, title="Khác"), WHY, by=office, seen=mark_of(draft))


def test_what_somebody_has_taken_out_is_not_changed(cast: Cast) -> None:
    secretary = cast.people["secretary"]
    draft = ActivityDraft(title="Hiến máu hè", months=(6,))
    activity = amending.add_activity(cast.program, draft, WHY, by=secretary)
    late = Activity.objects.get(pk=activity.pk)
    amending.drop_activity(activity, WHY, by=secretary)
    with pytest.raises(NotAllowed, match="vừa được người khác bỏ"):
        amending.change_activity(late, replace(draft, months=(7,)), WHY, by=secretary)
    with pytest.raises(NotAllowed, match="vừa được người khác bỏ"):
        amending.drop_activity(late, WHY, by=secretary)
    assert not Activity.objects.filter(title="Hiến máu hè").exists()


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]
