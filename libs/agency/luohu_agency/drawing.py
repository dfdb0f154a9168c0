"""Times that are drawn: the same for the same question in a world of the same seed, on every machine. Pure.

A draw stands on what is asked, never on random ids or the order of things: so a test that is run again meets the same
times. BLAKE2b gives the lot; whole numbers and `decimal`, which is exact to the last digit everywhere, give the time.
"""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from hashlib import blake2b

import orjson

from luohu_contract.message import Question
from luohu_kit.pace import Lognormal, Uniform

LOTS = 2**48  #: so many lots, all alike
_EXACT = Context(prec=34, rounding=ROUND_HALF_EVEN)
_NORMAL_95 = Decimal("1.644853626951472714863848907991632136083")  #: the standard normal's 95th percentile
_PI = Decimal("3.141592653589793238462643383279502884197")
_HALF = Decimal("0.5")
_ENOUGH = Decimal("1e-12")
_SECOND = timedelta(seconds=1)
_LONGEST = Decimal(3653 * 86_400)  #: seconds of ten years, which no drawn time exceeds


def lot_of(question: Question, seed: int, agency: str) -> int:
    """The lot of a question, 0 to LOTS - 1: of the world's seed, the agency, whom and what it asks, the kind of
    question, the attempt and the part.
    """
    asked = [
        seed,
        agency,
        question.subject.id_number,
        question.claim.model_dump(mode="json"),
        question.kind,
        question.attempt,
        question.part,
    ]
    drawn = blake2b(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS), digest_size=6).digest()
    return int.from_bytes(drawn, "big")


def after(of: Uniform | Lognormal, lot: int, now: datetime) -> datetime:
    """The instant to which a time leads that is drawn from `now` on, in whole seconds; ten years at the most."""
    return _uniform(of, lot, now) if isinstance(of, Uniform) else _lognormal(of, lot, now)


def _uniform(of: Uniform, lot: int, now: datetime) -> datetime:
    first, last = of.min.after(now), of.max.after(now)
    return first + lot * ((last - first) // _SECOND + 1) // LOTS * _SECOND


def _lognormal(of: Lognormal, lot: int, now: datetime) -> datetime:
    """median * (p95 / median) ** (z / z95), where z is normal."""
    with localcontext(_EXACT):
        median, p95 = _seconds(of.median.after(now) - now), _seconds(of.p95.after(now) - now)
        seconds = median * ((p95 / median).ln() * normal(lot) / _NORMAL_95).exp()
        return now + int(min(seconds, _LONGEST).to_integral_value()) * _SECOND


def normal(lot: int) -> Decimal:
    """The standard normal's quantile for a lot: half of the lots lie below 0, a twentieth above 1.645."""
    with localcontext(_EXACT):
        beyond = Decimal(2 * lot + 1) / (2 * LOTS) - _HALF
        z, step = Decimal(0), Decimal(1)
        while step > _ENOUGH:
            # Newton from the middle outwards: the curve bends downwards there, so no step goes too far.
            density, area = _bell(z)
            step = (abs(beyond) - area) / density
            z += step
        return z.copy_sign(beyond)


def _bell(z: Decimal) -> tuple[Decimal, Decimal]:
    """The standard normal's density at z, and its area from 0 to z: density * (z + z**3/3 + z**5/15 + ...)."""
    square = z * z
    density = (-square / 2).exp() / (2 * _PI).sqrt()
    term = total = z
    odd = 1
    while term > _ENOUGH * _ENOUGH:
        odd += 2
        term *= square / odd
        total += term
    return density, density * total


def _seconds(length: timedelta) -> Decimal:
    return Decimal(length // timedelta(microseconds=1)).scaleb(-6)
