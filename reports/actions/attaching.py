"""Files that go with a report: taken after their content was looked at, taken away by hiding."""

from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from indicators.models import Indicator
from reports.actions.entering import claim
from reports.attachments import MAX_FILES, RefusedFileError, accept
from reports.links import read_link
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
    attachment = Attachment(
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
    return _kept(attachment)


def attach_link(submission: Submission, text: str, *, by: User, indicator: Indicator | None = None) -> Attachment:
    """Return the stored address, as evidence that lies elsewhere; raises like `attach`."""
    link = read_link(text)
    attachment = Attachment(
        submission=submission,
        indicator=indicator,
        link=link.address,
        name=link.name,
        size=0,
        digest=hashlib.sha256(link.address.encode()).hexdigest(),
        uploaded_by=by,
    )
    return _kept(attachment)


@transaction.atomic
def _kept(attachment: Attachment) -> Attachment:
    claim(attachment.submission)
    kept = attachment.submission.attachments.filter(removed_at=None)
    same = kept.filter(indicator=attachment.indicator, kind=attachment.kind, digest=attachment.digest).first()
    if same:
        return _restored(same, attachment)
    if kept.count() >= MAX_FILES:
        raise RefusedFileError(f"Mỗi báo cáo kèm nhiều nhất {MAX_FILES} tệp và liên kết. Gộp bớt tệp rồi chọn lại.")
    attachment.save()
    return attachment


def _restored(same: Attachment, again: Attachment) -> Attachment:
    """Return what is kept already; a file that the store has lost gets its content back."""
    if same.file.name and not same.file.storage.exists(same.file.name):
        same.file = again.file
        same.save(update_fields=["file"])
    return same


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Hide the file from the report; what was sent with an earlier revision keeps it."""
    claim(attachment.submission)
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now())
