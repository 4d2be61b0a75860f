"""Vietnamese names are found without diacritics and stand in the order of a Vietnamese dictionary."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units import vietnamese

VIETNAMESE_TEXT = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạẩẫĐÁ 0123456789-", max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Trồng  cây xanh", "trong cay xanh"),
        ("ĐOÀN KHỐI", "doan khoi"),
        ("đường Nguyễn Huệ", "duong nguyen hue"),
        (unicodedata.normalize("NFD", "Đặng Thị Hòa"), "dang thi hoa"),
    ],
)
def test_search_ignores_diacritics_case_and_spaces(text: str, folded: str) -> None:
    assert vietnamese.fold(text) == folded


def test_both_places_of_a_tone_are_the_same_word() -> None:
    assert vietnamese.fold("hoà") == vietnamese.fold("hòa")
    assert vietnamese.sort_key("Khánh Hoà") == vietnamese.sort_key("Khánh Hòa")


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Bắc", "Cao", "Dương", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Em", "Êm", "Gia"],
        ["la", "là", "lả", "lã", "lá", "lạ", "lan"],
        ["Chi đoàn 2", "Chi đoàn 10", "Chi đoàn A"],
        ["Hà Giang", "Hà Nội", "Hạ Long", "Hàm Yên", "Hạnh Phúc"],
        ["Ô Môn", "Ơn", "Phú Yên", "Tuyên", "Tư Nghĩa", "Vinh", "Xuân", "Yên Bái"],
        ["Sở Công Thương", "Sở Tài chính", "Sở Tài chính - Kế hoạch", "Sở Y tế"],
    ],
)
def test_names_stand_in_dictionary_order(ordered: list[str]) -> None:
    mixed = ordered.copy()
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=vietnamese.sort_key) == ordered


def test_people_stand_by_given_name_then_family_name() -> None:
    people = ["Trần Văn Bình", "Đỗ Thị Ánh", "Nguyễn Văn An", "Lê Thị Bình", "Phạm An", "Vũ Đức Đạt", "Lý Thị Dung"]
    assert sorted(people, key=vietnamese.person_sort_key) == [
        "Nguyễn Văn An",
        "Phạm An",
        "Đỗ Thị Ánh",
        "Lê Thị Bình",
        "Trần Văn Bình",
        "Lý Thị Dung",
        "Vũ Đức Đạt",
    ]


def test_keys_of_nothing_are_keys_too() -> None:
    assert vietnamese.sort_key("") == ""
    assert vietnamese.person_sort_key("  ").isdigit()


@given(st.text(max_size=60))
def test_keys_are_digits_so_that_every_database_compares_them_alike(text: str) -> None:
    assert set(vietnamese.sort_key(text)) <= set("0123456789")


@pytest.mark.parametrize("text", ["Ủy" * 400, "Ban Chấp hành " * 50, "1" * 900])
def test_keys_fit_their_columns(text: str) -> None:
    assert len(vietnamese.sort_key(text)) <= vietnamese.SORT_KEY_LENGTH
    assert len(vietnamese.person_sort_key(text)) <= vietnamese.PERSON_SORT_KEY_LENGTH


@given(VIETNAMESE_TEXT)
def test_composed_and_decomposed_text_are_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert vietnamese.sort_key(decomposed) == vietnamese.sort_key(text)
    assert vietnamese.fold(decomposed) == vietnamese.fold(text)
    assert vietnamese.nfc(decomposed) == vietnamese.nfc(text)


@given(VIETNAMESE_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert vietnamese.fold(vietnamese.fold(text)) == vietnamese.fold(text)
