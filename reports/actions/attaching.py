"""Files that go with a report: taken after their content was looked at, taken away by hiding."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from indicators.models import Indicator
from reports.actions.entering import claim
from reports.attachments import MAX_FILES, RefusedFileError, accept
from reports.models import Attachment, AttachmentKind, Submission
from units import clock
from units.models import User


def attach(
    submission: Submission,
    upload: UploadedFile[bytes],
    *,
    by: User,
    indicator: Indicator | None = None,
    kind: AttachmentKind = AttachmentKind.EVIDENCE,
) -> Attachment:
    """Return the stored file; the same content twice in one place is stored once.

    Raises RefusedFileError for what is not taken and Refused when the report takes no more changes.
    """
    taken = accept(upload, max_bytes=settings.ATTACHMENT_MAX_BYTES)
    with transaction.atomic():
        claim(submission)
        kept = submission.attachments.filter(removed_at=None)
        if same := kept.filter(indicator=indicator, kind=kind, digest=taken.digest).first():
            return same
        if kept.count() >= MAX_FILES:
            raise RefusedFileError(f"Mỗi báo cáo kèm nhiều nhất {MAX_FILES} tệp. Gộp bớt tệp rồi chọn lại.")
        return Attachment.objects.create(
            submission=submission,
            indicator=indicator,
            kind=kind,
            # The name on the disk owes nothing to the name that was sent.
            file=ContentFile(taken.content, name=f"{uuid.uuid4().hex}.{taken.extension}"),
            name=taken.name,
            content_type=taken.content_type,
            size=len(taken.content),
            digest=taken.digest,
            uploaded_by=by,
        )


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Hide the file from the report; what was sent with an earlier revision keeps it."""
    claim(attachment.submission)
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now())
