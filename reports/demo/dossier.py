"""The file that goes with reports whose rule asks for one, such as the dossier for commendations at the year's end."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from programs import word
from reports.actions.attaching import attach
from reports.models import Submission
from units.models import User


def attach_what_is_asked(submission: Submission, *, by: User) -> None:
    """Attach a short Word file where the rule asks for one."""
    if submission.period.rule.required_attachment:
        attach(submission, SimpleUploadedFile("Ho so khen thuong.docx", _dossier()), by=by)


@lru_cache(maxsize=1)
def _dossier() -> bytes:
    document = word.new_document()
    word.paragraph(document, "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", bold=True)
    word.paragraph(document, "Ban Chấp hành đề nghị khen thưởng các đồng chí có thành tích nổi bật trong năm.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()
