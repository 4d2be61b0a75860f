"""Units answer what they were given; the body above decides; both sides are told and nothing is forgotten."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.actions.goals import set_goal
from indicators.actions.refusals import FigureRefused
from indicators.actions.replying import accept_shares, decide, propose_change
from indicators.models import Goal, ReplyState, ShareReply
from tests.cast import TODAY, Cast
from units.models import AuditEntry, Message


@pytest.fixture
def share(cast: Cast) -> Goal:
    Goal.objects.filter(indicator=cast.indicators["trees"], unit=cast.a).delete()
    return Goal.objects.create(
        indicator=cast.indicators["trees"], unit=cast.a, value=Decimal(100), holds_from=cast.program.starts_on
    )


def told(cast: Cast, name: str) -> list[str]:
    return list(Message.objects.filter(to=cast.people[name]).values_list("subject", flat=True))


def test_an_accepted_share_is_told_to_the_office_once(cast: Cast, share: Goal) -> None:
    assert accept_shares(cast.a, [share], by=cast.people["a_secretary"]) == 1
    assert accept_shares(cast.a, [share], by=cast.people["a_secretary"]) == 0
    assert len([line for line in told(cast, "office") if "nhận 1 chỉ tiêu" in line]) == 1
    assert AuditEntry.objects.filter(event="shares_accepted").count() == 1


def test_a_granted_proposal_changes_the_share_with_its_reason_and_keeps_the_old_one(cast: Cast, share: Goal) -> None:
    reply = propose_change(share, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"])
    assert any("đề nghị điều chỉnh" in line for line in told(cast, "office"))
    decide(reply, is_granted=True, note="Đồng ý", by=cast.people["office"], on=TODAY)
    now = Goal.objects.get(indicator=share.indicator, unit=cast.a, holds_until=None)
    assert now.value == 80
    assert "Thiếu quỹ đất" in now.reason
    share.refresh_from_db()
    assert (share.holds_until, int(share.value)) == (TODAY, 100)
    assert ShareReply.objects.get(goal=now).state == ReplyState.ACCEPTED
    assert any("Đã điều chỉnh" in line for line in told(cast, "a_secretary"))


def test_a_refused_proposal_leaves_the_share_and_the_unit_may_answer_again(cast: Cast, share: Goal) -> None:
    reply = propose_change(share, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"])
    decide(reply, is_granted=False, note="Giữ theo kế hoạch", by=cast.people["office"], on=TODAY)
    assert Goal.objects.get(pk=share.pk).holds_until is None
    assert accept_shares(cast.a, [share], by=cast.people["a_secretary"]) == 1


def test_a_second_click_decides_nothing(cast: Cast, share: Goal) -> None:
    reply = propose_change(share, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"])
    decide(reply, is_granted=False, note="", by=cast.people["office"], on=TODAY)
    with pytest.raises(FigureRefused, match="đã được trả lời"):
        decide(reply, is_granted=True, note="", by=cast.people["office"], on=TODAY)
    assert Goal.objects.get(pk=share.pk).holds_until is None


def test_a_proposal_about_a_share_that_was_changed_meanwhile_is_not_granted(cast: Cast, share: Goal) -> None:
    reply = propose_change(share, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"])
    set_goal(share.indicator, cast.a, Decimal(90), reason="Giao lại", by=cast.people["office"], on=TODAY)
    with pytest.raises(FigureRefused, match="vừa thay đổi"):
        decide(reply, is_granted=True, note="", by=cast.people["office"], on=TODAY)
    assert Goal.objects.get(indicator=share.indicator, unit=cast.a, holds_until=None).value == 90
    assert ShareReply.objects.get(pk=reply.pk).state == ReplyState.PROPOSED


@pytest.mark.parametrize(("wanted", "reason", "said"), [(80, " ", "lý do"), (100, "Vì", "giống"), (-1, "Vì", "âm")])
def test_an_empty_proposal_is_asked_back(cast: Cast, share: Goal, wanted: int, reason: str, said: str) -> None:
    with pytest.raises(FigureRefused, match=said):
        propose_change(share, Decimal(wanted), reason, by=cast.people["a_secretary"])
    assert not ShareReply.objects.exists()


def test_only_one_proposal_waits_at_a_time(cast: Cast, share: Goal) -> None:
    propose_change(share, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"])
    with pytest.raises(FigureRefused, match="đang chờ"):
        propose_change(share, Decimal(70), "Thiếu quỹ đất", by=cast.people["a_secretary"])


def test_the_office_sees_what_granting_would_do_to_the_sum(cast: Cast, share: Goal) -> None:
    propose_change(share, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"])
    client = Client()
    client.force_login(cast.people["office"])
    page = client.get(reverse("indicators:share_proposals"))
    row = page.context["proposals"].waiting[0]
    shares = Goal.objects.filter(indicator=share.indicator, holds_until=None, year=None).exclude(unit=cast.issuer)
    after = sum(goal.value for goal in shares) - 20
    assert row.after.replace(".", "").startswith(f"{int(after)} / ")


def test_what_is_typed_into_a_refused_proposal_stays(cast: Cast, share: Goal) -> None:
    client = Client()
    client.force_login(cast.people["a_secretary"])
    answer: Any = client.post(reverse("indicators:share_propose", args=[share.pk]), {"wanted": "80", "reason": ""})
    assert answer.status_code == 422
    assert 'value="80"' in answer.content.decode()


def test_the_first_page_leads_to_what_waits_for_an_answer(cast: Cast, share: Goal, signed_in: Any) -> None:
    trained = Goal.objects.create(
        indicator=cast.indicators["trained"], unit=cast.a, value=Decimal(90), holds_from=cast.program.starts_on
    )
    lists = {name: reverse(f"indicators:{name}") + "?don_vi=" for name in ("share_list", "share_proposals")}

    def page(name: str) -> str:
        return str(signed_in(cast.people[name]).get("/", follow=True).content.decode())

    assert "2 chỉ tiêu được giao chưa nhận" in page("a_secretary")
    assert f"{lists['share_list']}{cast.a.pk}" in page("a_secretary")
    assert "chưa nhận" not in page("reporter"), "who only types cannot answer"
    assert "chờ trả lời" not in page("office")
    propose_change(share, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"])
    assert "1 chỉ tiêu được giao chưa nhận" in page("a_secretary")
    assert "1 đề nghị điều chỉnh chỉ tiêu chờ trả lời" in page("office")
    assert f"{lists['share_proposals']}{cast.issuer.pk}" in page("office")
    accept_shares(cast.a, [trained], by=cast.people["a_secretary"])
    assert "chưa nhận" not in page("a_secretary")
    decide(ShareReply.objects.get(goal=share), is_granted=True, note="", by=cast.people["office"], on=TODAY)
    assert "chờ trả lời" not in page("office")
