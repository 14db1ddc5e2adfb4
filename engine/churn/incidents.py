"""What did customers tell or show that points at a factor, and how fresh was it when they may have gone?

A complaint points at its own factor, one that waited for long or was reopened at the response to it, a
comment at what a person read out of it, a contact at what its purpose says. What was told fades. But
somebody who has gone silent for good went soon after the last purchase: as far as that is likely, what
was told by then counts as it did then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.care_features import HALF_LIFE_MONTHS, faded
from engine.churn.chronicle import Chronicle
from engine.churn.factors import FACTORS, LONG_WAIT_DAYS, factor_of_purpose
from engine.formulas import Formula

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]

GONE_SILENT = Formula(
    name="gone_silent",
    latex=r"q = 1 - \Bigl(1 + \tfrac{\mu}{\lambda + \mu}\bigl(e^{(\lambda + \mu)s} - 1\bigr)\Bigr)^{-1}",
    origin="estimated",
)

STRENGTH: Mapping[str, float] = {
    "complaint": 1.0,
    "comment": 1.0,
    "long_wait": 0.8,
    "reopened": 0.8,
    "contact": 0.5,
}
"""How strongly each kind points at its factor, beside a complaint."""

_RESPONSE = "response_to_failure"
_DAYS_A_MONTH = 30.4375
_SURELY = 50.0
_COLUMNS = ["customer", "on", "kind", "factor", "about"]


@dataclass(frozen=True)
class Watched:
    """Customers, each on a day: position in the chronicle, silence so far and own gap between purchases.

    A silence is 0 where it says nothing, as with a contract.
    """

    customer: Ints
    day: Days
    silence_days: Floats
    own_gap_days: Floats

    @classmethod
    def of(cls, features: pd.DataFrame, customer: Ints, day: Days | np.datetime64, bound: Floats) -> Watched:
        """Return whom a feature frame describes; ``bound`` is the contract's age, NaN without one."""
        known = {"silence_days", "own_gap_days"} <= set(features.columns)
        silence = features["silence_days"].to_numpy(np.float64) if known else np.zeros(len(features))
        gap = features["own_gap_days"].to_numpy(np.float64) if known else np.ones(len(features))
        says_nothing = np.isfinite(bound) | ~np.isfinite(silence) | ~np.isfinite(gap)
        days = np.broadcast_to(day, len(features))
        return cls(customer, days, np.where(says_nothing, 0.0, silence), np.where(says_nothing, 1.0, gap))

    def gone(self, leaving_per_month: float) -> Floats:
        """Return the chance that each has gone already (``GONE_SILENT``), 0-1."""
        buying, leaving = 1.0 / np.maximum(self.own_gap_days, 1.0), leaving_per_month / _DAYS_A_MONTH
        both = buying + leaving
        odds = leaving / both * np.expm1(np.minimum(both * self.silence_days, _SURELY))
        return np.asarray(odds / (1.0 + odds))


@dataclass(frozen=True)
class Evidence:
    """What is on record by a day: exits with reasons by position in the chronicle, and ``incidents``."""

    as_of: dt.date
    exits: pd.DataFrame
    incidents: pd.DataFrame

    @classmethod
    def of(cls, known: Chronicle) -> Evidence:
        """Return what a chronicle has on record."""
        return cls(known.as_of, known.rows["exits"], incidents(known))


def incidents(known: Chronicle) -> pd.DataFrame:
    """Return what was told, a row each: ``customer on kind factor about``, ``on`` the day it was known.

    ``factor`` is missing where a complaint has no cause; ``about`` is the purpose of a contact.
    """
    parts = [_complaints(known), _responses(known), _comments(known), _contacts(known)]
    return pd.concat([part[_COLUMNS] for part in parts], ignore_index=True)


def told(rows: pd.DataFrame, watched: Watched, leaving_per_month: float) -> Floats:
    """Return how much points at each factor, in fresh complaints; shape (n, 8).

    ``rows`` are those of ``incidents``; each customer is watched on one day, and what came later is
    not looked at.
    """
    place = pd.Index(watched.customer).get_indexer(pd.Index(rows["customer"]))
    factor = pd.Index(FACTORS).get_indexer(pd.Index(rows["factor"]))
    seen = (place >= 0) & (factor >= 0)
    place, factor, rows = place[seen], factor[seen], rows[seen]
    age = (watched.day[place] - rows["on"].to_numpy(dtype="datetime64[D]")).astype(np.float64)
    gone = watched.gone(leaving_per_month)[place]
    before = np.maximum(age - watched.silence_days[place], 0.0)
    fresh = (1.0 - gone) * faded(age, HALF_LIFE_MONTHS) + gone * faded(before, HALF_LIFE_MONTHS)
    weight = rows["kind"].map(STRENGTH).to_numpy(dtype=np.float64) * np.where(age >= 0.0, fresh, 0.0)
    found = np.zeros((len(watched.customer), len(FACTORS)))
    np.add.at(found, (place, factor), weight)
    return found


def lately(rows: pd.DataFrame, watched: Watched) -> pd.DataFrame:
    """Return the incidents of customers that still count: of a year, or of the year before a silence."""
    place = pd.Index(watched.customer).get_indexer(pd.Index(rows["customer"]))
    rows, place = rows[place >= 0], place[place >= 0]
    age = (watched.day[place] - rows["on"].to_numpy(dtype="datetime64[D]")).astype(np.float64)
    return rows[faded(age - watched.silence_days[place], HALF_LIFE_MONTHS) > 0.0]


def _complaints(known: Chronicle) -> pd.DataFrame:
    rows = known.rows["complaints"]
    named = rows["cause"].where(rows["cause"].isin(FACTORS), None)
    return rows[["customer", "on"]].assign(kind="complaint", factor=named, about=None)


def _responses(known: Chronicle) -> pd.DataFrame:
    """Return complaints that waited for more than a week, or were reopened; each counts once."""
    rows, events = known.rows["complaints"], known.rows["complaint_events"]
    rows = rows[rows["complaint_id"].isin(events["complaint_id"])]
    first = events.groupby(["complaint_id", "state"])["at"].min()
    late = rows["opened_at"] + pd.Timedelta(days=LONG_WAIT_DAYS)
    resolved, again = (_at(rows, first, state) for state in ("resolved", "reopened"))
    today = pd.Timestamp(known.as_of) + pd.Timedelta(days=1)
    waited = late.where((resolved > late) | (resolved.isna() & (late < today)))
    on = waited.fillna(again)
    kind = np.where(waited.notna(), "long_wait", "reopened")
    found = rows[["customer"]].assign(on=on.dt.floor("D"), kind=kind, factor=_RESPONSE, about=None)
    return found[on.notna()]


def _at(rows: pd.DataFrame, first: pd.Series[pd.Timestamp], state: str) -> pd.Series[pd.Timestamp]:
    """Return when each complaint first reached a state, missing where it hasn't."""
    states = first.index.get_level_values("state")
    days = first[states == state].droplevel("state")
    return pd.Series(days.reindex(rows["complaint_id"]).to_numpy(dtype="datetime64[s]"), index=rows.index)


def _comments(known: Chronicle) -> pd.DataFrame:
    rows = known.rows["survey_answers"]
    rows = rows[rows["cause"].isin(FACTORS)]
    return rows[["customer", "on"]].assign(kind="comment", factor=rows["cause"], about=None)


def _contacts(known: Chronicle) -> pd.DataFrame:
    rows = known.rows["contacts"]
    factors = {str(purpose): factor_of_purpose(str(purpose)) for purpose in rows["purpose"].dropna().unique()}
    factor = rows["purpose"].map(factors)
    found = rows[["customer", "on"]].assign(kind="contact", factor=factor, about=rows["purpose"])
    return found[factor.notna()]
