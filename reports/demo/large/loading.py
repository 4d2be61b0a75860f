"""A province or a country of sample data, with up to three years of history, in batches and one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from indicators.actions.posting import post_own
from indicators.actions.rolling_up import rebuild
from indicators.models import Answer, Indicator, Kind, Posting, PostingKind, Result, Scope
from programs.promises import AnsweredBy
from reports.demo.figures import chance
from reports.demo.large import staging
from reports.demo.large.history import Detail, write_period
from reports.demo.large.organisation import BATCH, Organisation, Size, make_organisation
from reports.demo.large.programmes import Year, close_year, write_year
from reports.demo.large.sharing import change_one, share_out
from reports.models import Submission
from units import clock
from units.models import Headcount, Sector
from units.nudge import held_back

MOST_YEARS = 3
# Of a country's reports, what was typed and said is written for those that fell due lately or are still to come.
LATELY = timedelta(days=35)

Say = Callable[[str], object]


def load_large(size: Size, years: int, say: Say) -> Organisation:
    """Return the organisation after writing everything that happened up to the clock's moment; `say` hears how it goes.

    Units without a report of their own regime (schools of a province) owe nothing and have no figures.
    """
    now = clock.now()
    with held_back(), transaction.atomic():
        with clock.at(clock.midnight(date(now.year - years, 12, 10))):
            organisation = make_organisation(size, now.year, years)
        say(f"Đã lập {len(organisation.units) + 1} đơn vị.")
        staging.set_up()
        written: list[Year] = []
        for year in range(now.year - years + 1, now.year + 1):
            reports = sum(len(each.periods) for each in written) * _room(organisation)
            written.append(_write_year(organisation, size, year, now, reports, say))
        staging.clear_up()
        staging.continue_numbers(Submission, Posting)
        for each in written:
            _write_above(organisation, size, each, now)
        say(f"Đã cộng {rebuild()} số tổng hợp.")
    if connection.vendor == "postgresql":
        staging.run("ANALYZE")
    return organisation


def _room(organisation: Organisation) -> int:
    """How many numbers are kept for the reports of one period."""
    return len(organisation.units) + 2


def _exempt(size: Size) -> str:
    return "" if size.is_national else Sector.SCHOOL.value


def _write_year(organisation: Organisation, size: Size, number: int, now: datetime, reports: int, say: Say) -> Year:
    weights = _weights(organisation, number, _exempt(size))
    year = write_year(organisation, number, sum(weights.values()))
    share_out(organisation, year, weights)
    change_one(organisation, year)
    staging.cast(organisation, number)
    for place, period in enumerate(year.periods):
        base = reports + place * _room(organisation)
        detail = Detail(is_full=not size.is_national or now - period.due_at < LATELY)
        figures = write_period(year, period, base, _exempt(size), now, detail)
        say(f"  {period.name}: {figures} số liệu")
    return year


def _write_above(organisation: Organisation, size: Size, year: Year, now: datetime) -> None:
    """What the issuing body wrote itself, and the end of the programme when its year is over."""
    _write_own(organisation, year, now)
    if clock.midnight(date(year.year + 1, 1, 31)) + timedelta(hours=16) <= now:
        _write_grades(organisation, year, _exempt(size))
        close_year(organisation, year)


def _weights(organisation: Organisation, year: int, exempt: str) -> dict[int, int]:
    """Return the members of every unit that reports."""
    reporting = {unit.pk for unit in organisation.units if unit.sector != exempt}
    rows = Headcount.objects.filter(holds_from=date(year, 1, 1)).values_list("unit_id", "members")
    found = dict.fromkeys((unit.pk for unit in organisation.units), 0)
    return found | {unit: members for unit, members in rows.iterator() if unit in reporting}


def _write_own(organisation: Organisation, year: Year, now: datetime) -> None:
    """What the issuing body's own office has done: a few events a year for each thing it promised to do itself."""
    for indicator, _ in year.promises:
        if indicator.scope != Scope.ISSUER:
            continue
        month = 2 + int(5 * chance("own", indicator.label, year.year))
        for step in range(1 if indicator.kind == Kind.CONDITION else 2):
            day = date(year.year, month + 3 * step, 10 + step)
            if day <= now.date():
                with clock.at(clock.midnight(day) + timedelta(hours=16)):
                    value = _own_value(indicator, step)
                    post_own(indicator, organisation.body, value, day, by=organisation.office, note="Văn phòng ghi.")


def _own_value(indicator: Indicator, step: int) -> Decimal | tuple[Decimal, Decimal] | bool:
    if indicator.kind == Kind.CONDITION:
        return True
    return (Decimal(31 + 12 * step), Decimal(48)) if indicator.kind == Kind.SHARE else Decimal(1 + step)


def _write_grades(organisation: Organisation, year: Year, exempt: str) -> None:
    """What the issuing body says about every unit once the year is over: good with nine in ten."""
    at = clock.midnight(date(year.year + 1, 1, 12)) + timedelta(hours=14)
    for indicator, promise in year.promises:
        if promise.answered_by != AnsweredBy.ISSUER_FOR_EACH_UNIT:
            continue
        units = [unit for unit in organisation.units if unit.sector != exempt]
        postings = Posting.objects.bulk_create(
            (
                Posting(
                    unit=unit,
                    kind=PostingKind.OWN,
                    covers_until=year.program.ends_on,
                    counted_from=at,
                    accepted_at=at,
                    by=organisation.office,
                    created_at=at,
                )
                for unit in units
            ),
            batch_size=BATCH,
        )
        Result.objects.bulk_create(
            (
                Result(
                    posting=posting,
                    indicator=indicator,
                    answer=Answer.VALUE,
                    holds=chance(unit.code, year.year, "grade") < 0.92,
                )
                for unit, posting in zip(units, postings, strict=True)
            ),
            batch_size=BATCH,
        )
