"""Changing a regime that runs, and asking for a report at short notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from programs.models import Amendment, Program, ProgramStatus, Regime, ReportingPeriod, ReportingRule
from programs.outline import words_of
from programs.payloads import RegimeDraft, RuleDraft, mark_of
from reports.actions import regimes
from reports.actions.issuing import close
from reports.actions.refusals import NotAllowed
from reports.forms.regimes import RunningRuleForm
from reports.models import Comment, Submission
from tests.cast import Cast
from units import clock
from units.models import AuditEntry, Message, User

SignIn = Callable[[User], Client]
THEMATIC = RuleDraft(kind="thematic", name="Báo cáo hiến máu", due_on=dt.date(2026, 6, 10))


def owed(cast: Cast, **where: object) -> set[str]:
    rows = Submission.objects.owed().filter(period__cancelled_at=None, **where)
    return set(rows.values_list("unit__code", flat=True))


def test_an_added_rule_is_owed_and_stands_in_the_history(cast: Cast) -> None:
    rule = regimes.add_rule(cast.regime, THEMATIC, "Cấp trên yêu cầu.", by=cast.people["office"])
    assert {"A", "B", "S"} <= owed(cast, period__rule=rule)
    amendment = Amendment.objects.get(program=cast.program)
    assert (amendment.before, amendment.reason) == ("", "Cấp trên yêu cầu.")
    assert "10/06/2026 (Thứ Tư)" in amendment.after
    assert AuditEntry.objects.filter(event="regime_changed", reason="Cấp trên yêu cầu.").exists()


def test_a_moved_deadline_moves_only_what_nobody_has_reported_on(cast: Cast) -> None:
    rule = cast.rules["monthly"]
    draft = replace(words_of(rule), due_day=8)
    regimes.change_rule(rule, draft, "Lùi hạn.", by=cast.people["office"])
    periods = ReportingPeriod.objects.filter(rule=rule, cancelled_at=None, last_day__year=2026)
    days = {day.month: day.day for day in periods.values_list("last_day", flat=True)}
    assert (days[1], days[7]) == (5, 8)


def test_the_units_are_told_of_a_moved_deadline(cast: Cast) -> None:
    rule = cast.rules["monthly"]
    regimes.change_rule(rule, replace(words_of(rule), due_day=8), "Lùi hạn.", by=cast.people["office"])
    told = Message.objects.filter(kind="program_amended")
    assert {"reporter", "outsider", "s_reporter"} <= set(told.values_list("to__username", flat=True))
    assert "Lùi hạn." in told[0].body


def test_a_sector_that_becomes_exempt_no_longer_owes(cast: Cast) -> None:
    rule = regimes.add_rule(cast.regime, THEMATIC, "Thêm.", by=cast.people["office"])
    regimes.change_rule(
        rule, replace(THEMATIC, exempt_sectors=("school",)), "Trường học báo cáo riêng.", by=cast.people["office"]
    )
    assert "S" not in owed(cast, period__rule=rule)


def test_a_rule_somebody_has_reported_on_is_not_removed(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        regimes.remove_rule(cast.rules["monthly"], "Không cần nữa.", by=cast.people["office"])
    assert cast.regime.rules.filter(code="monthly").exists()


def test_a_rule_nobody_has_touched_goes_with_what_was_owed(cast: Cast) -> None:
    rule = regimes.add_rule(cast.regime, THEMATIC, "Thêm.", by=cast.people["office"])
    regimes.remove_rule(rule, "Thôi không yêu cầu.", by=cast.people["office"])
    assert not Submission.objects.filter(period__name="Báo cáo hiến máu").exists()
    assert cast.regime.rules.count() == 2


def typed_rule(rule: ReportingRule, **changes: object) -> dict[str, object]:
    """What the form of the rule posts."""
    form = RunningRuleForm(draft=words_of(rule))
    shown = {name: field.prepare_value(form.initial.get(name)) for name, field in form.fields.items()}
    shown = {name: "" if value is None or value is False else value for name, value in shown.items()}
    return shown | {"is_inclusive": str(rule.is_inclusive), "reason": "Lùi hạn.", "seen": form.mark} | changes


def test_two_officers_who_change_the_same_rule_see_each_other(cast: Cast, signed_in: SignIn) -> None:
    rule, other = cast.rules["monthly"], cast.people["secretary"]
    client, url = signed_in(cast.people["office"]), f"/che-do-bao-cao/quy-dinh/{rule.pk}/sua/"
    assert f'name="seen" value="{RunningRuleForm(draft=words_of(rule)).mark}"' in client.get(url).content.decode()
    typed = typed_rule(rule, due_day="8")
    regimes.change_rule(rule, replace(words_of(rule), due_day=9), "Lùi hạn.", by=other)

    answer = client.post(url, typed)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert f"đồng chí {other} vừa sửa nội dung này" in page
    assert "hoặc ngày trong tháng: “9”" in page
    assert "Lý do thay đổi: “" not in page
    assert 'name="due_day" value="8"' in page
    rule.refresh_from_db()
    assert rule.due_day == 9

    seen = page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]
    assert client.post(url, typed | {"seen": seen}).status_code == 302
    rule.refresh_from_db()
    assert rule.due_day == 8
    last = Amendment.objects.order_by("-pk")[0]
    assert "09" in last.before, "before is what the other wrote"


def test_two_officers_who_write_the_same_rule_are_no_conflict_and_one_change(cast: Cast) -> None:
    rule = cast.rules["monthly"]
    draft, seen = replace(words_of(rule), due_day=8), mark_of(words_of(rule))
    for person in ("office", "secretary"):
        regimes.change_rule(rule, draft, "Lùi hạn.", by=cast.people[person], seen=seen)
    assert Amendment.objects.count() == 1


def test_a_rule_that_somebody_has_removed_is_neither_removed_nor_changed_again(cast: Cast, signed_in: SignIn) -> None:
    rule = regimes.add_rule(cast.regime, THEMATIC, "Thêm.", by=cast.people["office"])
    late = ReportingRule.objects.get(pk=rule.pk)
    regimes.remove_rule(rule, "Thôi.", by=cast.people["office"])
    with pytest.raises(NotAllowed, match="vừa được người khác bỏ"):
        regimes.remove_rule(late, "Thôi.", by=cast.people["secretary"])
    with pytest.raises(NotAllowed, match="vừa được người khác bỏ"):
        regimes.change_rule(late, replace(THEMATIC, due_hour=17), "Sửa.", by=cast.people["secretary"])
    assert Amendment.objects.filter(after="").count() == 1


def test_a_rule_whose_report_was_commented_on_is_not_removed(cast: Cast) -> None:
    rule = regimes.add_rule(cast.regime, THEMATIC, "Thêm.", by=cast.people["office"])
    report = Submission.objects.filter(period__rule=rule)[0]
    Comment.objects.create(submission=report, by=cast.people["office"], text="Gửi sớm giúp.")
    with pytest.raises(NotAllowed):
        regimes.remove_rule(rule, "Thôi.", by=cast.people["office"])


def test_rules_of_a_programme_that_has_ended_do_not_change(cast: Cast, signed_in: SignIn) -> None:
    close(cast.program, by=cast.people["secretary"])
    rule, client = cast.rules["monthly"], signed_in(cast.people["office"])
    page = client.get(f"/che-do-bao-cao/{cast.regime.pk}/quy-dinh/").content.decode()
    assert regimes.ENDED in page
    assert "Thêm quy định" not in page
    before = list(cast.regime.rules.values())
    typed = typed_rule(rule, due_day="8")
    for path, data in (
        (f"{cast.regime.pk}/sua/", {"name": "Khác", "reason": "Sửa."}),
        (f"{cast.regime.pk}/quy-dinh/them/", typed),
        (f"quy-dinh/{rule.pk}/sua/", typed),
        (f"quy-dinh/{rule.pk}/bo/", {"reason": "Thôi."}),
    ):
        answer = client.post(f"/che-do-bao-cao/{path}", data)
        assert answer.status_code == 422, path
        assert regimes.ENDED in answer.content.decode(), path
    assert list(cast.regime.rules.values()) == before


def test_rules_stay_open_while_one_of_several_programmes_runs(cast: Cast) -> None:
    Program.objects.filter(pk=cast.draft.pk).update(
        status=ProgramStatus.ISSUED, issued_at=clock.now(), issued_by=cast.people["secretary"], regime=cast.regime
    )
    close(cast.program, by=cast.people["secretary"])
    regimes.add_rule(cast.regime, THEMATIC, "Thêm.", by=cast.people["office"])
    assert cast.regime.rules.count() == 3


def test_a_form_without_a_reason_changes_nothing(cast: Cast, signed_in: SignIn) -> None:
    typed = {"kind": "thematic", "due_on": "10/06/2026", "is_inclusive": "True", "due_hour": "24", "shift": "none"}
    typed |= {"covers": "nothing", "audience": "everybody"}
    client = signed_in(cast.people["office"])
    url = f"/che-do-bao-cao/{cast.regime.pk}/quy-dinh/them/"
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Ghi lý do thay đổi" in refused.content.decode()
    assert cast.regime.rules.count() == 2
    assert client.post(url, typed | {"reason": "Cấp trên yêu cầu."}).status_code == 302
    assert cast.regime.rules.count() == 3


def test_two_ways_of_saying_the_deadline_are_asked_back(cast: Cast, signed_in: SignIn) -> None:
    typed = {"kind": "monthly", "due_on": "10/06/2026", "due_day": "5", "is_inclusive": "True", "due_hour": "24"}
    typed |= {"covers": "nothing", "audience": "everybody", "shift": "none", "reason": "Sửa."}
    answer = signed_in(cast.people["office"]).post(f"/che-do-bao-cao/{cast.regime.pk}/quy-dinh/them/", typed)
    assert answer.status_code == 422
    assert "Chỉ chọn một cách ghi hạn" in answer.content.decode()


def test_an_urgent_request_asks_only_the_chosen_units(cast: Cast, signed_in: SignIn) -> None:
    typed = {"name": "Báo cáo nhanh về hiến máu", "due_on": "24/04/2026", "due_hour": "17", "units": [cast.a.pk]}
    answer = signed_in(cast.people["office"]).post("/che-do-bao-cao/yeu-cau-dot-xuat/", typed)
    regime = Regime.objects.get(is_urgent=True)
    assert answer.headers["Location"] == f"/che-do-bao-cao/{regime.pk}/quy-dinh/"
    assert owed(cast, period__regime=regime) == {"A"}
    period = regime.periods.get()
    assert (period.last_day, period.due_at.hour) == (dt.date(2026, 4, 24), 10)
    assert set(Message.objects.filter(kind="urgent_request").values_list("to__username", flat=True)) == {
        "reporter",
        "a_secretary",
    }


def test_an_urgent_request_is_not_due_in_the_past(cast: Cast, signed_in: SignIn) -> None:
    typed = {"name": "Báo cáo nhanh", "due_on": "19/04/2026", "due_hour": "24", "units": [cast.a.pk]}
    assert signed_in(cast.people["office"]).post("/che-do-bao-cao/yeu-cau-dot-xuat/", typed).status_code == 422
    assert not Regime.objects.filter(is_urgent=True).exists()


def test_a_later_first_day_frees_units_from_what_fell_due_before_it(cast: Cast) -> None:
    draft = RegimeDraft("Chế độ", dt.date(2026, 7, 1))
    regimes.change_regime(cast.regime, draft, "Bắt đầu giữa năm.", by=cast.people["office"])
    rows = Submission.objects.owed().filter(period__regime=cast.regime, status="not_started")
    assert rows.exists()
    assert not rows.filter(period__last_day__lt=dt.date(2026, 7, 1)).exists()


def test_two_officers_who_change_the_same_regime_see_each_other(cast: Cast, signed_in: SignIn) -> None:
    regime, other = cast.regime, cast.people["secretary"]
    client, url = signed_in(cast.people["office"]), f"/che-do-bao-cao/{cast.regime.pk}/sua/"
    seen = mark_of(regimes.words_of_regime(regime))
    assert f'name="seen" value="{seen}"' in client.get(url).content.decode()
    regimes.change_regime(regime, RegimeDraft("Chế độ mới", None), "Đặt lại tên.", by=other)

    typed = {"name": regime.name, "reports_from": "01/07/2026", "reason": "Bắt đầu giữa năm.", "seen": seen}
    answer = client.post(url, typed)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert f"đồng chí {other} vừa sửa nội dung này" in page
    assert "Tên chế độ báo cáo: “Chế độ mới”" in page
    assert 'value="01/07/2026"' in page
    regime.refresh_from_db()
    assert (regime.name, regime.reports_from) == ("Chế độ mới", None)

    seen = page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]
    assert client.post(url, typed | {"seen": seen}).status_code == 302
    regime.refresh_from_db()
    assert regime.reports_from == dt.date(2026, 7, 1)
    entries = AuditEntry.objects.filter(event="regime_changed").count()
    assert client.post(url, typed | {"seen": seen}).status_code == 302
    assert AuditEntry.objects.filter(event="regime_changed").count() == entries, "the same again changes nothing"
