"""Making a draft: from a document that was uploaded, or from nothing."""

from __future__ import annotations

from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from programs.importing import errors
from programs.importing.documents import read_document
from programs.importing.program import read_program
from programs.importing.reading import Document, ProgramReading
from programs.models import Program, Proposal, ProposalKind, SourceParagraph
from programs.payloads import HEAD_GROUPS, Subject, load
from programs.proposing import Frame, Suggestion, blank_suggestions, suggestions, with_links
from units import audit, clock
from units.audit import Event
from units.models import Level, Unit, User
from units.vietnamese import nfc

UNTITLED = "Chương trình chưa có trích yếu"
_SUFFIXES = {".docx", ".doc", ".pdf", ".txt"}


def read_upload(data: bytes, filename: str) -> ProgramReading:
    """Return what the document says.

    Raises a subclass of `errors.UnreadableDocument` with a Vietnamese sentence for a file that cannot be read or is no
    programme.
    """
    reading = read_program(read_document(data, filename))
    if not reading.targets and not reading.sections:
        raise errors.NotAProgramme
    return reading


def import_program(issuer: Unit, data: bytes, filename: str, *, by: User | None) -> Program:
    """Return a new draft of the issuing body with everything that the document suggests; raises as `read_upload`."""
    reading = read_upload(data, filename)
    return draft_program(issuer, reading, data, filename, by=by)


@transaction.atomic
def draft_program(issuer: Unit, reading: ProgramReading, data: bytes, filename: str, *, by: User | None) -> Program:
    """Return a new draft with the reading's paragraphs and proposals, and the file itself kept beside it."""
    found = suggestions(reading, frame_of(issuer))
    program = _new_draft(issuer, load(Subject, found[0].payload), by)
    keep_file(program, data, filename)
    keep_paragraphs(program, reading.document)
    write_proposals(program, found)
    apply_heads(program)
    audit.record(Event.PROGRAM_IMPORTED, program, by=by, unit=issuer, detail={"file": filename})
    return program


@transaction.atomic
def copy_program(issuer: Unit, found: list[Suggestion], document: Document, *, source: Program, by: User) -> Program:
    """Return a new draft with the suggestions made from an earlier programme and the text they stand in."""
    program = _new_draft(issuer, load(Subject, found[0].payload), by)
    keep_paragraphs(program, document)
    write_proposals(program, found)
    apply_heads(program)
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=issuer, detail={"copied_from": source.pk})
    return program


@transaction.atomic
def write_program(issuer: Unit, subject: Subject, *, by: User) -> Program:
    """Return a new draft that is written by hand: it has a heading and nothing else yet."""
    program = _new_draft(issuer, subject, by)
    write_proposals(program, blank_suggestions(subject, issuer.name))
    apply_heads(program)
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=issuer, detail={"written": "by hand"})
    return program


def frame_of(issuer: Unit) -> Frame:
    """Return what the proposals need to know besides the document."""
    return Frame(
        this_year=clock.today().year,
        issuer_name=issuer.name,
        branches_take_part=issuer.level in (Level.COMMUNE, Level.BASE),
    )


def keep_file(program: Program, data: bytes, filename: str) -> None:
    """Store the original under a name of our own; the name it came with is only shown."""
    suffix = PurePath(filename).suffix.lower()
    program.source_name = nfc(PurePath(filename.replace("\\", "/")).name)[:255]
    stored = f"chuong-trinh-{program.pk}{suffix if suffix in _SUFFIXES else '.bin'}"
    program.source_file.save(stored, ContentFile(data), save=False)
    program.save(update_fields=["source_name", "source_file"])


def keep_paragraphs(program: Program, document: Document) -> None:
    """Replace the stored text of the document."""
    program.paragraphs.all().delete()
    rows = [SourceParagraph(program=program, index=p.index, text=p.text) for p in document.paragraphs]
    SourceParagraph.objects.bulk_create(rows, batch_size=500)


def write_proposals(program: Program, found: list[Suggestion]) -> list[Proposal]:
    """Store the suggestions in their order; links are filled in once every row has its key."""
    rows = [new_proposal(program, suggestion, position) for position, suggestion in enumerate(found)]
    Proposal.objects.bulk_create(rows, batch_size=200)
    link_proposals(rows, found)
    return rows


def new_proposal(program: Program, suggestion: Suggestion, position: int) -> Proposal:
    """Return the unsaved proposal of a suggestion, without its links to others."""
    span = suggestion.span
    return Proposal(
        program=program,
        kind=suggestion.kind,
        position=position,
        paragraph=span.paragraph if span else None,
        start=span.start if span else None,
        end=span.end if span else None,
        payload=suggestion.payload,
        original=suggestion.payload,
        doubt=suggestion.doubt,
    )


def link_proposals(rows: list[Proposal], found: list[Suggestion]) -> None:
    """Write parents and links between indicators, of rows that stand in the order of the suggestions."""
    pks = {at: row.pk for at, row in enumerate(rows)}
    linked = []
    for row, suggestion in zip(rows, found, strict=True):
        payload = with_links(suggestion, pks)
        if suggestion.parent is None and payload == suggestion.payload:
            continue
        row.parent_id = None if suggestion.parent is None else pks[suggestion.parent]
        row.payload = row.original = payload
        linked.append(row)
    Proposal.objects.bulk_update(linked, ["parent", "payload", "original"], batch_size=200)


def apply_heads(program: Program) -> None:
    """Bring the draft's own columns in line with its heading proposals, which are what counts until it is issued."""
    heads = Proposal.objects.filter(program=program, kind=ProposalKind.HEAD).exclude(decision="dropped")
    for proposal in heads:
        group = HEAD_GROUPS[proposal.payload["group"]]
        for name, value in vars(load(group, proposal.payload)).items():
            if name != "lines" and value is not None:
                setattr(program, name, value)
    program.title = program.title or UNTITLED
    program.with_keys().save()


def _new_draft(issuer: Unit, subject: Subject, by: User | None) -> Program:
    """Return the stored row; what its heading says is applied once the proposals are there."""
    return Program.objects.create(
        issuer=issuer,
        title=subject.title or UNTITLED,
        kind=subject.kind,
        year_from=subject.year_from,
        year_to=subject.year_to,
        starts_on=subject.starts_on,
        ends_on=subject.ends_on,
        created_by=by,
    )
