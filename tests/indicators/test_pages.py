"""The list of targets, what is behind a figure, own figures and goals, as people use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import AnsweredBy, Goal, Indicator, Posting
from tests.cast import Cast
from units.formats import format_date

SignIn = Callable[[Any], Client]


@pytest.fixture
def office(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.people["office"])


def text_of(client: Client, name: str, *args: Any, **asked: Any) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# --- the list -----------------------------------------------------------------------------------------------------


def test_the_list_shows_value_goal_percent_and_status(cast: Cast, office: Client) -> None:
    page = text_of(office, "indicators:indicator_list")
    assert "100 / 4.500 cây (2,2%)" in page  # four reports of A and one of B; B's returned one does not count
    assert "Nguy cơ" in page
    assert "1/2 đơn vị đạt" in page


def test_a_unit_sees_its_own_shares(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.people["reporter"]), "indicators:indicator_list")
    assert "80 / 100 cây (80%)" in page
    assert "4.500 cây (" not in page


def test_targets_are_found_without_diacritics_and_by_status(cast: Cast, office: Client) -> None:
    page = text_of(office, "indicators:indicator_list", q="trong CAY")
    assert "Cây xanh trồng mới" in page
    assert "chuyển đổi số" not in page
    assert "Không có chỉ tiêu phù hợp" in text_of(office, "indicators:indicator_list", q="bóng đá")
    assert "Không có chỉ tiêu phù hợp" in text_of(office, "indicators:indicator_list", trang_thai="missed")


def test_a_cluster_is_judged_by_the_shares_of_its_members(cast: Cast, office: Client) -> None:
    page = text_of(office, "indicators:indicator_list", cum=cast.clusters["C2"].pk)
    assert "20 / 120 cây (16,7%)" in page


def test_units_of_others_are_not_shown(cast: Cast, signed_in: SignIn) -> None:
    reporter = signed_in(cast.people["reporter"])
    url = reverse("indicators:indicator_list")
    assert reporter.get(url, {"don_vi": cast.b.pk}).status_code == 404
    assert reporter.get(url, {"don_vi": cast.issuer.pk}).status_code == 404
    assert reporter.get(url, {"don_vi": "x"}).status_code == 404


def test_without_a_programme_the_list_says_what_will_come(cast: Cast, office: Client) -> None:
    cast.program.participations.all().delete()
    cast.program.status = "draft"
    cast.program.save()
    assert "Chưa có chỉ tiêu nào" in text_of(office, "indicators:indicator_list")


# --- behind a figure ----------------------------------------------------------------------------------------------


def test_a_figure_opens_to_its_units_those_left_out_and_its_history(cast: Cast, office: Client) -> None:
    page = text_of(office, "indicators:indicator_detail", cast.indicators["trees"].pk)
    assert "Mỗi đơn vị cộng số liệu các kỳ, sau đó cộng tất cả đơn vị." in page
    assert "Đã qua 110/365 ngày" in page
    assert "Trong đó đã duyệt" in page
    assert "CĐ Sở Tài chính" in page
    assert 'data-label="Chỉ tiêu">100</td>' in page
    assert 'data-label="Tỷ lệ">80%</td>' in page
    assert "theo chế độ báo cáo khác" in page
    assert "Báo cáo tháng 1/2026" in page


def test_a_share_shows_what_was_divided_by_what(cast: Cast, office: Client) -> None:
    Indicator.objects.filter(code="trained").update(scope="ORGANISATION")
    page = text_of(office, "indicators:indicator_detail", cast.indicators["trained"].pk)
    assert "56 / 65 = 86,2%" in page
    assert "36/40 (90%)" in page


def test_the_panel_is_the_explanation_alone(cast: Cast, office: Client) -> None:
    url = reverse("indicators:indicator_detail", args=[cast.indicators["trees"].pk])
    panel = office.get(url, headers={"HX-Request": "true"})
    assert "Cách tính" in panel.content.decode()
    assert "<html" not in panel.content.decode()
    assert "HX-Request" in panel["Vary"]


def test_a_unit_sees_how_its_figure_is_made_but_not_the_other_units(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.people["reporter"]), "indicators:indicator_detail", cast.indicators["trees"].pk)
    assert "80 / 100 cây" in page
    assert "Sở Y tế" not in page
    assert "Đơn vị có số liệu được tính" not in page


# --- own figures --------------------------------------------------------------------------------------------------


def test_the_office_writes_a_figure_of_its_own_and_takes_it_back(cast: Cast, office: Client) -> None:
    trees = cast.indicators["trees"]
    url = reverse("indicators:own_figure", args=[trees.pk])
    assert office.post(url, {"value": "1.000", "on": "15/04/2026", "note": "Ngày ra quân"}).status_code == 302
    assert "1.100 / 4.500 cây" in text_of(office, "indicators:indicator_list")
    posting = Posting.objects.get(kind="own")
    assert "Ngày ra quân" in text_of(office, "indicators:indicator_detail", trees.pk)
    withdrawal = reverse("indicators:own_withdraw", args=[posting.pk])
    assert office.post(withdrawal).status_code == 302
    assert "100 / 4.500 cây" in text_of(office, "indicators:indicator_list")
    assert "không có gì thay đổi" in office.post(withdrawal, follow=True).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "4,500", "on": "15/04/2026"}, "có thể hiểu là"),
        ({"value": "-3", "on": "15/04/2026"}, "không được âm"),
        ({"value": "", "on": "15/04/2026"}, "phải là số"),
        ({"value": "5", "on": "21/04/2026"}, "không được sau hôm nay"),
    ],
)
def test_what_cannot_be_read_is_asked_back_and_kept(
    cast: Cast, office: Client, typed: dict[str, str], sentence: str
) -> None:
    response = office.post(reverse("indicators:own_figure", args=[cast.indicators["trees"].pk]), typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{typed["value"]}"' in response.content.decode() or not typed["value"]
    assert not Posting.objects.filter(kind="own").exists()


def test_a_share_is_written_as_two_numbers_that_fit(cast: Cast, office: Client) -> None:
    url = reverse("indicators:own_figure", args=[cast.indicators["trained"].pk])
    bad = office.post(url, {"numerator": "120", "denominator": "100", "on": "15/04/2026"})
    assert bad.status_code == 422
    assert "Tử số (120) lớn hơn mẫu số (100)" in bad.content.decode()
    assert office.post(url, {"numerator": "9", "denominator": "10", "on": "15/04/2026"}).status_code == 302


def test_grades_from_above_are_written_for_a_unit(cast: Cast, office: Client) -> None:
    Indicator.objects.filter(code="model").update(answered_by=AnsweredBy.ISSUER_FOR_EACH_UNIT)
    url = reverse("indicators:own_figure", args=[cast.indicators["model"].pk])
    assert "Ghi cho đơn vị" in office.get(url).content.decode()
    assert office.post(url, {"unit": cast.s.pk, "holds": "yes", "on": "15/04/2026"}).status_code == 302
    assert Posting.objects.get(kind="own").unit == cast.s
    assert office.post(url, {"unit": cast.issuer.pk, "holds": "yes", "on": "15/04/2026"}).status_code == 422


# --- goals --------------------------------------------------------------------------------------------------------


def shares(cast: Cast) -> dict[str, Decimal]:
    rows = Goal.objects.filter(indicator=cast.indicators["trees"], holds_until=None)
    return {goal.unit.code: goal.value for goal in rows.select_related("unit")}


def test_the_page_shows_the_sum_against_the_goal(cast: Cast, office: Client) -> None:
    page = text_of(office, "indicators:goal_edit", cast.indicators["trees"].pk)
    assert ">220</span> /" in page
    assert "còn 4.280" in page


def test_a_way_of_splitting_fills_the_page_and_stores_nothing(cast: Cast, office: Client) -> None:
    url = reverse("indicators:goal_edit", args=[cast.indicators["trees"].pk])
    page = office.post(url, {"split": "equal"}).content.decode()
    assert page.count('value="1.500"') == 3
    assert "✓ đủ" in page
    assert shares(cast) == {"K": 4500, "A": 100, "B": 120}
    by_members = office.post(url, {"split": "members"}).content.decode()
    assert 'value="271"' in by_members  # 40 of 665 members
    assert "✓ đủ" in by_members
    assert "Chưa có số liệu để chia" in office.post(url, {"split": "last_year"}).content.decode()


def test_a_changed_share_needs_a_reason_and_what_was_typed_is_kept(cast: Cast, office: Client) -> None:
    url = reverse("indicators:goal_edit", args=[cast.indicators["trees"].pk])
    typed = {f"u{cast.a.pk}": "150", f"u{cast.b.pk}": "120", f"u{cast.s.pk}": "70"}
    refused = office.post(url, typed)
    assert refused.status_code == 422
    assert "Ghi lý do điều chỉnh" in refused.content.decode()
    assert 'value="150"' in refused.content.decode()
    assert shares(cast) == {"K": 4500, "A": 100, "B": 120}
    assert office.post(url, typed | {"reason": "Theo hội nghị ngày 18/4"}).status_code == 302
    assert shares(cast) == {"K": 4500, "A": 150, "B": 120, "S": 70}
    assert "Theo hội nghị" in text_of(
        office, "indicators:indicator_detail", cast.indicators["trees"].pk, don_vi=cast.a.pk
    )


def test_the_total_changes_only_by_the_secretary(cast: Cast, office: Client, signed_in: SignIn) -> None:
    url = reverse("indicators:goal_edit", args=[cast.indicators["trees"].pk])
    typed = {"total": "5.000", "reason": "Bổ sung nhiệm vụ"}
    office.post(url, typed)
    assert shares(cast)["K"] == 4500
    signed_in(cast.people["secretary"]).post(url, typed)
    assert shares(cast) == {"K": 5000, "A": 100, "B": 120}


def test_letters_in_a_share_change_nothing(cast: Cast, office: Client) -> None:
    url = reverse("indicators:goal_edit", args=[cast.indicators["trees"].pk])
    response = office.post(url, {f"u{cast.a.pk}": "một trăm", "reason": "x"})
    assert response.status_code == 422
    assert "một trăm" in response.content.decode()
    assert shares(cast)["A"] == 100


def test_days_are_written_the_vietnamese_way(cast: Cast, office: Client) -> None:
    page = text_of(office, "indicators:own_figure", cast.indicators["trees"].pk)
    assert f'value="{format_date(cast.program.starts_on.replace(month=4, day=20))}"' in page


def test_shares_that_somebody_changed_meanwhile_are_not_overwritten_unseen(cast: Cast, office: Client) -> None:
    url = reverse("indicators:goal_edit", args=[cast.indicators["trees"].pk])
    seen = re.search(r'name="seen" value="(\w+)"', office.get(url).content.decode())
    assert seen is not None
    theirs = {f"u{cast.a.pk}": "180", "reason": "Theo hội nghị"}
    assert office.post(url, theirs | {"seen": seen.group(1)}).status_code == 302
    mine = {f"u{cast.a.pk}": "100", f"u{cast.b.pk}": "130", "reason": "Bổ sung"}
    refused = office.post(url, mine | {"seen": seen.group(1)})
    assert refused.status_code == 422
    assert "Vừa có người thay đổi chỉ tiêu giao" in refused.content.decode()
    assert shares(cast) == {"K": 4500, "A": 180, "B": 120}
    now = re.search(r'name="seen" value="(\w+)"', refused.content.decode())
    assert now is not None
    assert office.post(url, mine | {"seen": now.group(1)}).status_code == 302
    assert shares(cast) == {"K": 4500, "A": 100, "B": 130}
