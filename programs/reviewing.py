"""What the review page shows: the document with the chosen sentence marked, and the proposals, unsure ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from programs.models import Decision, Program, Proposal, ProposalKind
from programs.wording import note_of, title_of

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("van-ban", "Thông tin văn bản", (ProposalKind.HEAD,)),
    ("chi-tieu", "Chỉ tiêu", (ProposalKind.TARGET, ProposalKind.INDICATOR)),
    ("che-do", "Chế độ báo cáo", (ProposalKind.RULE,)),
    ("hoat-dong", "Hoạt động theo tháng", (ProposalKind.ACTIVITY,)),
    ("ky-hop", "Kỳ họp", (ProposalKind.CONFERENCE,)),
    ("de-muc", "Đề mục", (ProposalKind.SECTION,)),
)
# What may be added by hand, by group; indicators are added to a target.
ADDABLE = {
    "chi-tieu": ProposalKind.TARGET,
    "che-do": ProposalKind.RULE,
    "hoat-dong": ProposalKind.ACTIVITY,
    "ky-hop": ProposalKind.CONFERENCE,
    "de-muc": ProposalKind.SECTION,
}


@dataclass
class Line:
    """One proposal in the list."""

    proposal: Proposal
    title: str
    note: str
    is_unsure: bool
    is_dropped: bool
    is_child: bool
    quote: str = ""


@dataclass
class Group:
    key: str
    label: str
    lines: list[Line] = field(default_factory=list)
    addable: str = ""

    @property
    def count(self) -> int:
        return sum(not line.is_dropped for line in self.lines)


@dataclass(frozen=True)
class Piece:
    """A paragraph of the document, cut where the chosen sentence begins and ends."""

    index: int
    before: str
    marked: str = ""
    after: str = ""


@dataclass
class Review:
    """The whole page of one draft."""

    program: Program
    lines: list[Line]
    chosen: Line | None

    @property
    def unsure(self) -> list[Line]:
        return [line for line in self.lines if line.is_unsure]

    @property
    def sure_count(self) -> int:
        """Undecided, without a doubt."""
        return sum(
            line.proposal.decision == Decision.PENDING and not line.is_unsure and not line.is_dropped
            for line in self.lines
        )

    @property
    def dropped_count(self) -> int:
        return sum(line.proposal.decision == Decision.DROPPED for line in self.lines)

    @property
    def embedded_count(self) -> int:
        """Undecided promises outside the targets section."""
        return sum(
            line.is_unsure and line.proposal.kind == ProposalKind.TARGET and line.proposal.payload["is_embedded"]
            for line in self.lines
        )

    def groups(self) -> list[Group]:
        made = []
        for key, label, kinds in GROUPS:
            addable = ADDABLE.get(key, "")
            made.append(Group(key, label, [line for line in self.lines if line.proposal.kind in kinds], addable))
        return made

    def after(self, proposal: Proposal) -> Line | None:
        """The next unsure proposal after this one, else the first of all."""
        rest = [line for line in self.unsure if line.proposal.pk != proposal.pk]
        later = [line for line in rest if line.proposal.position > proposal.position]
        return next(iter(later or rest), None)


def review_of(program: Program, chosen: Proposal | None = None) -> Review:
    """Return the page of a draft: one query for its proposals."""
    proposals = list(program.proposals.all())
    gone = {p.pk for p in proposals if p.decision == Decision.DROPPED}
    lines = [_line(proposal, gone) for proposal in _in_families(proposals)]
    return Review(program, lines, next((line for line in lines if chosen and line.proposal.pk == chosen.pk), None))


def document_of(program: Program, line: Line | None = None) -> list[Piece]:
    """Return the document's paragraphs, the chosen proposal's sentence cut out and quoted on its line."""
    pieces = [_piece(row.index, row.text, line.proposal if line else None) for row in program.paragraphs.all()]
    if line is not None:
        line.quote = next((piece.marked for piece in pieces if piece.marked), "")
    return pieces


def _line(proposal: Proposal, gone: set[int]) -> Line:
    hangs_on_gone = proposal.kind == ProposalKind.INDICATOR and proposal.parent_id in gone
    is_dropped = proposal.pk in gone or hangs_on_gone
    return Line(
        proposal=proposal,
        title=title_of(proposal.kind, proposal.payload),
        note=note_of(proposal.kind, proposal.payload),
        is_unsure=bool(proposal.doubt) and proposal.decision == Decision.PENDING and not is_dropped,
        is_dropped=is_dropped,
        is_child=proposal.kind == ProposalKind.INDICATOR or (proposal.payload.get("level") or 1) > 1,
    )


def _in_families(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Indicators right after their target, whatever their own position; the rest in order."""
    listed = list(proposals)
    of_target: dict[int | None, list[Proposal]] = {}
    for proposal in listed:
        if proposal.kind == ProposalKind.INDICATOR:
            of_target.setdefault(proposal.parent_id, []).append(proposal)
    ordered: list[Proposal] = []
    for proposal in listed:
        if proposal.kind != ProposalKind.INDICATOR:
            ordered += [proposal, *of_target.pop(proposal.pk, [])]
    return ordered + [orphan for rest in of_target.values() for orphan in rest]


def _piece(index: int, text: str, chosen: Proposal | None) -> Piece:
    if chosen is None or chosen.paragraph != index:
        return Piece(index, text)
    start, end = chosen.start or 0, chosen.end or len(text)
    return Piece(index, text[:start], text[start:end] or text, text[end:])
