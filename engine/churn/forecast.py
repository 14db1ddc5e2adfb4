"""How likely is each customer to leave, when and why: the columns of an assessment, the model's account?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.cards import Fact, Gate, ModelCard, Suspect, too_little
from engine.churn.accuracy import Accuracy, accuracy
from engine.churn.all_causes import AllCauses, all_causes
from engine.churn.chosen_learner import Choice, Span, choice_of, drawn_to, held_against
from engine.churn.chronicle import Chronicle, chronicle
from engine.churn.comparison import Comparison, compare_past, compared_methods, rules_frame
from engine.churn.factors import FACTORS, UNCLEAR
from engine.churn.hazard import LONGEST_MONTHS, DiscreteTimeHazard, Learner, Outlook
from engine.churn.holdout import (
    FEWEST_LATER_EVENTS,
    LaterData,
    chosen_ridge,
    later_data,
    later_months,
    later_rows,
)
from engine.churn.landmarks import (
    FEATURE_MONTHS,
    Departures,
    Episodes,
    Standing,
    departures,
    episodes,
    landmark_months,
    standing_at,
)
from engine.churn.leakage import DAYS_AFTER, Guarded, guarded
from engine.churn.level_spread import level_spread
from engine.churn.other_curves import OtherCurves, drawn_curves, other_curves
from engine.churn.profile_features import PREFIX, days_to_come
from engine.churn.profit import Campaign
from engine.churn.value_weights import weights_of
from engine.contracts import Tables
from engine.months import months_before

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

NAME = "churn_hazard"
MINIMUM_CUSTOMERS, MINIMUM_EVENTS, MINIMUM_MONTHS = 200, 100, 12
MOST_ROWS = 240_000
"""Customers at landmarks to learn from; of more, every so-many-th customer is taken."""

_FIGURES = (
    "churn_probability",
    "churn_probability_low",
    "churn_probability_high",
    "churn_median_months",
    "churn_median_months_low",
    "churn_median_months_high",
    "churn_expected_months",
    "churn_expected_months_low",
    "churn_expected_months_high",
    "churn_hazard_error",
    "churn_hazard_error_36m",
)
_CAUSES = ("cause", "cause_share", *(f"cause_share_{factor}" for factor in FACTORS))
_SURVIVAL = tuple(f"survival_{month:02d}" for month in range(1, LONGEST_MONTHS + 1))
_DEFAULT_RIDGE = 300.0
_MOSTLY_DATED = 0.8
_NOT_FOR = ("other_company", "after_change", "single_decision")


@dataclass(frozen=True)
class Terms:
    """Under which rules leaving is foretold.

    ``rule_days`` is the churn rule in force (NaN: none), ``has_contracts`` whether contracts tell who
    left; ``kept_out`` and ``trusted`` are what the user decided of suspected columns. Without a
    ``learner`` all learners are compared, and the simplest within the noise of the best is used;
    ``value_share`` is how far customers count by value (``weights_of``), which leaves the hazard model
    alone in use, and ``campaign`` what the learners' money is reckoned by.
    """

    horizon_months: int
    rule_days: float
    has_contracts: bool
    kept_out: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    learner: Learner | None = "logistic"
    value_share: float = 0.0
    campaign: Campaign = field(default_factory=Campaign)


@dataclass(frozen=True)
class Prepared:
    """Past customers to learn from, with suspected columns taken out."""

    known: Chronicle
    left: Departures
    past: Episodes
    guard: Guarded
    months: int


@dataclass(frozen=True)
class Forecast:
    """A fitted model, what it says of who is a customer today, and its accuracy on later data.

    ``standing`` and ``outlook`` have a row a customer who is still there; ``here`` says which of the
    chronicle's customers these are. The outlook's chance is that of the learner of ``choice``.
    ``level_spread`` is how far the level of leaving changed between quarters.
    """

    prepared: Prepared
    model: DiscreteTimeHazard
    later: LaterData
    standing: Standing
    here: Flags
    outlook: Outlook
    why: AllCauses
    is_recalibrated: bool
    choice: Choice
    level_spread: float
    compared: Comparison | None = None

    @property
    def causes_here(self) -> pd.Series[str]:
        """Return the named cause of who is still there, in the order of ``standing``."""
        return self.why.columns["cause"].reindex(self.standing.features.index)

    @property
    def level_error(self) -> float:
        """Return the standard error of the logarithm of the level of leaving in the time to come.

        It may change as it did from quarter to quarter, nobody knows for how long; and where later
        data set it, it is as sure as so many leavers make it.
        """
        set_by_later = 1.0 / math.sqrt(self.later.events) if self.is_recalibrated else 0.0
        return math.hypot(set_by_later, 0.0 if math.isnan(self.level_spread) else self.level_spread)

    @property
    def accuracy(self) -> Accuracy:
        """Return how right the learner in use was on later data."""
        if self.compared is None or not self.choice.is_another:
            return self.later.accuracy
        return accuracy(self.compared.probabilities[self.choice.learner], self.compared.churned)


@dataclass(frozen=True)
class Beside:
    """What comes beside columns and account.

    ``rules`` are those of the tree that was compared (``rules_frame``), ``features`` what the model
    knows of today's customers, ``curves`` how these would run under other models, ``incidents`` what was
    told that points at a factor (``AllCauses``).
    """

    rules: pd.DataFrame
    features: pd.DataFrame = field(default_factory=pd.DataFrame)
    curves: OtherCurves | None = None
    incidents: pd.DataFrame = field(default_factory=pd.DataFrame)


def assessment_columns(
    tables: Tables, customers: pd.DataFrame, as_of: dt.date, terms: Terms
) -> tuple[pd.DataFrame, ModelCard, Beside]:
    """Return the churn columns, indexed like ``customers`` (with ``customer_id``), the account, the rest.

    ``churn_probability`` with its interval is within the horizon, at most 36 months;
    ``churn_median_months`` is NaN with less than an even chance in 36 months, and so is a bound of
    it that lies beyond. All are NaN of who has left by the rule in force, and where the gates of the
    account are not met.
    """
    found = forecast(tables, as_of, terms)
    if isinstance(found, ModelCard):
        return undefined_columns(customers), found, Beside(rules_frame(None))
    columns = columns_of(found, min(terms.horizon_months, LONGEST_MONTHS))
    columns = columns.drop(columns=list(_CAUSES)).join(found.why.columns, how="outer")
    placed = columns.reindex(customers["customer_id"].to_numpy()).set_axis(customers.index)
    return placed, account_of(found, as_of, terms), _beside(found, as_of)


def _beside(found: Forecast, as_of: dt.date) -> Beside:
    ids, seed = found.prepared.known.customer_ids[found.here], as_of.toordinal()
    curves = drawn_curves(found.outlook, ids, found.level_error, seed)
    if curves is None:
        curves = other_curves(found.model, found.standing, ids, found.level_error, seed)
    looked_at = found.standing.features[list(found.model.encoder_.columns)]
    return Beside(rules_frame(found.compared), looked_at, curves, found.why.incidents)


def undefined_columns(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the churn columns without a value, for want of data."""
    found = pd.DataFrame(math.nan, index=customers.index, columns=[*_FIGURES, *_CAUSES, *_SURVIVAL])
    return found.astype({"cause": "str"})


def forecast(tables: Tables, as_of: dt.date, terms: Terms) -> Forecast | ModelCard:
    """Return the fitted model and what it says, or, below the gates, the account of what is missing.

    One thread works on it, so that a visitor's page isn't kept waiting and digits are always the same.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        return _forecast(tables, as_of, terms)


def _forecast(tables: Tables, as_of: dt.date, terms: Terms) -> Forecast | ModelCard:
    prepared, gates = prepare(tables, as_of, terms)
    if prepared is None:
        return too_little(NAME, *gates)
    past, months = prepared.past, prepared.months
    seed = as_of.toordinal()
    compared = compare_past(past, months, seed, terms.campaign) if terms.learner is None else None
    choice = choice_of(compared, terms.learner)
    learner = choice.hazard
    by_value, ridge = terms.value_share, _DEFAULT_RIDGE
    if learner == "logistic":
        ridge = chosen_ridge(past, months, _DEFAULT_RIDGE, by_value)
    later = later_data(past, months, learner, ridge, by_value)
    choice = held_against(choice, compared, later.probability, seed)
    choice = choice.by_value() if by_value else choice
    model = DiscreteTimeHazard(learner, ridge=ridge, seed=seed).fit(past, weights_of(past, by_value))
    is_off = later.accuracy.is_off and later.hazard_slope > 0.0
    if is_off:
        model.recalibrated(later.hazard_intercept, later.hazard_slope)
    everyone, here = standing_at(prepared.known.landmark(0), prepared.left)
    everyone = _without(everyone, prepared.guard)
    standing = everyone.rows(here)
    horizon = min(terms.horizon_months, LONGEST_MONTHS)
    outlook = model.outlook(standing, horizon)
    hazard = np.full(len(here), np.nan)
    hazard[here] = outlook.cumulative_hazard(horizon)
    why = all_causes(prepared.known, past, model, everyone, hazard)
    outlook, choice = drawn_to(outlook, choice, past, standing, Span(months, seed))
    spread = level_spread(past, model)
    return Forecast(prepared, model, later, standing, here, outlook, why, is_off, choice, spread, compared)


def prepare(tables: Tables, as_of: dt.date, terms: Terms) -> tuple[Prepared | None, tuple[Gate, ...]]:
    """Return what there is to learn from, ``None`` below the gates, and the gates.

    Needed are 12 months of history and a rule of leaving, 200 customers, 100 who left, and 30 who
    left in the months that are held out; of the leavers, four in five on a day that is known.
    """
    known = chronicle(tables, as_of)
    landmarks, months = landmark_months(known.months), later_months(known.months)
    # Months count with a rule that tells who left; without one there are none.
    has_rule = terms.has_contracts or terms.rule_days > 0.0
    history = Gate("history_months", known.months if has_rule else 0, MINIMUM_MONTHS)
    if not history.is_met:
        return None, (history,)
    left = departures(known, terms.rule_days, terms.has_contracts)
    past = episodes(known, left, landmarks, MOST_ROWS)
    gates: tuple[Gate, ...] = (
        history,
        Gate("customers", len(np.unique(past.customer)), MINIMUM_CUSTOMERS),
        Gate("events", _leavers(past.until(months)), MINIMUM_EVENTS),
        Gate("later_events", int(later_rows(past, months)[1].sum()), FEWEST_LATER_EVENTS),
    )
    gates = (*gates, *_dated(known, past))
    if not all(gate.is_met for gate in gates):
        return None, gates
    guard = _guard(known, past, terms)
    return Prepared(known, left, replace(past, standing=_without(past.standing, guard)), guard, months), gates


def _dated(known: Chronicle, past: Episodes) -> tuple[Gate, ...]:
    """Return the gate of leavers whose day is known, where it isn't of all: four in five must be.

    A table of one day only says who had left by then; months to an event can't be learned from it.
    """
    exits = known.rows["exits"]
    estimated = exits.loc[exits["is_day_estimated"] == 1.0, "customer"].to_numpy(dtype=np.int64)
    leavers = np.unique(past.customer[past.churned])
    dated = int((~np.isin(leavers, estimated)).sum())
    if dated == len(leavers):
        return ()
    return (Gate("dated_events", dated, math.ceil(_MOSTLY_DATED * len(leavers))),)


def _leavers(rows: Episodes) -> int:
    return len(np.unique(rows.customer[rows.churned]))


def _guard(known: Chronicle, past: Episodes, terms: Terms) -> Guarded:
    """Look for suspects among the columns that come from elsewhere than purchases and contracts."""
    features = past.standing.features
    foreign = [name for name in features.columns if ": " in str(name) or name == "tariff"]
    soon = past.standing.entry_month <= np.minimum(past.landmark, terms.horizon_months)
    left = past.churned & (past.duration_months <= terms.horizon_months)
    found = guarded(features.loc[soon, foreign], left[soon], terms.kept_out, terms.trusted)
    asked = frozenset(terms.kept_out) & frozenset(str(name) for name in features.columns)
    to_come = days_to_come(known.rows["attributes"], known.landmark(0).day)
    shown = [
        Suspect(f"{PREFIX}{name}", DAYS_AFTER, rows=rows, status="shown") for name, rows in to_come.items()
    ]
    return Guarded((*found.suspects, *shown), found.kept_out | asked)


def _without(standing: Standing, guard: Guarded) -> Standing:
    return replace(standing, features=standing.features.drop(columns=list(guard.kept_out), errors="ignore"))


def columns_of(found: Forecast, horizon: int) -> pd.DataFrame:
    """Return the churn columns of who is still a customer, by ``customer_id``."""
    leaves, stays = found.outlook.churn_probability(horizon), found.outlook.survival()
    median, expected = found.outlook.median_months(), found.outlook.expected_months(horizon)
    figures: list[Floats] = [
        leaves.value,
        # Where leaving within the horizon isn't possible there is nothing to be unsure of.
        np.where(leaves.value > 0.0, leaves.low, 0.0),
        np.where(leaves.value > 0.0, leaves.high, 0.0),
        *(median.value, median.low, median.high),
        *(expected.value, expected.low, expected.high),
        found.outlook.relative_error,
        found.outlook.late_error,
    ]
    ids = found.prepared.known.customer_ids[found.here]
    numbers = pd.DataFrame(np.column_stack([*figures, stays]), index=ids, columns=[*_FIGURES, *_SURVIVAL])
    return numbers.join(found.why.columns)


def account_of(found: Forecast, as_of: dt.date, terms: Terms) -> ModelCard:
    """Return the model's account of itself."""
    past, known, later, right = found.prepared.past, found.prepared.known, found.later, found.accuracy
    return ModelCard(
        name=NAME,
        data_from=months_before(as_of, min(int(past.landmark.max()) + FEATURE_MONTHS, known.months)),
        data_to=as_of,
        facts=_facts(found, terms),
        gates=(
            Gate("history_months", known.months, MINIMUM_MONTHS),
            Gate("customers", len(np.unique(past.customer)), MINIMUM_CUSTOMERS),
            Gate("events", _leavers(past.until(later.months)), MINIMUM_EVENTS),
            Gate("later_events", later.events, FEWEST_LATER_EVENTS),
        ),
        compared=compared_methods(found.compared, found.choice.learner),
        errors=right.figures,
        calibration=right.bins,
        not_for=_NOT_FOR,
        suspects=found.prepared.guard.suspects,
    )


def _facts(found: Forecast, terms: Terms) -> Mapping[str, Fact]:
    past, model, later = found.prepared.past, found.model, found.later
    new = model.encoder_.new_texts(found.standing.features)
    return {
        "rows": len(past.churned),
        "customers": len(np.unique(past.customer)),
        "events": _leavers(past),
        "landmarks": len(np.unique(past.landmark)),
        "columns": len(model.encoder_.columns),
        "columns_kept_out": len(found.prepared.guard.kept_out),
        "horizon_months": min(terms.horizon_months, LONGEST_MONTHS),
        "observed_months": model.observed_months_,
        "later_months": later.months,
        "later_customers": later.customers,
        "later_events": later.events,
        "rule": "contracts" if terms.has_contracts else "silence",
        "learner": model.learner,
        "chance_of": found.choice.learner,
        "chance_reason": found.choice.reason,
        "simplest": found.choice.simplest,
        "value_share": terms.value_share,
        **_money(found.compared),
        "recalibrated": "yes" if found.is_recalibrated else "no",
        **({} if math.isnan(found.level_spread) else {"level_spread": found.level_spread}),
        "exits_with_causes": found.why.exits,
        "causes_named": int((found.causes_here != UNCLEAR).sum()),
        "unknown_rows": sum(model.encoder_.unknown.values()),
        "rare_rows": sum(model.encoder_.rare.values()),
        "new_rows": sum(new.values()),
    }


def _money(compared: Comparison | None) -> dict[str, Fact]:
    """Return by which assumptions the money of the comparison is reckoned; nothing without one."""
    if compared is None:
        return {}
    terms = compared.terms
    return {
        "profit_value": terms.value,
        "profit_offer": terms.offer_cost,
        "profit_contact": terms.contact_cost,
        "profit_redeemed": terms.redeemed,
        "profit_kept": terms.kept_alpha / (terms.kept_alpha + terms.kept_beta),
    }
