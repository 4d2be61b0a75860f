"""The programme out again: the text as the portal now has it, as Word or PDF."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from programs import access
from programs.exporting.composing import compose
from programs.exporting.gathering import edition_of
from programs.exporting.writers import CONTENT_TYPES, WRITERS
from units.access import signed_in


@require_GET
def program_export(request: HttpRequest, pk: int, suffix: str) -> FileResponse:
    """The programme's text in the layout of a Union document, for whoever may read the programme."""
    program = access.get_program(signed_in(request), pk)
    if suffix not in WRITERS:
        raise Http404
    out = io.BytesIO()
    WRITERS[suffix](compose(edition_of(program)), out)
    out.seek(0)
    name = " ".join(part for part in (program.number, program.title) if part).replace("/", "-")[:150]
    return FileResponse(out, as_attachment=True, filename=f"{name}.{suffix}", content_type=CONTENT_TYPES[suffix])
