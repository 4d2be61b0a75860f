"""Putting the sample data together: organisation, programme through the importer, shares, history."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from indicators.actions.goals import set_goals
from indicators.models import Indicator, Kind, Scope
from indicators.splits import by_weights
from programs.actions.deciding import accept, drop_embedded
from programs.actions.drafting import import_program
from programs.models import Decision, Program
from reports.actions.issuing import Choice, issue
from reports.demo import programme
from reports.demo.history import play, post_own_figures
from reports.demo.organisation import Bloc, make_bloc, reporting_units
from units import clock
from units.models import Delivery, Headcount, Message, Unit
from units.nudge import held_back

# What people were told longer ago than this counts as delivered, and longer ago than twice this as read.
OLD_NEWS = timedelta(days=2)


def load_small() -> Bloc:
    """Return the sample bloc after writing everything that happened up to the clock's moment."""
    now = clock.now()
    year = now.year
    document = _write_document(year)
    with held_back(), transaction.atomic():
        with clock.at(clock.midnight(now.date().replace(year=year - 1, month=12, day=15))):
            bloc = make_bloc(year)
            program = _draft(bloc, document)
        with clock.at(clock.midnight(now.date().replace(year=year - 1, month=12, day=22))):
            issue(program, Choice(bloc.units), by=bloc.secretary)
            _share_out(bloc, program)
        play(bloc, year, now)
        own = Indicator.objects.filter(program=program, kind=Kind.COUNT, scope=Scope.ISSUER)
        post_own_figures(bloc, list(own), now)
        _settle_messages()
    return bloc


def _write_document(year: int) -> Path:
    """Write the programme as a Word file that a person can upload as well; return where it is."""
    folder = Path(settings.DATA_DIR) / "mau"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"chuong-trinh-{year}.docx"
    buffer = BytesIO()
    programme.write(year, buffer)
    path.write_bytes(buffer.getvalue())
    return path


def _draft(bloc: Bloc, document: Path) -> Program:
    program = import_program(bloc.body, document.read_bytes(), document.name, by=bloc.office)
    drop_embedded(program, by=bloc.office)
    for proposal in program.proposals.filter(decision=Decision.PENDING):
        accept(proposal, by=bloc.office)
    return program


def _share_out(bloc: Bloc, program: Program) -> None:
    """Give every unit that reports its part of the sums, by its members; schools follow another regime."""
    units = reporting_units(bloc)
    counts = dict(Headcount.objects.filter(unit__in=units).holding(program.starts_on).values_list("unit_id", "members"))
    weights = [counts[unit.pk] for unit in units]
    for indicator in Indicator.objects.filter(program=program, kind=Kind.COUNT, scope=Scope.ORGANISATION):
        total = indicator.goals.filter(unit=bloc.body, holds_until=None).first()
        if total is None:
            continue
        parts = by_weights(total.value, weights, indicator.decimals)
        shares: dict[Unit, Decimal | None] = dict(zip(units, parts, strict=True))
        set_goals(
            indicator, shares, reason="Giao chỉ tiêu đầu năm theo số đoàn viên", by=bloc.office, on=program.starts_on
        )


def _settle_messages() -> None:
    """What was told long ago has been delivered and read; only the latest news is new."""
    now = clock.now()
    old = Message.objects.filter(created_at__lt=now - OLD_NEWS)
    old.filter(Q(delivery=Delivery.WAITING)).update(delivery=Delivery.NOT_NEEDED)
    old.filter(created_at__lt=now - 2 * OLD_NEWS).update(read_at=now - OLD_NEWS)
