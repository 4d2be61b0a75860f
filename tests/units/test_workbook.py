from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.cast import TODAY, Cast
from units.actions.importing import confirm_workbook, keep_draft, plan_of
from units.actions.refusals import Refused
from units.models import (
    Appointment,
    AuditEntry,
    Cluster,
    ClusterMembership,
    Headcount,
    Role,
    Unit,
    User,
    WorkbookDraft,
)
from units.workbook import reading
from units.workbook.layout import SHEETS
from units.workbook.plan import Plan
from units.workbook.planning import make_plan
from units.workbook.reading import UnreadableWorkbook, read_workbook
from units.workbook.template import build_template

SignedIn = Callable[[User], Client]
BASE, BRANCH = "Đoàn cơ sở, chi đoàn cơ sở", "Chi đoàn"
HEADS = {sheet.title: [column.heading for column in sheet.columns] for sheet in SHEETS}
UNITS = [
    ["D01", "Đoàn Sở Công Thương", "", BASE, "Cơ quan, đơn vị", "", "01/02/2026", "", "CUM9", "x"],
    ["D01.1", "Chi đoàn Văn phòng Sở", "", BRANCH, "", "D01", "", "", "", ""],
    ["A", "Chi đoàn Sở Tài chính", "", BASE, "", "K", "", "", "", ""],
]
CLUSTERS = [["CUM9", "Cụm thi đua số 9", "9"], ["C1", "Cụm thi đua số 1", ""]]
PEOPLE: list[list[Any]] = [
    ["d01.bt", "Trần Thị Mai", "D01", "Bí thư", "Bí thư chi đoàn", "mai@thu-nghiem.example", 912345678],
    ["d01.bt", "Trần Thị Mai", "D01.1", "Người báo cáo", "", "", ""],
    ["reporter", "Phạm Báo Cáo", "A", "Người báo cáo", "", "", ""],
]
COUNTS: list[list[Any]] = [["D01", dt.date(2026, 1, 1), 3, 30, "1.200", ""], ["A", "01/01/2026", 4, 40, 60, 0]]
FILLED: dict[str, list[list[Any]]] = {"Đơn vị": UNITS, "Cụm": CLUSTERS, "Người dùng": PEOPLE, "Số lượng": COUNTS}


def workbook(sheets: dict[str, list[list[Any]]], heads: dict[str, list[str]] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        page.append((heads or HEADS)[title])
        for row in rows:
            page.append([None if value == "" else value for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(**sheets: list[list[Any]]) -> bytes:
    titles = {"units": "Đơn vị", "clusters": "Cụm", "people": "Người dùng", "counts": "Số lượng"}
    return workbook(FILLED | {titles[key]: rows for key, rows in sheets.items()})


def plan(cast: Cast, content: bytes, by: str = "office", unit: Unit | None = None) -> Plan:
    return make_plan(read_workbook(content), unit or cast.issuer, cast.people[by])


def said(cast: Cast, content: bytes, by: str = "office", unit: Unit | None = None) -> list[tuple[str, str]]:
    """Where the problems are, as ("Đơn vị", "A2")."""
    return [(problem.sheet, problem.cell) for problem in plan(cast, content, by, unit).problems]


def upload(client: Client, cast: Cast, content: bytes, name: str = "danh sách.xlsx") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("units:workbook_upload", args=[cast.issuer.pk]), {"file": file})  # type: ignore[return-value]


def write(cast: Cast, content: bytes) -> Plan:
    office = cast.people["office"]
    draft = keep_draft(read_workbook(content), "a.xlsx", cast.issuer, by=office)
    return confirm_workbook(draft, plan_of(draft, office).digest(), by=office)


# --- the journey ----------------------------------------------------------------------------------------------------


def test_the_template_can_be_filled_in_and_uploaded(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.people["office"]).get(reverse("units:workbook_template", args=[cast.issuer.pk]))
    assert "danh-sach-doan-khoi.xlsx" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:5] == ["Hướng dẫn", "Đơn vị", "Cụm", "Người dùng", "Số lượng"]
    assert len(book["Đơn vị"].data_validations.dataValidation) == 3
    page = book["Đơn vị"]
    for column, value in enumerate(["D01", "Đoàn Sở Công Thương", None, BASE], start=1):
        page.cell(4, column, value)
    file = io.BytesIO()
    book.save(file)
    found = plan(cast, file.getvalue())
    assert found.problems == []
    assert [unit.code for unit in found.new_units] == ["D01"]  # the examples are passed over


def test_an_empty_template_asks_for_nothing(cast: Cast) -> None:
    found = plan(cast, build_template("Đoàn Khối"))
    assert (found.problems, found.is_empty) == ([], True)


def test_upload_preview_and_one_confirmation(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    answer = upload(client, cast, filled())
    preview = client.get(answer["Location"])
    page = preview.content.decode()
    assert "Đoàn Sở Công Thương" in page
    assert "Trần Thị Mai" in page
    assert not Unit.objects.filter(code="D01").exists()  # nothing before the confirmation
    done = client.post(answer["Location"], {"digest": preview.context["plan"].digest()})
    assert done["Location"] == reverse("units:password_slips", args=[cast.issuer.pk])
    unit, branch = Unit.objects.get(code="D01"), Unit.objects.get(code="D01.1")
    assert (unit.path_above, branch.path_above) == (cast.issuer.path, unit.path)
    assert (unit.active_from, unit.numchild, unit.search_key) == (dt.date(2026, 2, 1), 1, "d01 doan so cong thuong")
    cast.issuer.refresh_from_db()
    assert cast.issuer.numchild == 4
    mai = User.objects.get(username="d01.bt")
    assert (mai.phone, mai.has_usable_password(), mai.must_change_password) == ("0912345678", False, True)
    assert {(row.unit.code, row.role) for row in mai.appointments.all()} == {
        ("D01", Role.SECRETARY),
        ("D01.1", Role.REPORTER),
    }
    assert ClusterMembership.objects.get(unit=unit).is_lead
    assert Headcount.objects.get(unit=unit).youth == 1200
    events = set(AuditEntry.objects.filter(by=cast.people["office"]).values_list("event", flat=True))
    assert events == {"unit_created", "person_created", "appointment_started", "workbook_imported"}


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    write(cast, filled())
    again = plan(cast, filled())
    assert (again.problems, again.is_empty) == ([], True)


def test_new_units_can_be_planted_by_hand_after_an_import(cast: Cast) -> None:
    write(cast, filled())
    later = Unit(code="E1", name="Sau", level="base", active_from=TODAY).with_keys()
    Unit.objects.add_child(Unit.objects.get(code="D01"), instance=later)
    assert Unit.objects.get(code="E1").path > Unit.objects.get(code="D01.1").path


def test_what_exists_is_changed_where_the_file_says_otherwise(cast: Cast) -> None:
    found = write(
        cast,
        filled(
            units=[["a", "Chi đoàn Sở Tài chính mới", "", BASE, "Khác", "", "", "", "C2", "x"]],
            clusters=[["C1", "Cụm số Một", ""]],
            people=[["reporter", "Phạm Văn Cáo", "A", "Người báo cáo", "Ủy viên", "", ""]],
            counts=[["A", "01/01/2026", "", 41, "", ""]],
        ),
    )
    assert (found.created, found.changed) == (0, 7)
    cast.a.refresh_from_db()
    assert (cast.a.name, cast.a.sector) == ("Chi đoàn Sở Tài chính mới", "other")
    assert cast.a.search_key.endswith("tai chinh")  # of the short name, which was left blank and stays
    assert Cluster.objects.get(code="C1").name == "Cụm số Một"
    assert User.objects.get(username="reporter").email == "reporter@thu-nghiem.example"  # blank leaves it
    count = Headcount.objects.get(unit=cast.a)
    assert (count.officers, count.members, count.youth) == (4, 41, 60)
    moved = ClusterMembership.objects.get(unit=cast.a, ends_on=None)
    assert (moved.cluster.code, moved.is_lead, moved.starts_on) == ("C2", True, TODAY)
    assert ClusterMembership.objects.filter(cluster__code="C2", ends_on=None, is_lead=True).count() == 1


# --- problems -------------------------------------------------------------------------------------------------------


def test_every_problem_is_shown_at_once_with_its_cell(cast: Cast, signed_in: SignedIn) -> None:
    content = filled(
        units=[
            ["D 01", "Mã có dấu cách", "", BASE, "", "", "", "", "", ""],
            ["D02", "", "", BASE, "", "", "", "", "", ""],
            ["D03", "Cấp lạ", "", "Chi hội", "Ngân hàng", "", "31/02/2026", "khong-phai-thu", "CUM8", ""],
            ["D04", "Cấp trên lạ", "", BASE, "", "XX", "", "", "", "x"],
            ["d03", "Trùng mã", "", BASE, "", "", "", "", "", ""],
        ],
        clusters=[["CUM1", "Một", "mười"], ["cum1", "Hai", ""]],
        people=[
            ["mai", "Trần Thị Mai", "D99", "Bí thư", "", "", ""],
            ["nam", "Lê Văn Nam", "A", "Trưởng ban", "", "sai", ""],
            ["nam", "Lê Nam", "A", "Người xem", "", "", ""],
            ["thùy", "Bùi Thùy", "A", "Người xem", "", "", ""],
        ],
        counts=[["A", "mai", 1, 2, 3, 4], ["B", "01/01/2026", "4,500", "-1", "x", ""]],
    )
    answer = upload(signed_in(cast.people["office"]), cast, content)
    problems = answer.context["plan"].problems  # type: ignore[attr-defined]
    assert answer.status_code == 422
    assert {(problem.sheet, problem.cell) for problem in problems} == {
        *(("Đơn vị", cell) for cell in ("A2", "B3", "D4", "E4", "G4", "H4", "I4", "F5", "J5", "A6")),
        *(("Cụm", cell) for cell in ("C2", "A3")),
        *(("Người dùng", cell) for cell in ("C2", "D3", "F3", "B4", "A5")),
        *(("Số lượng", cell) for cell in ("B2", "C3", "D3", "E3")),
    }
    assert "“4,500” có thể hiểu là" in answer.content.decode()
    assert not WorkbookDraft.objects.exists()
    assert Unit.objects.count() == 4


def test_units_that_are_above_each_other_are_refused(cast: Cast) -> None:
    rows = [
        ["X1", "Một", "", BASE, "", "X2", "", "", "", ""],
        ["X2", "Hai", "", BASE, "", "X1", "", "", "", ""],
    ]
    assert said(cast, filled(units=rows, people=[], counts=[])) == [("Đơn vị", "F2"), ("Đơn vị", "F3")]


def test_children_may_stand_before_their_parents(cast: Cast) -> None:
    rows = [["X2", "Con", "", BRANCH, "", "X1", "", "", "", ""], ["X1", "Mẹ", "", BASE, "", "", "", "", "", ""]]
    found = plan(cast, filled(units=rows, people=[], counts=[]))
    assert [unit.code for unit in found.new_units] == ["X1", "X2"]


def test_a_unit_is_not_moved_by_a_workbook(cast: Cast) -> None:
    rows = [["A", "Chi đoàn Sở Tài chính", "", BASE, "", "B", "", "", "", ""]]
    assert said(cast, filled(units=rows, people=[], counts=[])) == [("Đơn vị", "F2")]


def test_a_cluster_has_one_lead(cast: Cast) -> None:
    rows = [[code, code, "", BASE, "", "", "", "", "C2", "x"] for code in ("X1", "X2")]
    assert said(cast, filled(units=rows, people=[], counts=[])) == [("Đơn vị", "J3")]


def test_a_unit_outside_the_body_is_out_of_reach(cast: Cast) -> None:
    content = filled(
        units=[["B", "Chiếm", "", BASE, "", "", "", "", "", ""], ["X1", "Mới", "", BASE, "", "K", "", "", "", ""]],
        clusters=[],
        people=[["mai", "Trần Thị Mai", "B", "Người xem", "", "", ""]],
        counts=[["S", "01/01/2026", 1, 1, 1, 1]],
    )
    assert said(cast, content, "a_secretary", cast.a) == [("Đơn vị", "A2"), ("Đơn vị", "F3"), ("Số lượng", "A2")]
    only_person = filled(units=[], clusters=[], people=[["mai", "Mai", "B", "Người xem", "", "", ""]], counts=[])
    assert said(cast, only_person, "a_secretary", cast.a) == [("Người dùng", "C2")]


def test_a_workbook_gives_no_role_that_its_sender_could_not_give(cast: Cast) -> None:
    people = [
        ["mai", "Trần Thị Mai", "K", "Quản trị", "", "", ""],
        ["mai", "Trần Thị Mai", "K", "Bí thư", "", "", ""],
        ["mai", "Trần Thị Mai", "D01", "Bí thư", "", "", ""],
    ]
    assert said(cast, filled(people=people)) == [("Người dùng", "D2"), ("Người dùng", "D3")]
    assert said(cast, filled(people=people), "administrator") == []


def test_a_workbook_does_not_take_over_somebody_elses_account(cast: Cast) -> None:
    def rows(username: str, name: str, email: str = "") -> bytes:
        return filled(units=[], clusters=[], counts=[], people=[[username, name, "A", "Người xem", "", email, ""]])

    wrong = [("Người dùng", "A2")]
    assert said(cast, rows("administrator", "Nông Thị Quản", "toi@thu-nghiem.example")) == wrong
    assert said(cast, rows("outsider", "Người Khác"), "a_secretary", cast.a) == wrong
    assert said(cast, rows("outsider", "Ngô Thị Ngoài"), "a_secretary", cast.a) == wrong
    assert said(cast, rows("outsider", "Ngô Thị Ngoài")) == []


def test_a_strange_column_or_a_missing_one_is_named(cast: Cast) -> None:
    heads = HEADS | {"Cụm": ["Mã cụm", "Ghi chú"]}
    problems = plan(cast, workbook({"Cụm": [["C1", "gì đó"]]}, heads)).problems
    assert [(problem.cell, problem.sentence[:14]) for problem in problems[:2]] == [
        ("B1", "Cột “Ghi chú” "),
        ("A1", "Thiếu cột “Tên"),
    ]


# --- between upload and confirmation --------------------------------------------------------------------------------


def test_a_confirmation_writes_what_was_shown_or_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    location = upload(client, cast, filled())["Location"]
    digest = client.get(location).context["plan"].digest()
    User.objects.create_user("d01.bt", full_name="Trần Thị Mai")  # somebody else takes the login meanwhile
    answer = client.post(location, {"digest": digest}, follow=True)
    assert "không còn" in answer.content.decode()
    assert not Unit.objects.filter(code="D01").exists()


def test_a_confirmation_of_something_else_than_was_shown_writes_nothing(cast: Cast) -> None:
    office = cast.people["office"]
    draft = keep_draft(read_workbook(filled()), "a.xlsx", cast.issuer, by=office)
    shown = plan_of(draft, office).digest()
    Cluster.objects.create(issuer=cast.issuer, code="CUM9", name="Cụm khác", active_from=TODAY)  # would be renamed now
    with pytest.raises(Refused, match="vừa được thay đổi"):
        confirm_workbook(draft, shown, by=office)
    assert not Unit.objects.filter(code="D01").exists()
    confirm_workbook(draft, plan_of(draft, office).digest(), by=office)  # seen again, confirmed again


def test_a_second_click_writes_nothing_more(cast: Cast) -> None:
    office = cast.people["office"]
    draft = keep_draft(read_workbook(filled()), "a.xlsx", cast.issuer, by=office)
    digest = plan_of(draft, office).digest()
    confirm_workbook(draft, digest, by=office)
    with pytest.raises(Refused, match="đã được ghi"):
        confirm_workbook(draft, digest, by=office)


def test_an_import_that_fails_in_the_middle_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("units.actions.importing.write_counts", broken)
    with pytest.raises(OSError, match="disk full"):
        write(cast, filled())
    assert Unit.objects.count() == 4
    assert Appointment.objects.count() == 11
    assert WorkbookDraft.objects.get().used_at is None


def test_an_upload_is_its_senders_alone(cast: Cast, signed_in: SignedIn) -> None:
    location = upload(signed_in(cast.people["office"]), cast, filled())["Location"]
    assert signed_in(cast.people["administrator"]).get(location).status_code == 404


def test_a_new_upload_takes_the_place_of_the_one_before(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    first = upload(client, cast, filled())["Location"]
    upload(client, cast, filled())
    assert WorkbookDraft.objects.count() == 1
    assert client.get(first).status_code == 404


# --- hostile and broken files ---------------------------------------------------------------------------------------


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries.items():
            container.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"hello", reading.NOT_EXCEL),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, reading.NOT_EXCEL),
        (zipped(word__document_xml=b"<a/>"), reading.NOT_EXCEL),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, reading.OLD_OR_LOCKED),
        (zipped(xl__workbook_xml=b"<a/>"), reading.DAMAGED),
        (filled()[:-200], reading.NOT_EXCEL),
        (zipped(xl__workbook_xml=b"<a/>", bomb=b"\0" * (reading.MAX_UNPACKED + 1)), reading.TOO_BIG),
    ],
    ids=["text", "picture", "word", "old or locked", "no parts", "cut off", "zip bomb"],
)
def test_a_file_that_is_no_workbook_is_told_apart(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_workbook(content)
    assert str(refused.value) == sentence


def test_an_unreadable_file_is_said_at_the_field(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    for content, sentence in ((b"hello", "không phải tệp Excel"), (b"", "Tệp trống"), (b"a" * 6_000_000, "5 MB")):
        answer = upload(client, cast, content)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_xml_entities_are_not_expanded() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    source = zipfile.ZipFile(io.BytesIO(filled()))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        for entry in source.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/sheet")
            container.writestr(entry.filename, laughs if is_sheet else source.read(entry))
    with pytest.raises(UnreadableWorkbook):
        read_workbook(file.getvalue())


def test_a_sheet_with_too_many_rows_is_refused_and_not_read_to_its_end(cast: Cast) -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("Cụm")
    page.append(HEADS["Cụm"])
    for number in range(reading.MAX_ROWS + 3):
        page.append([f"C{number}", "Cụm"])
    file = io.BytesIO()
    book.save(file)
    assert said(cast, file.getvalue()) == [("Cụm", f"A{reading.MAX_ROWS + 2}")]


def test_a_cell_far_away_costs_nothing() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Cụm"
    page.append(HEADS["Cụm"])
    page.cell(1_048_576, 16_384, "xa")
    file = io.BytesIO()
    book.save(file)
    assert read_workbook(file.getvalue()).lines["clusters"] == []


def test_a_province_of_1500_units_is_read_and_written_in_few_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    places = range(1500)
    units = [[f"P{n}", f"Chi đoàn {n}", "", BASE, "", f"P{n // 10}" if n > 9 else "", "", "", "", ""] for n in places]
    people = [[f"p{n}", f"Người {n}", f"P{n}", "Bí thư", "", "", ""] for n in places]
    content = filled(units=units, clusters=[], people=people, counts=[])
    with django_assert_max_num_queries(150):
        write(cast, content)
    assert Unit.objects.within(cast.issuer).count() == 1504
    assert Appointment.objects.filter(role=Role.SECRETARY).count() == 1503


def test_everything_wrong_in_a_line_of_a_person_is_named_at_once(cast: Cast) -> None:
    person = ["bí thư 1", "Trần Thị Mai", "Z99", "Trưởng phòng", "", "mai@", ""]
    content = filled(units=[], clusters=[], counts=[], people=[person])
    assert sorted(said(cast, content)) == [("Người dùng", f"{letter}2") for letter in "ACDF"]


def test_a_unit_above_itself_is_said_as_that(cast: Cast) -> None:
    unit = ["D01", "Đoàn Sở Công Thương", "", BASE, "", "D01", "", "", "", ""]
    found = plan(cast, filled(units=[unit], clusters=[], counts=[], people=[])).problems
    assert [problem.sentence for problem in found] == ["“D01” là cấp trên của chính nó. Sửa lại mã cấp trên."]
