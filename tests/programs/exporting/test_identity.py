"""Export, read back: the same targets, indicators, activities, sessions and rules."""

from __future__ import annotations

import io

from programs.actions.drafting import import_program
from programs.models import Program
from reports.demo.programme import write
from tests.cast import Cast
from tests.programs.exporting.story import assert_the_same, read_back, said_by, said_in, subject_of
from tests.programs.sample import document


def sample(cast: Cast) -> Program:
    """The sample programme of the demonstration data, as an office would upload it."""
    out = io.BytesIO()
    write(2026, out)
    return import_program(cast.issuer, out.getvalue(), "mau.docx", by=cast.people["office"])


def test_the_sample_programme_reads_back_as_it_was(cast: Cast) -> None:
    program = sample(cast)
    was = said_by(program)
    assert (len(was.targets), len(was.activities), len(was.rules)) == (14, 15, 9)
    assert_the_same(was, said_in(read_back(program), program), subject_of(program))


def test_another_programme_reads_back_as_it_was(cast: Cast) -> None:
    program = import_program(cast.issuer, document(), "ct.txt", by=None)
    assert_the_same(said_by(program), said_in(read_back(program), program), subject_of(program))
