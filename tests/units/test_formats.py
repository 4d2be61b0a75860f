"""Numbers, dates and deadlines are written and read as a Vietnamese office does, and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units import formats
from units.number_words import number_in_words

FIGURES = st.decimals(min_value=0, max_value=10**14, allow_nan=False, allow_infinity=False, places=4)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4500", "4500"),
        ("4.500", "4500"),
        ("4 500", "4500"),
        ("4\u00a0500", "4500"),
        (" 12,5 ", "12.5"),
        ("1.234.567,8", "1234567.8"),
        ("1.234,567", "1234.567"),
        ("0,125", "0.125"),
        ("4500,125", "4500.125"),
        ("0", "0"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_the_vietnamese_way(typed: str, value: str) -> None:
    assert formats.parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["4,500", "12,250", "4.5", "0.500", "1,234,567", "1,234.5", "45.00"])
def test_what_can_be_read_in_two_ways_is_asked_back(typed: str) -> None:
    with pytest.raises(formats.AmbiguousError) as asked:
        formats.parse_number(typed)
    assert typed in str(asked.value)


def test_the_question_spells_both_readings_out() -> None:
    with pytest.raises(formats.AmbiguousError) as asked:
        formats.parse_number("4,500")
    assert str(asked.value) == (
        "“4,500” có thể hiểu là 4.500 hoặc 4,5. Ghi 4.500 nếu là bốn nghìn năm trăm, hoặc 4,5 nếu là bốn phẩy năm."
    )


@pytest.mark.parametrize(("typed", "proposed"), [("4,125", "4,1250"), ("105,005", "105,0050"), ("4.5", "4,5")])
def test_what_the_question_proposes_is_accepted(typed: str, proposed: str) -> None:
    with pytest.raises(formats.AmbiguousError, match=f"Ghi.* {proposed} nếu"):
        formats.parse_number(typed)
    assert formats.parse_number(proposed) == Decimal(proposed.replace(",", "."))


@pytest.mark.parametrize(
    "typed", ["", "  ", "abc", "12 cây", "1.23.456", "1e5", "+5", ".5", "5,", "1..000", "٣", "3³", "--5"]
)
def test_what_is_no_number_gets_an_example(typed: str) -> None:
    with pytest.raises(formats.UnreadableError, match="Số liệu phải là số, ví dụ"):
        formats.parse_number(typed)


def test_a_negative_number_is_refused_unless_it_is_asked_for() -> None:
    with pytest.raises(formats.UnreadableError, match="không được âm"):
        formats.parse_number("-5")
    assert formats.parse_number("-5", allow_negative=True) == Decimal(-5)
    assert formats.parse_number("−1.200", allow_negative=True) == Decimal(-1200)


def test_more_places_than_the_indicator_has_are_refused() -> None:
    assert formats.parse_number("12,50", decimals=1) == Decimal("12.5")
    with pytest.raises(formats.UnreadableError, match="số nguyên"):
        formats.parse_number("12,5", decimals=0)
    with pytest.raises(formats.UnreadableError, match="nhiều nhất 1 chữ số"):
        formats.parse_number("12,55", decimals=1)


def test_a_number_beyond_every_column_is_refused() -> None:
    assert formats.parse_number("9" * 15)
    with pytest.raises(formats.UnreadableError, match="quá lớn"):
        formats.parse_number("1" + "0" * 15)
    with pytest.raises(formats.UnreadableError, match="quá lớn"):
        formats.parse_number("9" * 5000 + ".5", decimals=0)


@given(FIGURES)
def test_what_a_form_shows_is_read_back_as_the_same_number(value: Decimal) -> None:
    assert formats.parse_number(formats.format_for_input(value)) == value


@given(st.text(max_size=12))
def test_reading_ends_in_a_number_or_a_sentence(text: str) -> None:
    try:
        read: Decimal | str = formats.parse_number(text)
    except formats.UnreadableError as error:
        read = str(error)
    assert read.endswith(".") if isinstance(read, str) else read >= 0


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (4500, None, "4.500"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal("1234567.891"), 1, "1.234.567,9"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("-0.001"), 1, "0,0"),
        (Decimal("-0.001"), 0, "0"),
        (0.1, None, "0,1"),
        (12, 1, "12,0"),
        (Decimal(-1500), None, "-1.500"),
    ],
)
def test_numbers_are_written_with_dots_and_a_comma(value: Decimal | float, decimals: int | None, shown: str) -> None:
    assert formats.format_number(value, decimals) == shown


@pytest.mark.parametrize(
    ("percent", "shown"),
    [("69.333", "69,3%"), ("100", "100%"), ("70.04", "70%"), ("99.97", "99,9%"), ("108.94", "108,9%"), ("0", "0%")],
)
def test_a_percentage_below_a_hundred_never_reads_as_reached(percent: str, shown: str) -> None:
    assert formats.format_percent(Decimal(percent)) == shown


def test_days_carry_their_weekday() -> None:
    assert formats.format_date(date(2026, 4, 5)) == "05/04/2026"
    assert formats.format_day(date(2026, 4, 6)) == "06/04/2026 (Thứ Hai)"
    assert formats.format_last_day(date(2026, 4, 5)) == "hết ngày 05/04/2026 (Chủ Nhật)"


def test_moments_are_shown_in_vietnamese_time() -> None:
    late_evening = datetime(2026, 4, 4, 18, 10, tzinfo=UTC)
    assert formats.format_datetime(late_evening) == "01:10 ngày 05/04/2026"
    assert formats.format_date(late_evening) == "05/04/2026"
    assert formats.format_time(late_evening) == "01:10"


@pytest.mark.parametrize(
    ("days", "words"), [(3, "Còn 3 ngày"), (1, "Còn 1 ngày"), (0, "Hôm nay là hạn cuối"), (-2, "Trễ 2 ngày")]
)
def test_a_deadline_is_said_in_words(days: int, words: str) -> None:
    today = date(2026, 4, 2)
    assert formats.due_in_words(today + timedelta(days=days), today) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=15), "15 phút"),
        (timedelta(hours=2), "2 giờ"),
        (timedelta(minutes=90), "1 giờ 30 phút"),
        (timedelta(seconds=1), "1 phút"),
    ],
)
def test_lengths_of_time_are_said_in_words(length: timedelta, words: str) -> None:
    assert formats.format_duration(length) == words


@pytest.mark.parametrize(
    ("typed", "parts"), [("495/629", (495, 629)), (" 1.005 / 1.216 ", (1005, 1216)), ("0/0", (0, 0))]
)
def test_a_share_is_read_as_a_fraction(typed: str, parts: tuple[int, int]) -> None:
    assert formats.parse_fraction(typed) == tuple(map(Decimal, parts))


@pytest.mark.parametrize("typed", ["495", "495/", "/629", "1/2/3", ""])
def test_half_a_fraction_gets_an_example(typed: str) -> None:
    with pytest.raises(formats.UnreadableError, match="495/629"):
        formats.parse_fraction(typed)


def test_a_wrong_number_inside_a_fraction_is_asked_back() -> None:
    with pytest.raises(formats.AmbiguousError):
        formats.parse_fraction("1,005/1.216")


@pytest.mark.parametrize(
    "typed", ["5/4/2026", "05/04/2026", "05-04-2026", "05.04.2026", " 5 / 4 / 2026 ", "2026-04-05"]
)
def test_dates_are_read_day_first(typed: str) -> None:
    assert formats.parse_date(typed) == date(2026, 4, 5)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2026", "Không có ngày 31/02/2026"),
        ("4/13/2026", "Không có ngày"),
        ("05/04/26", "Ghi đủ bốn chữ số của năm"),
        ("mai", "ngày/tháng/năm"),
        ("", "ngày/tháng/năm"),
    ],
)
def test_a_date_that_is_none_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(formats.UnreadableError, match=sentence):
        formats.parse_date(typed)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "không"),
        ("15", "mười lăm"),
        ("21", "hai mươi mốt"),
        ("105", "một trăm linh năm"),
        ("1010", "một nghìn không trăm mười"),
        ("2000005", "hai triệu không trăm linh năm"),
        ("1000000000015", "một nghìn tỷ không trăm mười lăm"),
        ("4.5", "bốn phẩy năm"),
        ("-3", "âm ba"),
    ],
)
def test_numbers_are_spelled_out(number: str, words: str) -> None:
    assert number_in_words(Decimal(number)) == words
