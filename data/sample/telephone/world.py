"""What is the telephone company's world like: tariffs, regions, kinds of customer, reasons to leave?

Every number here is an assumption of the made-up company, chosen to be believable; none
was measured anywhere. Shares are 0-1, money is in euro, months count from the first (0).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.world import MONTHS, dates, month_starts

PRICE_RISE_MONTH, PRICE_RISE = 16, 0.08
# The hotline lost a third of its people in these months: everything waits longer.
SHORT_OF_STAFF = (19, 23)


@dataclass(frozen=True)
class Tariff:
    """What a customer can sign: fee a month, what it allows, how long it binds."""

    code: str
    label: str
    family: str
    fee: float
    allowance: float
    term_months: int
    margin: float


TARIFFS = (
    Tariff("MOB-S", "Mobile S", "mobile", 9.99, 4.0, 24, 0.52),
    Tariff("MOB-FLEX", "Mobile Flex", "mobile", 16.99, 10.0, 1, 0.55),
    Tariff("MOB-M", "Mobile M", "mobile", 19.99, 20.0, 24, 0.56),
    Tariff("MOB-L", "Mobile L", "mobile", 34.99, 70.0, 24, 0.60),
    Tariff("NET-50", "Home 50", "fixed", 29.99, 50.0, 24, 0.44),
    Tariff("NET-250", "Home 250", "fixed", 44.99, 250.0, 24, 0.50),
    Tariff("NET-1000", "Home 1000", "fixed", 64.99, 1000.0, 24, 0.48),
    Tariff("ALL-M", "Together M", "bundle", 52.99, 60.0, 24, 0.47),
    Tariff("ALL-L", "Together L", "bundle", 74.99, 250.0, 24, 0.50),
    Tariff("BIZ-M", "Business M", "business", 79.99, 150.0, 24, 0.54),
    Tariff("BIZ-L", "Business L", "business", 139.99, 600.0, 24, 0.57),
)
FAMILIES = ("mobile", "fixed", "bundle", "business")
# Price of a unit above the allowance, and the most that it adds, as a share of the fee.
OVERAGE_PRICE, OVERAGE_MOST = 0.9, 0.7


@dataclass(frozen=True)
class Region:
    """Where customers live: how good the net is, and when a rival makes an offer there."""

    code: str
    name: str
    size: float
    faults: float
    rival: tuple[int, int] = (MONTHS, MONTHS)
    shops_closed: tuple[int, int] = (MONTHS, MONTHS)


REGIONS = (
    Region("N", "Nordmark", 0.24, 0.8, rival=(9, 12)),
    Region("E", "Osterwald", 0.19, 1.3, shops_closed=(12, 17)),
    Region("S", "Suvarra", 0.21, 1.0, rival=(21, 25)),
    Region("W", "Westhaven", 0.17, 0.7),
    Region("L", "临溪 Linxi", 0.12, 1.6, rival=(28, 31)),
    Region("Y", "云浦 Yunpu", 0.07, 1.1, shops_closed=(24, 29)),
)


@dataclass(frozen=True)
class CustomerType:
    """One kind of customer, which the company never sees as such.

    ``leaving`` is the monthly intensity of leaving by factor, out of the minimum term and
    without any failure; ``reminded`` multiplies it for six months once an offer is made: above
    1 the customer had better been left asleep. ``accepts`` is the chance to take points,
    agreement, service, counter-offer.
    """

    name: str
    share: float
    family: tuple[float, float, float, float]
    complains: float
    arrears: float
    misfit: float
    reminded: float
    accepts: tuple[float, float, float, float]
    leaving: tuple[float, ...]


CUSTOMER_TYPES = (
    CustomerType(
        "price seeker", 0.25, (0.62, 0.24, 0.14, 0.0), 0.06, 0.006, 0.9, 0.95,
        (0.46, 0.42, 0.24, 0.80), (0.0068, 0.0010, 0.0004, 0.0004, 0.0, 0.0088, 0.0003, 0.0018),
    ),
    CustomerType(
        "inert", 0.29, (0.58, 0.32, 0.10, 0.0), 0.03, 0.003, 1.5, 1.6,
        (0.24, 0.16, 0.14, 0.28), (0.0030, 0.0006, 0.0003, 0.0003, 0.0, 0.0024, 0.0002, 0.0020),
    ),
    CustomerType(
        "demanding", 0.18, (0.40, 0.34, 0.26, 0.0), 0.17, 0.003, 0.7, 0.9,
        (0.34, 0.36, 0.60, 0.56), (0.0036, 0.0014, 0.0008, 0.0010, 0.0, 0.0052, 0.0004, 0.0018),
    ),
    CustomerType(
        "content", 0.20, (0.48, 0.30, 0.22, 0.0), 0.06, 0.003, 0.7, 1.0,
        (0.54, 0.48, 0.42, 0.60), (0.0030, 0.0005, 0.0003, 0.0003, 0.0, 0.0030, 0.0001, 0.0018),
    ),
    CustomerType(
        "small business", 0.08, (0.0, 0.0, 0.0, 1.0), 0.22, 0.005, 0.6, 0.85,
        (0.26, 0.54, 0.66, 0.54), (0.0050, 0.0008, 0.0008, 0.0008, 0.0, 0.0052, 0.0003, 0.0024),
    ),
)  # fmt: skip

# Months since the minimum term ended at which the pull to leave changes; by what it is
# multiplied is in TERM_PULL, from "still bound" to "long since free".
_TERM_STEPS = np.array([-1, 0, 1, 2])
TERM_PULL = np.array([0.12, 2.6, 2.1, 1.6, 1.0])
# Who is bound gets out over a service that isn't delivered more easily; circumstances ask nobody.
_BOUND_BY_FACTOR = np.array([0.12, 0.15, 0.35, 0.20, 0.35, 0.12, 0.30, 1.0])


def term_pull(since_end: np.ndarray) -> np.ndarray:
    """Return by what the minimum term multiplies each factor: shape of ``since_end`` x factor.

    ``since_end`` counts months; below 0 the customer is bound, -1 is the term's last month.
    """
    pull = TERM_PULL[np.searchsorted(_TERM_STEPS, since_end, side="right")][..., None]
    pulls = np.broadcast_to(pull, (*since_end.shape, len(_BOUND_BY_FACTOR))).copy()
    bound = since_end < -1
    pulls[bound] = _BOUND_BY_FACTOR
    pulls[..., -1] = 1.0
    return pulls


def tariff_table(field: str) -> np.ndarray:
    """Return one field of all tariffs."""
    return np.array([getattr(tariff, field) for tariff in TARIFFS])


def region_table(field: str) -> np.ndarray:
    """Return one field of all regions."""
    return np.array([getattr(region, field) for region in REGIONS])


def type_table(field: str) -> np.ndarray:
    """Return one field of all kinds of customer, stacked: kind x its entries."""
    return np.array([getattr(kind, field) for kind in CUSTOMER_TYPES])


def in_months(window: np.ndarray) -> np.ndarray:
    """Return whether each month lies in each window of first and last month: window x month."""
    months = np.arange(MONTHS)[None, :]
    return np.asarray((months >= window[:, :1]) & (months <= window[:, 1:]))


def first_days(months: np.ndarray) -> np.ndarray:
    """Return the calendar day on which each month begins; months may lie outside the three years."""
    origin = dates(month_starts()[:1]).astype("datetime64[M]")[0]
    return np.asarray((origin + np.asarray(months, dtype=np.int64)).astype("datetime64[D]"))
