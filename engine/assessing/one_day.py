"""Who of those still there is like those who left, where a table of one day is all that is known?

Time, cause, ceiling and gain stay undefined. The table doesn't say when anybody left, so no chance
within a horizon follows; it says nothing of what went wrong; and without a time there is no value of
staying that an offer could keep.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.cards import Card, Compared, Fact, Gate, ModelCard, too_little
from engine.churn.comparison import Comparison, compared_methods, hazard_learner, rules_frame
from engine.churn.forecast import MINIMUM_CUSTOMERS, MINIMUM_EVENTS, undefined_columns
from engine.churn.hazard import Learner
from engine.churn.one_day_table import OneDayTable, one_day_table
from engine.churn.snapshot import (
    TOO_GOOD,
    Scored,
    Snapshot,
    compared_on,
    cross_fitted,
    fit_snapshot,
)
from engine.churn.traits_of_leavers import traits_of_leavers
from engine.estimate import Estimate

NAME = "one_day_table"
TRAITS = "traits_of_leavers"

_MONEY = ("expected_maximum_profit",)
_NOT_FOR = ("when", "money", "other_company", "after_change", "single_decision")


def one_day_part(customers: pd.DataFrame, study: Study, *, in_full: bool = True) -> Part | None:
    """Return the likeness of those still there to those who left; None where no table of one day is all.

    ``churn_probability`` with its interval is the likeness, of the customers of the table who were
    still there; every other churn column is undefined. Not ``in_full`` compares no learners.
    """
    from threadpoolctl import threadpool_limits

    table = one_day_table(study.tables, study.as_of)
    if table is None:
        return None
    gates = _gates(table)
    columns = undefined_columns(customers)
    if not all(gate.is_met for gate in gates):
        return Part(columns, cards=(_card(table),), models=(too_little(NAME, *gates),))
    with threadpool_limits(limits=1):
        found, compared = _fitted(table, study, in_full=in_full)
        scored = cross_fitted(found, table.features, table.left, study.random(TRAITS))
    return Part(
        columns.assign(**_likeness(table, scored, customers["customer_id"])),
        cards=(_card(table),),
        models=(replace(_account(table, found, scored, gates), compared=_beside(compared, found)),),
        # A sum of chances without a time is no number of leavers.
        figures={"expected_leavers": Estimate(math.nan)},
        frames={
            TRAITS: traits_of_leavers(table.features[list(found.used)], table.left),
            # What a rule's customers are worth isn't known.
            **({"churn_rules": rules_frame(compared).assign(value=math.nan)} if compared else {}),
        },
    )


def within_a_time(customers: pd.DataFrame) -> pd.DataFrame:
    """Return customers less those chances that hold for no known time, and so tell no value."""
    without = customers["churn_probability"].notna() & customers["survival_01"].isna()
    if not without.any():
        return customers
    names = ["churn_probability", "churn_probability_low", "churn_probability_high"]
    return customers.assign(**{name: customers[name].mask(without) for name in names})


def _likeness(table: OneDayTable, scored: Scored, ids: pd.Series[str]) -> dict[str, NDArray[np.float64]]:
    """Return likeness and bounds of customers who were still there, NaN of all others."""
    told = {"": scored.chance.value, "_low": scored.chance.low, "_high": scored.chance.high}
    there = pd.DataFrame(told, index=table.features.index)[~table.left].reindex(ids.to_numpy())
    return {f"churn_probability{end}": there[end].to_numpy(dtype=np.float64) for end in told}


def _gates(table: OneDayTable) -> tuple[Gate, ...]:
    """Return the gates: 200 customers, of whom 100 left and 100 are there, and something known of them."""
    gone = int(table.left.sum())
    return (
        Gate("table_customers", len(table.left), MINIMUM_CUSTOMERS),
        Gate("events", gone, MINIMUM_EVENTS),
        Gate("still_there", len(table.left) - gone, MINIMUM_EVENTS),
        Gate("table_columns", table.features.shape[1], 1),
    )


def _fitted(table: OneDayTable, study: Study, *, in_full: bool) -> tuple[Snapshot, Comparison | None]:
    """Return the model, and how all learners did on the customers held out.

    Logistic it is unless boosting is better beyond the noise, and still believable.
    """
    found = _fit(table, study, "logistic")
    compared = compared_on(found, table.features, table.left, study.as_of.toordinal()) if in_full else None
    if compared is None or hazard_learner(compared) == "logistic":
        return found, compared
    if float(compared.frame.loc["boosting", "auc"]) > TOO_GOOD:  # type: ignore[arg-type]
        return found, compared
    return _fit(table, study, "boosting"), compared


def _fit(table: OneDayTable, study: Study, learner: Learner) -> Snapshot:
    """Return the model by a learner; whichever it is, the same customers are held out."""
    rules = study.settings
    random = study.random(NAME)
    return fit_snapshot(
        table.features, table.left, random, rules.trusted_columns, learner, rules.kept_out_columns
    )


def _beside(compared: Comparison | None, found: Snapshot) -> tuple[Compared, ...]:
    """Return the learners side by side, less the money: without a time there is none."""
    methods = compared_methods(compared, found.model.learner)
    return tuple(
        replace(one, figures={name: each for name, each in one.figures.items() if name not in _MONEY})
        for one in methods
    )


def _card(table: OneDayTable) -> Card:
    gone = int(table.left.sum())
    there = len(table.left) - gone
    facts: dict[str, Fact] = {"stand": table.day.isoformat(), "customers": there + gone, "left": gone}
    return Card(NAME, "ok", facts | {"there": there})


def _account(table: OneDayTable, found: Snapshot, scored: Scored, gates: tuple[Gate, ...]) -> ModelCard:
    encoder = found.model.encoder_
    learned_from = int(found.learned_from.sum())
    facts: dict[str, Fact] = {
        "customers": len(table.left),
        "events": int(table.left.sum()),
        "learned_from": learned_from,
        "held_out": len(table.left) - learned_from,
        "repeated": found.repeated,
        "columns": len(encoder.columns),
        "columns_kept_out": table.features.shape[1] - len(found.used),
        "learner": found.model.learner,
        "unknown_rows": sum(encoder.unknown.values()),
        "rare_rows": sum(encoder.rare.values()),
        "new_rows": scored.new_texts,
        "too_good": "yes" if found.is_too_good else "no",
        "recalibrated": "yes" if found.is_corrected else "no",
    }
    return ModelCard(
        name=NAME,
        data_from=table.day,
        data_to=table.day,
        facts=facts,
        gates=gates,
        errors={**found.held_out.figures, **_corrected(scored)},
        calibration=(scored.corrected if found.is_corrected else found.held_out).bins,
        not_for=_NOT_FOR,
        suspects=found.suspects,
    )


def _corrected(scored: Scored) -> dict[str, Estimate]:
    """Return slope and level of the likeness after it was set right, beside those before."""
    after = scored.corrected.figures
    names = ("calibration_slope", "calibration_intercept")
    return {f"{name}_corrected": after[name] for name in names if name in after}
