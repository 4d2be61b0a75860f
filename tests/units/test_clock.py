from __future__ import annotations

import datetime as dt
import threading

import pytest

from units import clock

HANOI = dt.timezone(dt.timedelta(hours=7))


def test_the_local_day_begins_at_midnight_in_hanoi() -> None:
    with clock.at(dt.datetime(2026, 4, 5, 17, 0, tzinfo=dt.UTC)):
        assert clock.today() == dt.date(2026, 4, 6)
        assert clock.now().date() == dt.date(2026, 4, 6)
    with clock.at(dt.datetime(2026, 4, 5, 16, 59, tzinfo=dt.UTC)):
        assert clock.today() == dt.date(2026, 4, 5)


def test_a_bare_day_means_eight_in_the_morning_and_a_naive_moment_local_time() -> None:
    with clock.at(dt.date(2026, 4, 5)):
        assert clock.now() == dt.datetime(2026, 4, 5, 8, tzinfo=HANOI)
    naive = dt.datetime.fromisoformat("2026-04-05T21:10")
    with clock.at(naive):
        assert clock.now() == dt.datetime(2026, 4, 5, 21, 10, tzinfo=HANOI)


def test_settings_of_the_clock_nest_and_end() -> None:
    before = clock.now()
    with clock.at(dt.date(2026, 5, 1)):
        with clock.at(dt.date(2026, 6, 1)):
            assert clock.today() == dt.date(2026, 6, 1)
        assert clock.today() == dt.date(2026, 5, 1)
    assert clock.now() == before


def test_the_clock_is_put_back_when_something_goes_wrong() -> None:
    before = clock.now()
    with pytest.raises(ZeroDivisionError), clock.at(dt.date(2026, 5, 1)):
        _ = 1 // 0
    assert clock.now() == before


def test_other_threads_see_the_clock_that_was_set() -> None:
    seen: list[dt.date] = []
    with clock.at(dt.date(2026, 5, 1)):
        thread = threading.Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen == [dt.date(2026, 5, 1)]


def test_left_alone_the_clock_runs() -> None:
    clock.set_to(None)
    first = clock.now()
    assert first.utcoffset() == dt.timedelta(hours=7)
    assert abs(first - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)  # noqa: TID251, compared with the real one
    assert clock.now() > first


def test_midnight_is_where_a_day_begins() -> None:
    assert clock.midnight(dt.date(2026, 4, 6)) == dt.datetime(2026, 4, 5, 17, tzinfo=dt.UTC)


def test_a_moment_without_a_time_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        clock.local(dt.datetime.fromisoformat("2026-04-05T21:10"))
    assert clock.local(dt.datetime(2026, 4, 5, 17, tzinfo=dt.UTC)).hour == 0
