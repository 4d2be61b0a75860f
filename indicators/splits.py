"""Sharing a goal out so that the shares add up to exactly the goal (DESIGN §4, "Shares"). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


class CannotSplit(ValueError):  # noqa: N818 – read by people: the message says in Vietnamese what to change
    """The goal cannot be shared out this way."""


NOBODY = "Chọn ít nhất một đơn vị để chia."
MINIMA_TOO_HIGH = "Tổng mức tối thiểu lớn hơn chỉ tiêu. Giảm mức tối thiểu hoặc tăng chỉ tiêu."
NO_WEIGHTS = "Chưa có số liệu để chia theo tỷ lệ. Bổ sung số liệu hoặc chọn cách chia khác."


def equally(total: Decimal, units: int, decimals: int = 0) -> list[Decimal]:
    """Return as many equal shares as there are units; what cannot be divided goes to the first ones."""
    return by_weights(total, [1] * units, decimals)


def by_weights(total: Decimal, weights: Sequence[int | Decimal], decimals: int = 0) -> list[Decimal]:
    """Return shares in proportion to the weights (headcounts, last year's results), in their order.

    Each share is rounded down to the decimals, and what is left goes step by step to the largest remainders; of equal
    ones to the unit that comes first. Raises CannotSplit without units or with nothing but zero weights.
    """
    if not weights:
        raise CannotSplit(NOBODY)
    whole = sum(map(Fraction, weights), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise CannotSplit(NO_WEIGHTS)
    places = max(decimals, _places(total))
    steps = int(total.scaleb(places))
    ideal = [steps * Fraction(weight) / whole for weight in weights]
    shares = [part.numerator // part.denominator for part in ideal]
    by_remainder = sorted(range(len(weights)), key=lambda place: (shares[place] - ideal[place], place))
    for place in by_remainder[: steps - sum(shares)]:
        shares[place] += 1
    return [Decimal(share).scaleb(-places) for share in shares]


def with_minima(
    total: Decimal, minima: Sequence[Decimal], decimals: int = 0, weights: Sequence[int | Decimal] | None = None
) -> list[Decimal]:
    """Return shares of at least each unit's (its group's) minimum; the rest by weights, equally without them.

    Raises CannotSplit when the minima alone exceed the goal.
    """
    rest = total - sum(minima, Decimal(0))
    if rest < 0:
        raise CannotSplit(MINIMA_TOO_HIGH)
    more = by_weights(rest, weights or [1] * len(minima), decimals)
    return [least + share for least, share in zip(minima, more, strict=True)]


def _places(number: Decimal) -> int:
    """Decimals that the number itself needs."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
