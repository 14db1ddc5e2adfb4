"""What do answers and purchases say about loyalty, as columns of customers and tables for a page?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.random import Generator

from engine.estimate import Estimate
from engine.loyalty.bonds import bonds
from engine.loyalty.curve import satisfaction_curve
from engine.loyalty.index import (
    INDICATORS,
    entropy_weights,
    indicator_frame,
    indicators_by_customer,
    loyalty_index,
    manager_weights,
)
from engine.loyalty.indifference import Zone
from engine.loyalty.kinds import attitude, behaves_loyally, loyalty_kinds
from engine.loyalty.memberships import former_classes, retained
from engine.loyalty.retention_value import retention_value
from engine.rates import share_estimate
from engine.satisfaction.answers import role_scores
from engine.satisfaction.delivered_value import delivered_value, development_index
from engine.satisfaction.findings import satisfaction_groups
from engine.satisfaction.intervals import mean_estimate
from engine.settings import AssessmentSettings
from engine.tenure import tenures

POINTS = (0.01, 0.05)


def experience_columns(
    answers: pd.DataFrame, customers: pd.DataFrame, traits: pd.DataFrame, weights: Mapping[str, float]
) -> pd.DataFrame:
    """Return what is known of each customer's satisfaction and loyalty, in the customers' order.

    ``answers`` are those of the last 12 months; ``traits`` has ``incentive_share`` and
    ``channel_share`` (index: customer id), ``weights`` are the manager's by indicator. Columns:
    ``satisfaction_score`` (0-1 of the scale), ``satisfaction_ratio``, ``satisfaction_group``,
    ``loyalty_kind``, ``loyalty_bond``, ``loyalty_index`` and ``loyalty_index_entropy`` (0-100),
    ``loyalty_indicators`` (those known, one a line; null without any), ``benefit_index``,
    ``development_index``.
    """
    people = customers.set_index("customer_id")
    own = answers[answers["customer_id"].notna()]
    shares = role_scores(own.assign(respondent=own["customer_id"])).reindex(people.index)
    groups = satisfaction_groups(own).reindex(people.index)
    dispositions = attitude(shares)
    kinds = loyalty_kinds(
        dispositions.to_numpy(dtype=np.float64), behaves_loyally(people).to_numpy(dtype=np.float64)
    )
    # Behaviour alone is no loyalty: without an answer there is no index.
    indicators = indicator_frame(shares, people).where(shares.notna().any(axis=1), np.nan)
    bond = bonds(bond_traits(shares, dispositions, traits), people["current_value"]).each
    benefit = delivered_value(own.assign(respondent=own["customer_id"])).each["benefit_index"]
    found = pd.DataFrame(
        {
            "satisfaction_score": groups["share"],
            "satisfaction_ratio": groups["ratio"],
            "satisfaction_group": groups["group"],
            "loyalty_kind": pd.Series(kinds, index=people.index, dtype="str"),
            "loyalty_bond": bond.where(people["churn_state"] != "left"),
            "loyalty_index": loyalty_index(indicators, manager_weights(indicators, weights)).scores,
            "loyalty_index_entropy": loyalty_index(indicators, entropy_weights(indicators)).scores,
            "loyalty_indicators": indicators_by_customer(indicators),
            "benefit_index": benefit.reindex(people.index),
            "development_index": development_index(people),
        }
    )
    return found.reset_index(drop=True)


def bond_traits(shares: pd.DataFrame, dispositions: pd.Series[float], traits: pd.DataFrame) -> pd.DataFrame:
    """Return what the rules of bonds need: answers as given, attitude, and two traits of behaviour."""
    answered = shares.reindex(
        columns=["price_sensitivity", "attention_to_rivals", "share_of_needs", "time_to_choose"]
    )
    return answered.assign(attitude=dispositions).join(traits.reindex(shares.index))


def weight_table(
    answers: pd.DataFrame, customers: pd.DataFrame, weights: Mapping[str, float]
) -> pd.DataFrame:
    """Return the indicators: ``indicator customers weight typed entropy_weight``; 0 customers where missing.

    ``weight`` and ``entropy_weight`` are shares; ``typed`` is the manager's number, NaN where none was
    typed and 1 stands for it.
    """
    indicators = known_indicators(answers, customers)
    entropy, managers = entropy_weights(indicators), manager_weights(indicators, weights)
    return pd.DataFrame(
        {
            "indicator": INDICATORS,
            "customers": [int(indicators[name].count()) if name in indicators else 0 for name in INDICATORS],
            "weight": [managers.get(name, 0.0) for name in INDICATORS],
            "typed": [weights.get(name, np.nan) for name in INDICATORS],
            "entropy_weight": [entropy.get(name, 0.0) for name in INDICATORS],
        }
    )


def index_table(answers: pd.DataFrame, customers: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return the mean index under both weights: ``figure value low high n needed``.

    Under the manager's it is ``loyalty_index``, under entropy weights ``loyalty_index_entropy``; by
    customer they are columns.
    """
    indicators = known_indicators(answers, customers)
    chosen = {
        "loyalty_index": manager_weights(indicators, weights),
        "loyalty_index_entropy": entropy_weights(indicators),
    }
    rows = [
        (name, *_written(mean_estimate(loyalty_index(indicators, own).scores.to_numpy(dtype=np.float64))))
        for name, own in chosen.items()
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "n", "needed"])


def known_indicators(answers: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators (0-1) of each customer who answered anything; NaN for the others."""
    people = customers.set_index("customer_id")
    own = answers[answers["customer_id"].notna()]
    shares = role_scores(own.assign(respondent=own["customer_id"])).reindex(people.index)
    # Behaviour alone is no loyalty: without an answer there is no index.
    return indicator_frame(shares, people).where(shares.notna().any(axis=1), np.nan)


def bond_table(customers: pd.DataFrame, answers: pd.DataFrame, traits: pd.DataFrame) -> pd.DataFrame:
    """Return the six bonds with exposure, customers, current value, and for how many each can be told."""
    present = customers[customers["churn_state"] != "left"].set_index("customer_id")
    own = answers[answers["customer_id"].notna()]
    shares = role_scores(own.assign(respondent=own["customer_id"])).reindex(present.index)
    return bonds(bond_traits(shares, attitude(shares), traits), present["current_value"]).summary


def retention_table(customers: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return who bought again and who came back, by segment and tenure: ``figure by group`` + interval.

    ``retention_rate``: of the buyers of the year before, the share that bought in the last 12 months;
    with contracts, of those bound a year ago the share still bound. ``repeat_purchase_rate``: of all
    buyers, the share with a second purchase day.
    """
    groups = {
        "": pd.Series("", index=customers.index),
        "abc_class_before": former_classes(customers),
        "tenure": tenures(customers, as_of),
    }
    before, stayed = retained(customers)
    bought, again = customers["purchase_days"] >= 1, customers["purchase_days"] >= 2
    rows = []
    for by, names in groups.items():
        for group in dict.fromkeys(names.dropna()):
            inside = names == group
            kept = share_estimate(int((stayed & inside).sum()), int((before & inside).sum()))
            repeated = share_estimate(int((again & inside).sum()), int((bought & inside).sum()))
            rows += [("retention_rate", by, group, *_written(kept))]
            rows += [("repeat_purchase_rate", by, group, *_written(repeated))]
    return pd.DataFrame(rows, columns=["figure", "by", "group", "value", "low", "high", "n", "needed"])


def retention_value_table(customers: pd.DataFrame, discount_rate: float, rng: Generator) -> pd.DataFrame:
    """Return what one and five points of yearly retention are worth: ``points figure value low high n``."""
    before, stayed = retained(customers)
    margins = customers.loc[customers["churn_state"] != "left", "current_value"].dropna()
    rows = []
    for points in POINTS:
        found = retention_value(
            margins.to_numpy(dtype=np.float64),
            int(stayed.sum()),
            int(before.sum()),
            points,
            discount_rate,
            rng,
        )
        named = {
            "value_now": found.value_now,
            "gain": found.gain,
            "relative": found.relative,
            "gain_of_all": found.gain_of_all,
        }
        rows += [(points, name, *_written(one), found.is_capped) for name, one in named.items()]
    return pd.DataFrame(
        rows, columns=["points", "figure", "value", "low", "high", "n", "needed", "is_capped"]
    )


def curve_table(answers: pd.DataFrame, customers: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return loyal behaviour by satisfaction, for all and by tier, with the zone of indifference.

    ``group score customers loyal share low high smoothed``; the same in each row of a group are ``rise``,
    what one of the ten points goes with in the share of the loyal, with ``rise_low rise_high``, the zone
    (``zone_from zone_to``) and between which levels either end lies (``zone_from_low zone_from_high
    zone_to_low zone_to_high``), NaN without one. The score is the last overall answer in tenths of its scale.
    """
    groups = satisfaction_groups(answers)
    people = customers.set_index("customer_id")
    score = (10.0 * groups["share"]).reindex(people.index)
    loyal = behaves_loyally(people)
    tables = []
    for group in ("", *dict.fromkeys(people["value_tier"].dropna())):
        inside = pd.Series(True, index=people.index) if group == "" else people["value_tier"] == group
        found = satisfaction_curve(score[inside], loyal[inside], rng)
        tables.append(found.levels.assign(group=group, **_rise(found.one_point), **_ends(found.zone)))
    return pd.concat(tables, ignore_index=True)


def _rise(one: Estimate) -> dict[str, float]:
    return {"rise": one.value, "rise_low": one.low, "rise_high": one.high}


def _ends(zone: Zone | None) -> dict[str, float]:
    names = ("zone_from", "zone_to", "zone_from_low", "zone_from_high", "zone_to_low", "zone_to_high")
    ends = (zone.start, zone.end, *zone.starts, *zone.ends) if zone else (np.nan,) * len(names)
    return dict(zip(names, ends, strict=True))


def loyalty_findings(
    answers: pd.DataFrame,
    customers: pd.DataFrame,
    traits: pd.DataFrame,
    settings: AssessmentSettings,
    as_of: dt.date,
    rng: Generator,
) -> Mapping[str, pd.DataFrame]:
    """Return all tables by name but those of cohorts, which are made from activity."""
    return {
        "loyalty_weights": weight_table(answers, customers, settings.typed_of("loyalty")),
        "loyalty_indices": index_table(answers, customers, settings.typed_of("loyalty")),
        "loyalty_bonds": bond_table(customers, answers, traits),
        "retention_rates": retention_table(customers, as_of),
        "retention_value": retention_value_table(customers, settings.discount_rate_per_year, rng),
        "satisfaction_curve": curve_table(answers, customers, rng),
    }


def _written(one: Estimate) -> tuple[object, ...]:
    return one.value, one.low, one.high, one.n, one.needed
