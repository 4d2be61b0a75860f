"""The report form as its unit sees it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Goal, Indicator, Scope
from reports.models import Attachment, AttachmentKind, Comment, CommentKind, Entry, Narrative, Status, Submission
from reports.sheets import sheet_of
from tests.cast import YEAR_BEGINS, Cast

SignIn = Callable[[Any], Client]


@pytest.fixture
def draft(cast: Cast) -> Submission:
    return cast.submission("A", "monthly-05")


@pytest.fixture
def reporter(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.people["reporter"])


def form_url(submission: Submission) -> str:
    return reverse("reports:submission_form", args=[submission.pk])


def fields(cast: Cast, submission: Submission, **typed: str) -> dict[str, str]:
    """The whole form as a browser sends it, with some rows typed over: trees="abc", trained="36/40", model="yes"."""
    data: dict[str, str] = {}
    for row in sheet_of(submission).rows():
        pk = row.indicator.pk
        data |= {f"m-{pk}": row.mark, f"a-{pk}": row.choice, f"t-{pk}": row.typed.text}
        data |= dict(zip((f"n-{pk}", f"d-{pk}"), row.fields, strict=True))
    for code, text in typed.items():
        pk = cast.indicators[code].pk
        if code == "model" or text in ("none", "n/a"):
            data[f"a-{pk}"] = text
        else:
            data[f"n-{pk}" if code == "trained" else f"t-{pk}"] = text
    return data


def test_a_row_shows_share_sum_so_far_last_figure_and_the_total_to_be(cast: Cast, draft: Submission) -> None:
    rows = {row.indicator.code: row for row in sheet_of(draft).rows()}
    trees = rows["trees"]
    # Three accepted reports and one that was only sent, 20 trees each; 12 are typed.
    assert (trees.goal_text, trees.so_far_text, trees.last_text, trees.total_text) == (
        "100 cây",
        "80",
        "20",
        "92 (92%)",
    )
    assert (rows["trained"].goal_text, rows["trained"].last_text) == ("từ 90%", "36/40 (90%)")
    assert rows["model"].goal_text == "Có"


def test_yes_is_asked_for_also_where_no_number_is_set(cast: Cast, draft: Submission) -> None:
    Goal.objects.filter(indicator=cast.indicators["model"]).delete()
    rows = {row.indicator.code: row for row in sheet_of(draft).rows()}
    assert rows["model"].goal_text == "Có"


def test_a_goal_per_member_is_no_goal_of_the_units_own_sum(cast: Cast, draft: Submission) -> None:
    Indicator.objects.filter(pk=cast.indicators["trees"].pk).update(scope=Scope.EACH_MEMBER)
    Goal.objects.filter(indicator=cast.indicators["trees"], unit=cast.a).update(value=2)
    trees = next(row for row in sheet_of(draft).rows() if row.indicator.code == "trees")
    assert (trees.goal_text, trees.total_text, trees.numbers["goal"]) == ("2 cây/người", "92", "")


def test_the_denominator_of_a_share_comes_from_the_headcount(cast: Cast, draft: Submission) -> None:
    trained = next(row for row in sheet_of(draft).rows() if row.indicator.code == "trained")
    assert trained.fields == ("", "40")


def test_a_report_that_is_corrected_does_not_count_its_own_figures_twice(cast: Cast) -> None:
    sheet = sheet_of(cast.submission("A", "monthly-04"))
    trees = next(row for row in sheet.rows() if row.indicator.code == "trees")
    assert trees.so_far_text == "60"


def test_a_middle_body_sees_the_sum_of_its_units_and_types_only_its_own(cast: Cast, draft: Submission) -> None:
    report = cast.submission("A", "monthly-04")
    report.unit = cast.issuer
    trees = next(row for row in sheet_of(report).rows() if row.indicator.code == "trees")
    # A's four, the one for this very period included, and B's first; B's returned report does not count.
    assert trees.known.below == Decimal(80 + 20)
    assert (trees.known.so_far, trees.total_text) == (None, "100 (2,2%)")


def test_saving_without_script_stores_every_row_and_says_when(cast: Cast, draft: Submission, reporter: Client) -> None:
    data = fields(cast, draft, trees="1.200", trained="36", model="yes") | {"text-results": "Đã trồng cây."}
    answer = reporter.post(form_url(draft), data, follow=True)
    assert "Đã lưu lúc 08:00." in answer.content.decode()
    found = {entry.indicator.code: entry for entry in draft.entries.select_related("indicator")}
    assert found["trees"].value == 1200
    assert (found["trained"].numerator, found["trained"].denominator) == (Decimal(36), Decimal(40))
    assert found["model"].holds is True
    assert draft.narratives.get().text == "Đã trồng cây."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("abc", "Số liệu phải là số"),
        ("4,500", "có thể hiểu là 4.500 hoặc 4,5"),
        ("-5", "không được âm"),
    ],
)
def test_what_is_no_number_comes_back_with_a_sentence_beside_it(
    cast: Cast, draft: Submission, reporter: Client, text: str, sentence: str
) -> None:
    answer = reporter.post(form_url(draft), fields(cast, draft, trees=text, model="no"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{text}"' in page
    assert sentence in page
    assert draft.entries.get(indicator=cast.indicators["model"]).holds is False


def test_the_four_kinds_of_answer_are_never_confused(cast: Cast, draft: Submission, reporter: Client) -> None:
    trees = cast.indicators["trees"].pk
    reporter.post(form_url(draft), fields(cast, draft, trees="", trained="none"))
    assert draft.entries.get(indicator=trees).answer == Entry.Answer.BLANK
    assert draft.entries.get(indicator=cast.indicators["trained"]).answer == Entry.Answer.NONE
    data = fields(cast, draft, trees="n/a")
    assert reporter.post(form_url(draft), data).status_code == 422
    reporter.post(form_url(draft), fields(cast, draft, trees="n/a") | {f"r-{trees}": "Đơn vị không có đất."})
    entry = draft.entries.get(indicator=trees)
    assert (entry.answer, entry.reason) == (Entry.Answer.NOT_APPLICABLE, "Đơn vị không có đất.")


def test_two_officers_see_both_values_and_choose(cast: Cast, draft: Submission, signed_in: SignIn) -> None:
    first, second = signed_in(cast.people["reporter"]), signed_in(cast.people["a_secretary"])
    stale = fields(cast, draft, trees="18")
    first.post(form_url(draft), fields(cast, draft, trees="15"))
    answer = second.post(form_url(draft), stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="18"' in page
    assert "Phạm Báo Cáo đã ghi lúc 08:00" in page
    assert draft.entries.get(indicator=cast.indicators["trees"]).typed == "15"
    trees = cast.indicators["trees"].pk
    second.post(form_url(draft), stale | {"take": str(trees)})
    assert draft.entries.get(indicator=trees).typed == "15"
    now = fields(cast, draft, trees="18")
    second.post(form_url(draft), now)
    assert draft.entries.get(indicator=trees).typed == "18"


def test_one_field_saves_itself_and_answers_what_is_stored(cast: Cast, draft: Submission, reporter: Client) -> None:
    pk = cast.indicators["trees"].pk
    url = reverse("reports:entry_save", args=[draft.pk, pk])
    row = next(row for row in sheet_of(draft).rows() if row.indicator.pk == pk)
    said = reporter.post(url, {f"m-{pk}": row.mark, f"a-{pk}": "value", f"t-{pk}": "hơn 40"}).json()
    assert (said["state"], said["approximate"], said["answered"]) == ("saved", True, True)
    stale = reporter.post(url, {f"m-{pk}": row.mark, f"a-{pk}": "value", f"t-{pk}": "50"})
    assert stale.status_code == 409
    assert (stale.json()["theirs"], stale.json()["by"]) == ("hơn 40", "Phạm Báo Cáo")
    bad = reporter.post(url, {f"m-{pk}": said["mark"], f"a-{pk}": "value", f"t-{pk}": "năm mươi cây"})
    assert (bad.status_code, bad.json()["state"]) == (422, "refused")
    assert not bad.json()["answered"]
    assert sheet_of(draft).filled == 0  # kept, but nothing that could be sent
    assert draft.entries.get(indicator=pk).typed == "năm mươi cây"


def test_an_indicator_that_is_not_asked_cannot_be_typed(cast: Cast, draft: Submission, reporter: Client) -> None:
    other = Indicator.objects.create(program=cast.draft, label="Khác")
    url = reverse("reports:entry_save", args=[draft.pk, other.pk])
    assert reporter.post(url, {f"a-{other.pk}": "value", f"t-{other.pk}": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("period", "sentence"),
    [("monthly-04", "Báo cáo này đã được gửi lúc 21:00 ngày 04/04/2026"), ("monthly-01", "đã được duyệt")],
)
def test_typing_into_a_sent_report_changes_nothing_and_gives_the_text_back(
    cast: Cast, reporter: Client, period: str, sentence: str
) -> None:
    submission, pk = cast.submission("A", period), cast.indicators["trees"].pk
    answer = reporter.post(form_url(submission), {f"a-{pk}": "value", f"t-{pk}": "77", f"m-{pk}": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Cây xanh trồng mới: 77" in page
    assert not submission.entries.exists()


def test_files_go_with_an_indicator_the_report_or_as_its_signed_document(
    cast: Cast, draft: Submission, reporter: Client
) -> None:
    pk = cast.indicators["trees"].pk
    data = fields(cast, draft) | {
        f"f-{pk}": SimpleUploadedFile("cay.pdf", b"%PDF-1.7 a"),
        "f-report": [SimpleUploadedFile("b.pdf", b"%PDF-1.7 b"), SimpleUploadedFile("c.jpg", b"<html>")],
        "f-official": SimpleUploadedFile("Báo cáo ký.pdf", b"%PDF-1.7 c"),
        "document_number": "05-BC/ĐTN",
        "document_date": "02/05/2026",
    }
    answer = reporter.post(form_url(draft), data)
    assert answer.status_code == 422
    assert "c.jpg" in answer.content.decode()
    kept = {file.name: (file.indicator_id, file.kind) for file in Attachment.objects.all()}
    assert kept == {
        "cay.pdf": (pk, AttachmentKind.EVIDENCE),
        "b.pdf": (None, AttachmentKind.EVIDENCE),
        "Báo cáo ký.pdf": (None, AttachmentKind.OFFICIAL),
    }
    draft.refresh_from_db()
    assert (draft.document_number, str(draft.document_date)) == ("05-BC/ĐTN", "2026-05-02")
    removed = Attachment.objects.get(name="b.pdf")
    reporter.post(form_url(draft), fields(cast, draft) | {"remove": str(removed.pk)})
    removed.refresh_from_db()
    assert removed.removed_at is not None


def test_a_returned_report_opens_with_the_reviewers_note(cast: Cast, signed_in: SignIn) -> None:
    submission = cast.submission("B", "quarterly-03")
    Comment.objects.create(
        submission=submission, kind=CommentKind.RETURN, by=cast.people["office"], text="Bổ sung danh sách."
    )
    page = signed_in(cast.people["outsider"]).get(form_url(submission)).content.decode()
    assert "“Bổ sung danh sách.”" in page
    assert "Hạn bổ sung: hết ngày 09/03/2026" in page


def test_the_office_types_for_a_unit_and_that_is_said_and_recorded(cast: Cast, signed_in: SignIn) -> None:
    submission = cast.submission("B", "monthly-04")
    office = signed_in(cast.people["office"])
    assert "Nhập thay đơn vị." in office.get(form_url(submission)).content.decode()
    office.post(form_url(submission), fields(cast, submission, trees="5", trained="20", model="yes"))
    answer = office.post(reverse("reports:submission_submit", args=[submission.pk]), follow=True)
    assert "cấp trên nhập thay đơn vị" in answer.content.decode()
    submission.refresh_from_db()
    assert (submission.status, submission.is_on_behalf) == (Status.SUBMITTED, True)
    assert submission.revisions.get().is_on_behalf


def forty_indicators(cast: Cast) -> None:
    rows = [
        Indicator(program=cast.program, target=cast.targets[n % 3], position=10 + n, label=f"Chỉ số {n}").with_keys()
        for n in range(37)
    ]
    made = Indicator.objects.bulk_create(rows)
    Goal.objects.bulk_create(Goal(indicator=row, unit=cast.a, value=Decimal(5), holds_from=YEAR_BEGINS) for row in made)


def test_the_form_needs_as_many_queries_for_forty_indicators_as_for_three(
    cast: Cast, draft: Submission, reporter: Client
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reporter.get(form_url(draft)).status_code == 200
        return len(queries)

    few, again = count(), count()
    forty_indicators(cast)
    cache.clear()
    assert (count(), count()) == (few, again)
    assert few <= 19  # one of them asks whether anything was done since the last time
    assert again <= 12


def test_each_part_starts_from_what_the_unit_wrote_in_the_report_before(cast: Cast, draft: Submission) -> None:
    written = {
        "monthly-01": {"results": "Tháng một", "proposals": "Đề xuất cũ"},
        "monthly-04": {"results": "Tháng tư", "assessment": "Khó khăn tháng tư"},
        "monthly-05": {"results": "Tháng năm", "next_tasks": ""},
    }
    for code, texts in written.items():
        for part, text in texts.items():
            Narrative.objects.create(submission=cast.submission("A", code), part=part, text=text, version=1)
    Narrative.objects.create(submission=cast.submission("B", "quarterly-03"), part="next_tasks", text="Của đơn vị khác")
    shown = {part.part.value: (part.text, part.before) for part in sheet_of(draft).parts}
    assert shown == {
        "results": ("Tháng năm", "Tháng tư"),
        "assessment": ("", "Khó khăn tháng tư"),
        "proposals": ("", ""),
        "next_tasks": ("", ""),
    }
