"""What a typed row says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.typed import Typed, fraction_fields, fraction_text, mark, read, version_in


@pytest.mark.parametrize(
    ("text", "value", "about"),
    [("1.200", "1200", False), ("12,5", "12.5", False), ("hơn 1.000", "1000", True), ("Khoảng 40", "40", True)],
)
def test_a_number_is_read_the_vietnamese_way_and_keeps_its_nearly(text: str, value: str, about: bool) -> None:
    reading = read(Typed(text=text), kind="COUNT", decimals=1)
    assert (reading.answer, reading.value, reading.is_approximate) == ("value", Decimal(value), about)


@pytest.mark.parametrize("text", ["abc", "4,500", "4.5", "-5", "12 cây", "1e5", "hơn"])
def test_what_is_no_number_is_answered_with_a_sentence_and_claims_no_value(text: str) -> None:
    reading = read(Typed(text=text), kind="COUNT")
    assert reading.error
    assert reading.error.endswith(".")
    assert reading.value is None


def test_a_blank_is_neither_zero_nor_an_error() -> None:
    assert vars(read(Typed(), kind="COUNT")) == vars(read(Typed(), kind="SHARE"))
    assert read(Typed(), kind="COUNT").answer == ""
    assert read(Typed(text="0"), kind="COUNT").value == 0


def test_a_share_is_read_from_one_text_or_from_two_fields() -> None:
    reading = read(Typed(text=fraction_text("495", "629")), kind="SHARE")
    assert (reading.numerator, reading.denominator) == (Decimal(495), Decimal(629))
    assert fraction_text(" 1.005/1.216", "40") == "1.005/1.216"
    assert fraction_text("", "40") == ""
    assert fraction_fields("495/629") == ("495", "629")
    assert fraction_fields("abc/629") == ("abc", "629")


def test_a_numerator_above_its_denominator_is_named_with_both_numbers() -> None:
    reading = read(Typed(text="120/100"), kind="SHARE", denominator="youth")
    assert reading.error == "Tử số (120) lớn hơn mẫu số (100). Kiểm tra lại số thanh niên."


def test_none_beside_a_figure_is_asked_back() -> None:
    assert "12" in read(Typed(text="12", answer="none"), kind="COUNT").error
    assert read(Typed(answer="none"), kind="COUNT").error == ""


def test_not_applicable_needs_a_reason() -> None:
    assert read(Typed(answer="n/a"), kind="COUNT").error == "Ghi lý do không áp dụng."
    assert read(Typed(answer="n/a", reason="Không có địa bàn."), kind="COUNT").error == ""


def test_yes_and_no_are_read_without_regard_to_marks() -> None:
    assert read(Typed(text="co"), kind="CONDITION").holds is True
    assert read(Typed(text="Không"), kind="CONDITION").holds is False
    assert read(Typed(text="có lẽ"), kind="CONDITION").error


def test_signs_that_no_database_keeps_are_dropped() -> None:
    assert Typed(text="1\x002 ", note="a\r\nb\x00").tidied() == Typed(text="12", note="a\nb")


def test_a_mark_tells_version_and_content() -> None:
    assert version_in(mark(7, Typed(text="12"))) == 7
    assert mark(1, Typed(text="12")) != mark(1, Typed(text="13"))
    assert version_in("x") == version_in("") == version_in("²") == 0
