"""What would the scores be if those who did not answer had answered like their own kind?

Both figures are told, over the same respondents: as answered, and weighted to the profile of all
customers. Nameless answers have no profile, so they are in neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.membership import is_among
from engine.satisfaction.answers import latest, on_one_scale
from engine.satisfaction.delivered_value import delivered_value
from engine.satisfaction.intervals import mean_estimate
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from engine.satisfaction.ratio import satisfaction_ratio
from engine.satisfaction.scores import (
    counts_for_csat,
    counts_for_nps,
    in_top_boxes,
    nps_points,
    nps_signs,
)
from engine.satisfaction.servqual import servqual
from engine.satisfaction.weighting import Weights, response_weights
from engine.tenure import tenures

SCORES = ("csat", "nps", "ces", "satisfaction_ratio", "servqual_gap", "delivered_value")
MOST_ATTRIBUTES = 4
_MOST_KINDS, _KNOWN_OF = 12, 0.80
_ENDS = {
    "csat": (0.0, 1.0),
    "nps": (-1.0, 1.0),
    "satisfaction_ratio": (0.0, np.inf),
    "delivered_value": (-100.0, 100.0),
}
_COUNTS: dict[str, Callable[[pd.DataFrame], pd.Series[bool]]] = {
    "csat": counts_for_csat,
    "nps": counts_for_nps,
    "ces": lambda answers: answers["score"].notna(),
}


def customer_profile(customers: pd.DataFrame, attributes: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return what is known of each customer in a few kinds, one column an attribute (index: customer id).

    Tier, stage and band of tenure, and those of the workspace's own ``attributes`` (``customer_id known_on
    name value``, the latest counts) that are known of at least 80 % and have 2 to 12 kinds.
    """
    own = customers[["customer_id", "value_tier", "lifecycle_stage"]]
    profile = own.assign(tenure=tenures(customers, as_of)).set_index("customer_id")
    last = attributes.sort_values("known_on", kind="stable").drop_duplicates(
        ["customer_id", "name"], keep="last"
    )
    for name, rows in last.groupby("name"):
        values = rows.set_index("customer_id")["value"].reindex(profile.index)
        if values.notna().mean() >= _KNOWN_OF and 2 <= values.nunique() <= _MOST_KINDS:
            profile[f"attribute.{name}"] = values
    return profile.fillna("").astype("str")


def could_be_asked(customers: pd.DataFrame, answers: pd.DataFrame, since: pd.Timestamp) -> pd.Series[bool]:
    """Return who was a customer at some time after ``since``, when ``answers`` were given.

    Who left in that time is among them, whether they answered or not: with those alone who answered before
    they left, leavers would seem to answer most, and be weighted down.
    """
    was_there = customers["last_purchase_day"].gt(since) | customers["contract_end_day"].gt(since)
    answered = is_among(customers["customer_id"], answers["customer_id"])
    return customers["churn_state"].ne("left") | was_there | answered


def weighted_scores(answers: pd.DataFrame, profile: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the scores as answered and weighted, and what they were weighted by.

    The first has ``figure value low high n needed weighted weighted_low weighted_high effective``; the
    second ``attribute used difference``: the share of respondents who would have to be of another
    kind for the two profiles to be alike. At most four attributes are used, the most different first;
    they are the same for all scores.
    """
    answers = answers[is_among(answers["customer_id"], profile.index)]
    given = {name: _each_customer(name, answers) for name in SCORES}
    known = {name: each for name, each in given.items() if len(each)}
    answered = profile.loc[profile.index.isin([one for each in known.values() for one in each.index])]
    chosen, differences = _most_different(profile, answered)
    rows = []
    for name, each in known.items():
        weights = response_weights(profile[chosen], profile.loc[each.index, chosen])
        values, ends = each.to_numpy(dtype=np.float64), _ENDS.get(name, (-np.inf, np.inf))
        raw = mean_estimate(values, within=ends)
        weighted = mean_estimate(values, weights.values, within=ends)
        rows.append((name, *_written(raw), weighted.value, weighted.low, weighted.high, weights.effective))
    columns = ["figure", "value", "low", "high", "n", "needed"]
    columns += ["weighted", "weighted_low", "weighted_high", "effective"]
    by = _used(differences if known else {}, response_weights(profile[chosen], answered[chosen]))
    return pd.DataFrame(rows, columns=columns), by


def _most_different(everybody: pd.DataFrame, answered: pd.DataFrame) -> tuple[list[str], dict[str, float]]:
    differences = {
        str(name): _difference(everybody[name], answered[name])
        for name in everybody
        if everybody[name].value_counts().ge(SMALLEST_GROUP).sum() >= 2
    }
    ordered = sorted(differences, key=lambda name: (-differences[name], name))
    return ordered[:MOST_ATTRIBUTES], differences


def _difference(everybody: pd.Series[str], answered: pd.Series[str]) -> float:
    there, here = (column.value_counts(normalize=True) for column in (everybody, answered))
    return float(here.sub(there, fill_value=0.0).abs().sum() / 2)


def _used(differences: dict[str, float], weights: Weights) -> pd.DataFrame:
    rows = [(name, name in weights.used, differences[name]) for name in differences]
    found = pd.DataFrame(rows, columns=["attribute", "used", "difference"])
    return found.sort_values(["difference", "attribute"], ascending=[False, True], ignore_index=True)


def _each_customer(name: str, answers: pd.DataFrame) -> pd.Series[float]:
    """Return the score of each customer; answers of one person are no independent ones."""
    if name in _COUNTS:
        last = latest(answers[answers["role"] == name])
        last = last[_COUNTS[name](last)]
        values = _values(name, last)
        return values.groupby(last["customer_id"]).mean()
    if name == "satisfaction_ratio":
        found = satisfaction_ratio(answers[answers["role"] == "experience"]).each
        ratios: pd.Series[float] = found.groupby("customer_id")["ratio"].mean()
        return ratios
    is_gap = name == "servqual_gap"
    each = servqual(answers).each["overall"] if is_gap else delivered_value(answers).each[name]
    who = answers.drop_duplicates("respondent").set_index("respondent")["customer_id"]
    known = each.dropna()
    return known.groupby(who.reindex(known.index).to_numpy()).mean()


def _values(role: str, last: pd.DataFrame) -> pd.Series[float]:
    if role == "csat":
        return in_top_boxes(last).astype("float64")
    if role == "nps":
        return nps_signs(nps_points(last))
    return on_one_scale(last)["score"]


def _written(one: Estimate) -> tuple[object, ...]:
    return one.value, one.low, one.high, one.n, one.needed
