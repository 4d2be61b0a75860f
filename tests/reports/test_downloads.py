"""A file that the store has lost is said in words on every page that hands files out, and written to the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from programs.models import Program
from reports.actions.attaching import attach
from reports.models import Attachment, BuildStatus, CompiledReport, PrintedView
from tests.cast import Cast
from units import clock

SignIn = Callable[[Any], Client]
PDF = b"%PDF-1.7 noi dung"


def attached(cast: Cast) -> Attachment:
    draft = cast.submission("A", "monthly-05")
    return attach(draft, SimpleUploadedFile("Minh chứng.pdf", PDF), by=cast.people["reporter"])


def of_a_report(cast: Cast) -> tuple[str, Any, str]:
    kept = attached(cast)
    page = reverse("reports:submission_detail", args=[kept.submission_id])
    return reverse("reports:attachment_detail", args=[kept.pk]), kept.file, page


def compiled(cast: Cast) -> tuple[str, Any, str]:
    report = CompiledReport(
        unit=cast.issuer,
        period=cast.periods["monthly-04"],
        status=BuildStatus.DONE,
        built_from=clock.now(),
        docx="a",
        xlsx="a",
    )
    report.pdf.save("a.pdf", ContentFile(PDF), save=False)
    report.save()
    url = reverse("reports:compiled_file", args=[report.pk, "pdf"])
    return url, report.pdf, reverse("reports:compiled_detail", args=[report.pk])


def printed(cast: Cast) -> tuple[str, Any, str]:
    view = PrintedView(path="/tong-quan/", requested_by=cast.people["office"], status=BuildStatus.DONE)
    view.pdf.save("a.pdf", ContentFile(PDF), save=False)
    view.save()
    return reverse("reports:print_file", args=[view.pk]), view.pdf, "/tong-quan/"


def uploaded(cast: Cast) -> tuple[str, Any, str]:
    program = Program.objects.get(pk=cast.program.pk)
    program.source_name = "Chương trình.pdf"
    program.source_file.save("a.pdf", ContentFile(PDF))
    url = reverse("programs:program_file", args=[program.pk])
    return url, program.source_file, reverse("programs:program_detail", args=[program.pk])


@pytest.mark.parametrize("kind", [of_a_report, compiled, printed, uploaded])
def test_a_lost_file_is_said_in_words_and_logged(
    cast: Cast, signed_in: SignIn, caplog: pytest.LogCaptureFixture, kind: Callable[[Cast], tuple[str, Any, str]]
) -> None:
    url, file, page = kind(cast)
    client = signed_in(cast.people["office"])
    assert b"".join(client.get(url)) == PDF
    Path(file.path).unlink()
    answer = client.get(url)
    assert answer.status_code == 410
    html = answer.content.decode()
    assert "Tệp không còn trên máy chủ" in html
    assert f'href="{page}"' in html
    assert file.name not in html, "where files lie is nobody's business"
    assert f"Stored file {file.name}" in caplog.text


def test_attaching_the_same_file_again_brings_a_lost_one_back(cast: Cast, signed_in: SignIn) -> None:
    lost = attached(cast)
    Path(lost.file.path).unlink()
    assert attached(cast) == lost
    url = reverse("reports:attachment_detail", args=[lost.pk])
    assert b"".join(signed_in(cast.people["office"]).get(url)) == PDF
