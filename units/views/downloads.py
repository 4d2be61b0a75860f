"""Handing out stored files; one that is missing from the store is said in words, and written to the log."""

from __future__ import annotations

import logging

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponseBase

from units.views.errors import file_gone

logger = logging.getLogger(__name__)


def hand_out(
    request: HttpRequest,
    file: FieldFile,
    *,
    name: str,
    back: str,
    advice: str,
    content_type: str = "",
    headers: dict[str, str] | None = None,
) -> HttpResponseBase:
    """Return the file to be saved under `name`; where the store has lost it, a page (410) with the advice.

    `back` is the address of the page that the file belongs to.
    """
    try:
        content = file.open("rb")
    except FileNotFoundError:
        # The row says that there is one: whoever keeps the machine has to look at the folder, or at the backup.
        logger.error("Stored file %s (%s %s) is missing.", file.name, file.instance._meta.label, file.instance.pk)  # noqa: TRY400, the trace says nothing
        return file_gone(request, advice, back=back)
    return FileResponse(content, as_attachment=True, filename=name, content_type=content_type, headers=headers)
