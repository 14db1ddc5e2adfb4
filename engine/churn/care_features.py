"""What do complaints, answers, contacts and offers say of a customer by a day?

What happened lately counts for more: a fact of age t months has the weight 0.5^(t / 2), and after a
year none. Rows of hidden later knowledge are kept out: the result of a contact and the answer to an
offer count only a month after it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.chronicle import Landmark
from engine.churn.factors import FACTOR_OF_ROLE, FACTORS, NO_FACTOR, factor_of_purpose
from engine.churn.purchase_features import WINDOW_MONTHS, Columns

Floats = NDArray[np.float64]

HALF_LIFE_MONTHS = 2.0
COMMONEST = 12
"""So many purposes of contacts, and measures, get a column of their own."""

_OFFER_HALF_LIFE_MONTHS = 12.0
_DAYS_A_MONTH = 30.4375
_MEMORY_DAYS = WINDOW_MONTHS * _DAYS_A_MONTH
_FEWEST_ANSWERS = 30
_HIDDEN_DAYS = 30.0
_CONTENTMENT = ("csat", "satisfaction", "nps", "recommendation")


def complaint_columns(at: Landmark) -> Columns:
    """Return complaints by cause, and how they ended: waits, open ones, reopened ones."""
    found = Columns()
    if at.chronicle.rows["complaints"].empty:
        return found
    rows = at.known("complaints")
    age, who = _age_days(at, rows), rows["customer"].to_numpy()
    weight = faded(age, HALF_LIFE_MONTHS)
    found.add("complaints_12m", _sum(at, who, (age <= _MEMORY_DAYS).astype(np.float64)))
    causes = rows["cause"].astype(object).to_numpy()
    for factor in FACTORS:
        own = causes == factor
        if (at.chronicle.rows["complaints"]["cause"] == factor).any():
            found.add(f"complaint_{factor}", _sum(at, who[own], weight[own]), factor)
    other = ~np.isin(causes, FACTORS)
    found.add("complaint_other_cause", _sum(at, who[other], weight[other]))
    found.take(_endings(at, rows, weight))
    return found


def _endings(at: Landmark, rows: pd.DataFrame, weight: Floats) -> Columns:
    """Return how complaints ended; one without any step on file is nobody's wait."""
    found = Columns()
    events = at.known("complaint_events")
    if at.chronicle.rows["complaint_events"].empty:
        return found
    who, ids = rows["customer"].to_numpy(), rows["complaint_id"]
    opened = rows["opened_at"].to_numpy()
    night = at.day + np.timedelta64(1, "D")
    resolved = events[events["state"] == "resolved"].groupby("complaint_id")["at"].min()
    until = ids.map(resolved).to_numpy(dtype="datetime64[s]")
    has_steps = ids.isin(events["complaint_id"]).to_numpy()
    is_open = has_steps & np.isnat(until)
    waits = (np.where(is_open, night, until) - opened).astype("timedelta64[s]").astype(np.float64) / 86_400.0
    waits = np.where(has_steps & np.isfinite(waits), np.maximum(waits, 0.0), 0.0)
    again = ids.isin(events.loc[events["state"] == "reopened", "complaint_id"]).to_numpy()
    response = "response_to_failure"
    found.add("complaint_wait", _sum(at, who, weight * waits), response)
    found.add("complaints_open", _sum(at, who[is_open], weight[is_open]), response)
    found.add("complaints_reopened", _sum(at, who[again], weight[again]), response)
    found.add("complaint_long_wait", _sum(at, who, weight * (waits > 7.0)), response)
    return found


def contact_columns(at: Landmark) -> Columns:
    """Return contacts by purpose, and by purpose and result; the commonest of the company have columns."""
    found = Columns()
    every = at.chronicle.rows["contacts"]
    if every.empty:
        return found
    rows = _lately(at, at.known("contacts"))
    age, who = _age_days(at, rows), rows["customer"].to_numpy()
    weight = faded(age, HALF_LIFE_MONTHS)
    found.add("contacts_12m", _sum(at, who, (age <= _MEMORY_DAYS).astype(np.float64)))
    for purpose in _commonest(every["purpose"]):
        own = (rows["purpose"] == purpose).to_numpy()
        found.add(f"contact: {purpose}", _sum(at, who[own], weight[own]), _factor_of(purpose))
    known = age >= _HIDDEN_DAYS
    told = rows["purpose"] + " → " + rows["result"]
    for result in _commonest(every["purpose"] + " → " + every["result"]):
        own = (told == result).to_numpy() & known
        found.add(f"contact: {result}", _sum(at, who[own], weight[own]), _factor_of(result))
    return found


def offer_columns(at: Landmark) -> Columns:
    """Return offers made and taken, by measure; who was left alone for comparison got none."""
    found = Columns()
    every = at.chronicle.rows["rescues"]
    if every.empty:
        return found
    rows = at.known("rescues")
    rows = rows[rows["is_control"].to_numpy() != 1.0]
    age, who = _age_days(at, rows), rows["customer"].to_numpy()
    found.add("offers_6m", _sum(at, who, (age <= _MEMORY_DAYS / 2).astype(np.float64)))
    taken = (rows["accepted"].to_numpy() == 1.0) & (age >= _HIDDEN_DAYS)
    weight = faded(age, _OFFER_HALF_LIFE_MONTHS, np.inf)
    for measure in _commonest(every["measure"]):
        own = taken & (rows["measure"] == measure).to_numpy()
        found.add(f"taken: {measure}", _sum(at, who[own], weight[own]))
    return found


def answer_columns(at: Landmark) -> Columns:
    """Return the last answer by role, 0-1 on its scale, its change since the one before, and its age."""
    found = Columns()
    every = at.chronicle.rows["survey_answers"]
    if every.empty:
        return found
    rows = _scaled(at, at.known("survey_answers"))
    age = _age_days(at, rows)
    rows = rows[age <= 2.0 * _MEMORY_DAYS]
    counts = rows["role"].value_counts()
    asked = sorted(str(role) for role in counts.index[counts >= _FEWEST_ANSWERS])
    # Sorted by day before: of each customer and role the last one is the latest.
    of_a_day = rows.groupby(["role", "customer", "on"], sort=True)["scaled"].mean().reset_index()
    of_a_day["before"] = of_a_day.groupby(["role", "customer"])["scaled"].shift(1)
    latest = of_a_day.drop_duplicates(["role", "customer"], keep="last").set_index("role")
    for role in asked:
        own = latest.loc[[role]]
        factor, who = FACTOR_OF_ROLE.get(role, NO_FACTOR), own["customer"].to_numpy()
        found.add(f"answer: {role}", _placed(at, who, own["scaled"].to_numpy()), factor)
        if role in _CONTENTMENT:
            change = (own["scaled"] - own["before"]).to_numpy()
            found.add(f"answer change: {role}", _placed(at, who, change), factor)
    last_day = rows.groupby("customer")["on"].max()
    months = (pd.Timestamp(at.day) - last_day).dt.days.to_numpy(dtype=np.float64) / _DAYS_A_MONTH
    found.add("answer_age_months", _placed(at, last_day.index.to_numpy(dtype=np.int64), months))
    return found


def _scaled(at: Landmark, rows: pd.DataFrame) -> pd.DataFrame:
    items = at.chronicle.survey_items.drop_duplicates("item_id").set_index("item_id")
    scores = rows["score"].where(rows["is_not_applicable"].to_numpy() != 1.0)
    place, asked = pd.factorize(rows["item_id"])
    known, seen = items.reindex(asked), scores.groupby(asked.take(place))
    low = known["scale_low"].fillna(seen.min()).to_numpy()[place]
    high = known["scale_high"].fillna(seen.max()).to_numpy()[place]
    span = np.where(high > low, high - low, np.nan)
    scaled = ((scores - low) / span).clip(0.0, 1.0)
    codes, roles = pd.factorize(known["role"].astype(object).where(known["role"].notna(), known.index))
    role = pd.Categorical.from_codes(codes[place], roles)
    found: pd.DataFrame = rows.assign(scaled=scaled, role=role)[scaled.notna()]
    return found


def _lately(at: Landmark, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are remembered; those before weigh nothing."""
    return rows[_age_days(at, rows) <= _MEMORY_DAYS]


def _age_days(at: Landmark, rows: pd.DataFrame) -> Floats:
    on = rows["on"].to_numpy(dtype="datetime64[D]")
    return np.asarray((at.day - on).astype(np.float64))


def faded(age_days: Floats, half_life_months: float, memory_days: float = _MEMORY_DAYS) -> Floats:
    """Return how much facts of these ages weigh: half after each half-life, nothing beyond the memory."""
    weight = 0.5 ** (age_days / (_DAYS_A_MONTH * half_life_months))
    return np.where(age_days <= memory_days, weight, 0.0)


def _sum(at: Landmark, who: NDArray[np.int64], weight: Floats) -> Floats:
    return np.bincount(who, weights=weight, minlength=at.size).astype(np.float64)


def _placed(at: Landmark, who: NDArray[np.int64], values: Floats) -> Floats:
    found = np.full(at.size, np.nan)
    found[who] = values
    return found


def _factor_of(purpose: str) -> str:
    return factor_of_purpose(purpose) or NO_FACTOR


def _commonest(values: pd.Series[str]) -> list[str]:
    counts = values.dropna().value_counts()
    kept = counts[counts >= _FEWEST_ANSWERS].reset_index()
    ordered = kept.sort_values([kept.columns[1], kept.columns[0]], ascending=[False, True])
    return [str(value) for value in ordered.iloc[:COMMONEST, 0]]
