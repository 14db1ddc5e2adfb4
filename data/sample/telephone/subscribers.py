"""Who are the telephone company's customers: their kind, where they live, when they came, what they need?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.names import guest_names
from data.sample.telephone.world import (
    CUSTOMER_TYPES,
    FAMILIES,
    REGIONS,
    region_table,
    tariff_table,
    type_table,
)
from data.sample.world import MONTHS, dates, month_starts

_THERE_BEFORE = 0.62
_LONGEST_TENURE_MONTHS = 110
_BUSINESS = len(CUSTOMER_TYPES) - 1
_CHINESE_FROM = 4
_NEED_GROWTH_PER_YEAR, _NEED_SPREAD = 0.14, 0.22
# Names are drawn as for private guests up to this kind, as for firms above it.
_FIRMS_FROM = _BUSINESS


def draw_subscribers(rng: np.random.Generator, count: int) -> pd.DataFrame:
    """Return one row a customer with everything that is true of them from the start.

    ``start_month`` is negative for who came before the first day; ``need`` is what they use a
    month at the start and ``need_growth`` its yearly growth rate; ``mood`` their lasting
    inclination to be satisfied; ``frailty`` multiplies every reason to leave.
    """
    kind = rng.choice(len(CUSTOMER_TYPES), size=count, p=type_table("share"))
    families = np.cumsum(type_table("family"), axis=1)[kind]
    family = (rng.random(count)[:, None] > families).sum(axis=1).clip(max=len(FAMILIES) - 1)
    there = rng.random(count) < _THERE_BEFORE
    tenure = rng.gamma(1.7, 17.0, size=count).astype(np.int64).clip(1, _LONGEST_TENURE_MONTHS)
    mood = rng.normal(0.0, 0.6, size=count)
    tariff, need = _first_tariff(rng, kind, family)
    region = rng.choice(len(REGIONS), size=count, p=region_table("size"))
    return pd.DataFrame(
        {
            "customer_id": [f"T{number:05d}" for number in range(20001, 20001 + count)],
            "kind": kind,
            "region": region,
            "start_month": np.where(there, -tenure, rng.integers(0, MONTHS, size=count)),
            "start_within": rng.integers(0, 28, size=count),
            "bill_day": rng.integers(2, 28, size=count),
            "family": family,
            "tariff": tariff,
            "need": need,
            "need_growth": rng.normal(_NEED_GROWTH_PER_YEAR, _NEED_SPREAD, size=count),
            "mood": mood,
            "frailty": rng.gamma(4.0, 0.25, size=count) * np.exp(-0.30 * mood),
            "complains": _eagerness(rng, kind),
            "speaks_chinese": rng.random(count) < np.where(region >= _CHINESE_FROM, 0.7, 0.15),
        }
    )


def _first_tariff(
    rng: np.random.Generator, kind: np.ndarray, family: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the tariff that everybody signed, and a need that it fits more or less."""
    tariff = np.zeros(len(kind), dtype=np.int64)
    names = tariff_table("family")
    for number, name in enumerate(FAMILIES):
        inside = family == number
        tariff[inside] = rng.choice(np.flatnonzero(names == name), size=int(inside.sum()))
    spread = 0.28 * type_table("misfit")[kind]
    used = np.exp(rng.normal(-0.45, spread))
    return tariff, tariff_table("allowance")[tariff] * used


def _eagerness(rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    mean = type_table("complains")[kind]
    return np.asarray(np.clip(rng.beta(2.0, 2.0 / mean - 2.0), 0.005, 0.95))


def start_days(subscribers: pd.DataFrame) -> np.ndarray:
    """Return the day number on which each customer's first contract began; negative before the first day."""
    month = subscribers["start_month"].to_numpy()
    inside = month_starts()[np.clip(month, 0, MONTHS)] + subscribers["start_within"].to_numpy()
    before = np.floor(month * 30.4375).astype(np.int64)
    return np.where(month >= 0, inside, before)


_PAYS = np.array(["Direct debit", "Bank transfer", "Card"])
_MODEMS = np.array(["Lumen 2", "Lumen 3", "Lumen 5", "own device"])


def customer_file(rng: np.random.Generator, subscribers: pd.DataFrame) -> pd.DataFrame:
    """Return the customer list as the company's own system would hand it out, one row a customer."""
    count = len(subscribers)
    kind = subscribers["kind"].to_numpy()
    chinese = subscribers["speaks_chinese"].to_numpy()
    family = subscribers["family"].to_numpy()
    # The names know guests, firms and clubs; a telephone company has private customers and firms.
    named_as = np.where(kind >= _FIRMS_FROM, _FIRMS_FROM, 0)
    return pd.DataFrame(
        {
            "Customer no.": subscribers["customer_id"],
            "Valid from": dates(start_days(subscribers)),
            "Name": guest_names(rng, named_as, _FIRMS_FROM),
            "Customer group": np.where(kind >= _FIRMS_FROM, "Business", "Private"),
            "Region": region_table("name")[subscribers["region"]],
            "Language": np.where(chinese, "中文", "English"),
            "Payment method": rng.choice(_PAYS, size=count, p=(0.68, 0.20, 0.12)),
            "Modem": np.where(family == 0, "", _MODEMS[rng.integers(0, len(_MODEMS), size=count)]),
            "Paperless bill": np.where(rng.random(count) < 0.71, "yes", "no"),
        }
    )
