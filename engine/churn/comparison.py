"""Which learner foretells best who leaves, and is a simpler one as good within the noise?

All learn from the same past and are judged on the same later customers: how they rank (AUC), whether
their probabilities come true (calibration), how many leavers their top tenth holds, and the money
that a campaign by their scores brings (expected maximum profit). The later customers are resampled,
all learners together, so that differences are compared on equal terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import default_rng
from numpy.typing import NDArray

from engine.cards import Compared
from engine.churn.hazard import Learner
from engine.churn.landmarks import Episodes
from engine.churn.learners.encoded import boosting, logistic, network
from engine.churn.learners.entropy_tree import EntropyTree, Rule
from engine.churn.learners.naive_bayes import NaiveBayes
from engine.churn.learners.rhythm_rule import RhythmRule
from engine.churn.learners.sample import Learned, Sample, samples
from engine.churn.profit import Campaign, ProfitTerms, expected_maximum_profit
from engine.churn.ranking import Ranked
from engine.churn.scores import auc, brier, recalibration, top_lift
from engine.errors import NotEnoughDataError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import Z_95

Floats = NDArray[np.float64]

SIMPLEST_WITHIN_NOISE = Formula(
    name="simplest_within_noise",
    latex=r"\text{first } \ell \text{ in the order of simplicity with } 0 \in"
    r" \mathrm{CI}(m_{\text{best}} - m_\ell) \text{ for }"
    r" m = \mathrm{AUC},\ -\mathrm{Brier},\ \mathrm{EMP}",
    origin="measured",
)

CALIBRATED_CHANCE = Formula(
    name="calibrated_chance",
    latex=r"1 \in \mathrm{CI}(\beta), \quad 0.8 \le \beta \le 1.25, \quad"
    r" 0.8 \le \frac{\sum_i p_i}{\sum_i y_i} \le 1.25",
    origin="measured",
)

SIMPLICITY = ("rhythm_rule", "entropy_tree", "naive_bayes", "logistic", "boosting", "network")
"""The learners from the simplest on: a rule of one column, rules to read, sums to read, none to read."""

MEASURES = (
    *("auc", "calibration_slope", "calibration_intercept", "calibration_ratio"),
    *("top_decile_lift", "brier", "profit"),
)
RULE_COLUMNS = (
    *("rule", "typed", "message_id", "column", "low", "high", "text"),
    *("left_share", "left_share_low", "left_share_high", "customers", "left", "value"),
)
CALIBRATED_SLOPE, CALIBRATED_RATIO = (0.8, 1.25), (0.8, 1.25)
"""Between which bounds slope and ratio (predicted over observed leavers) of a usable chance lie."""

MINIMUM_LEFT_BEFORE = 100
MINIMUM_LEFT_LATER = 50

_RESAMPLES = 400
# What is said of a method in a model's account, by the name that it has there.
_SAID = {
    "auc": "auc",
    "calibration_slope": "calibration_slope",
    "top_decile_lift": "top_decile_lift",
    "brier": "brier",
    "profit": "expected_maximum_profit",
}
# Whether more is better: 1, or -1 where less is.
_JUDGED = {"auc": 1.0, "brier": -1.0, "profit": 1.0}
# Three intervals that hold together in 95 of 100 cases: Bonferroni.
_TAIL, _TAIL_OF_THREE = 0.025, 0.025 / 3.0


@dataclass(frozen=True)
class Comparison:
    """How the learners did on the later customers.

    Attributes
    ----------
    frame
        One row a learner in ``SIMPLICITY`` order, indexed by its code: each of ``MEASURES`` with
        ``_low`` and ``_high`` (95 %, resampled customers); ``profit`` in money per customer at the
        costs of ``terms``, ``asked_share`` the share of customers that it asks; ``auc_gap``,
        ``brier_gap`` and ``profit_gap``, by which the best learner is better, with ``_low`` and
        ``_high`` (95 % for the three together); ``is_within_noise``; ``is_calibrated``, whether its
        chances came true (``CALIBRATED_CHANCE``). NaN where a learner can't be used (the rhythm rule
        with bills by contract).
    default
        The simplest learner within the noise of the best in ranking, probabilities and money.
    rules
        The tree's rules, the riskiest first.
    probabilities
        What each learner said of the later customers, shape (n,).
    churned
        Which of them left.
    """

    frame: pd.DataFrame
    default: str
    rules: tuple[Rule, ...]
    probabilities: Mapping[str, Floats]
    churned: NDArray[np.bool_]
    terms: ProfitTerms
    customers: int

    def simplest_of(self, learners: tuple[str, ...]) -> str:
        """Return the simplest of some learners that is within the noise of the best of them.

        Where none of them is within the noise of the best of all, it is the one that brings most.
        """
        rows = self.frame.loc[[name for name in SIMPLICITY if name in learners]]
        good = rows[rows["is_within_noise"]]
        return str(good.index[0] if len(good) else rows["profit"].idxmax())

    def is_as_good_as(self, learner: str, chance: Floats, seed: int) -> bool:
        """Return whether a learner is within the noise of a model that said ``chance``, shape (n,)."""
        weights = _resamples(self.customers, default_rng(seed))
        said = {"learner": self.probabilities[learner], "model": chance}
        found = {name: _measured(one, self.churned, self.terms, weights) for name, one in said.items()}
        own = _row(found["learner"], found)
        return all(own[f"{name}_gap_low"] <= 0.0 for name in _JUDGED)


def compare(train: Sample, later: Sample, seed: int, terms: ProfitTerms | None = None) -> Comparison:
    """Return how all learners do on later customers after learning from the same earlier ones.

    ``terms`` default to the costs of Verbraken et al. (2013) in proportion to the mean value of the
    later customers. The same seed gives the same answer.

    Raises
    ------
    NotEnoughDataError
        Fewer than 100 customers left before, or fewer than 50 later.
    """
    lacking = _lacking(train, later)
    if lacking is not None:
        count, needed = lacking
        raise NotEnoughDataError("error.comparison_needs_leavers", count=count, needed=needed)
    known = {name: learned(name, train, seed) for name in SIMPLICITY}
    said = {name: learner.probability(later.features) for name, learner in known.items() if learner}
    terms = terms or _terms(later, Campaign())
    weights = _resamples(len(later), default_rng(seed))
    found = {name: _measured(chance, later.churned, terms, weights) for name, chance in said.items()}
    frame = _frame(found)
    tree = known["entropy_tree"]
    return Comparison(
        frame=frame,
        default=str(frame.index[frame["is_within_noise"]][0]),
        rules=tree.rules if isinstance(tree, EntropyTree) else (),
        probabilities=said,
        churned=later.churned,
        terms=terms,
        customers=len(later),
    )


def compare_past(
    past: Episodes, months: int, seed: int, campaign: Campaign | None = None
) -> Comparison | None:
    """Return how the learners foretell leaving within so many months, ``None`` with too few leavers.

    ``past`` are customers at past landmarks; the later ones are those ``months`` before its end.
    """
    train, later = samples(past, months)
    if _lacking(train, later) is not None:
        return None
    return compare(train, later, seed, _terms(later, campaign or Campaign()))


def hazard_learner(found: Comparison | None) -> Learner:
    """Return which of the two learners that also tell the time is used: the simplest within the noise."""
    if found is None or found.simplest_of(("logistic", "boosting")) == "logistic":
        return "logistic"
    return "boosting"


def compared_methods(found: Comparison | None, used: str) -> tuple[Compared, ...]:
    """Return the learners side by side for a model's account; ``used`` is the one that the model uses."""
    if found is None:
        return ()
    rows = found.frame[found.frame["auc"].notna()].to_dict(orient="index")
    return tuple(
        Compared(
            str(method),
            {
                said: Estimate(row[name], row[f"{name}_low"], row[f"{name}_high"], n=found.customers)
                for name, said in _SAID.items()
            },
            is_default=method == used,
        )
        for method, row in rows.items()
    )


def rules_frame(found: Comparison | None) -> pd.DataFrame:
    """Return the tree's rules, the riskiest first, a row a condition; empty without a comparison.

    Columns ``rule`` (its place, from 1), ``typed`` (as it could be typed), ``message_id`` of the
    condition with its parameters ``column``, ``low``, ``high`` and ``text``; and of the rule
    ``left_share`` with ``_low`` and ``_high``, ``customers``, ``left``, ``value`` (mean, money).
    """
    rows = [
        {"rule": place, "typed": str(rule), "message_id": one.message_id, **one.parameters, **_leaf(rule)}
        for place, rule in enumerate(found.rules if found is not None else (), start=1)
        for one in rule.conditions
    ]
    types = {"text": "str", "low": "float64", "high": "float64"}
    return pd.DataFrame(rows, columns=list(RULE_COLUMNS)).astype(types)


def _leaf(rule: Rule) -> dict[str, float | int]:
    share = rule.left_share
    shares = {"left_share": share.value, "left_share_low": share.low, "left_share_high": share.high}
    return {**shares, "customers": rule.customers, "left": rule.left, "value": rule.value}


def learner_message_id(code: str) -> str:
    """Return the id of a learner's name."""
    return f"comparison.learner.{code}"


def _lacking(train: Sample, later: Sample) -> tuple[int, int] | None:
    """Return how many leavers (or stayers, where they are fewer) there are, and are needed."""
    for sample, needed in ((train, MINIMUM_LEFT_BEFORE), (later, MINIMUM_LEFT_LATER)):
        count = min(sample.left, len(sample) - sample.left)
        if count < needed:
            return count, needed
    return None


def learned(learner: str, train: Sample, seed: int) -> Learned | None:
    """Return a learner of ``SIMPLICITY`` that has learned; ``None`` where it can't (the rhythm rule)."""
    learners: dict[str, Callable[[], Learned | None]] = {
        "rhythm_rule": lambda: RhythmRule.learned(train),
        "entropy_tree": lambda: EntropyTree.learned(train, seed),
        "naive_bayes": lambda: NaiveBayes.learned(train),
        "logistic": lambda: logistic(train),
        "boosting": lambda: boosting(train, seed),
        "network": lambda: network(train, seed),
    }
    return learners[learner]()


def _terms(later: Sample, campaign: Campaign) -> ProfitTerms:
    value = float(np.maximum(later.value, 0.0).mean())
    return campaign.terms(value) if value > 0.0 else ProfitTerms()


def _resamples(count: int, rng: np.random.Generator) -> Floats:
    """Return how often each customer is drawn, shape (resamples, customers)."""
    drawn = rng.integers(count, size=(_RESAMPLES, count))
    return np.stack([np.bincount(row, minlength=count) for row in drawn]).astype(np.float64)


@dataclass(frozen=True)
class _Measured:
    """A learner's measures, those that were resampled, shape (resamples,), and the errors of the others."""

    value: dict[str, float]
    draws: dict[str, Floats]
    errors: dict[str, float]


def _measured(chance: Floats, churned: NDArray[np.bool_], terms: ProfitTerms, weights: Floats) -> _Measured:
    ranked = Ranked.of(chance, churned)
    every = np.concatenate([np.ones((1, len(chance))), weights])
    profits = [expected_maximum_profit(ranked, terms, weight) for weight in every]
    draws = {
        "auc": auc(ranked, every),
        "top_decile_lift": np.array([top_lift(ranked, weights=weight) for weight in every]),
        "brier": np.array([brier(chance, churned, weight) for weight in every]),
        "calibration_ratio": (every @ chance) / np.maximum(every @ churned, 1.0),
        "profit": np.array([profit.value for profit in profits]),
        "asked_share": np.array([profit.asked_share for profit in profits]),
    }
    slope, intercept, errors = recalibration(chance, churned.astype(np.float64))
    line = {"calibration_slope": slope, "calibration_intercept": intercept}
    return _Measured(
        {name: float(values[0]) for name, values in draws.items()} | line,
        {name: values[1:] for name, values in draws.items()},
        {"calibration_intercept": float(errors[0]), "calibration_slope": float(errors[1])},
    )


def _frame(found: dict[str, _Measured]) -> pd.DataFrame:
    rows = {name: _row(found[name], found) if name in found else {} for name in SIMPLICITY}
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("learner")
    columns = [f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")]
    gaps = [f"{name}_gap{end}" for name in _JUDGED for end in ("", "_low", "_high")]
    within = (frame[[f"{name}_gap_low" for name in _JUDGED]] <= 0.0).all(axis=1)
    numbers = frame[[*columns, "asked_share", *gaps]].astype(np.float64)
    return numbers.assign(is_within_noise=within, is_calibrated=_is_calibrated(numbers))


def _is_calibrated(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return whose chances came true (``CALIBRATED_CHANCE``); nobody's whose slope is unknown."""
    slope, ratio = frame["calibration_slope"], frame["calibration_ratio"]
    holds = (frame["calibration_slope_low"] <= 1.0) & (frame["calibration_slope_high"] >= 1.0)
    return holds & slope.between(*CALIBRATED_SLOPE) & ratio.between(*CALIBRATED_RATIO)


def _row(own: _Measured, found: dict[str, _Measured]) -> dict[str, float]:
    row = {"asked_share": own.value["asked_share"]}
    for name in MEASURES:
        if name in own.draws:
            row |= _bounded(name, own.value[name], own.draws[name])
            continue
        half = Z_95 * own.errors[name]
        row |= {name: own.value[name], f"{name}_low": own.value[name] - half}
        row[f"{name}_high"] = own.value[name] + half
    for name, sign in _JUDGED.items():
        best = max(found.values(), key=lambda one: sign * one.value[name])
        gap = sign * (best.value[name] - own.value[name])
        row |= _bounded(f"{name}_gap", gap, sign * (best.draws[name] - own.draws[name]), _TAIL_OF_THREE)
    return row


def _bounded(name: str, value: float, draws: Floats, tail: float = _TAIL) -> dict[str, float]:
    low, high = np.quantile(draws, [tail, 1.0 - tail])
    return {name: value, f"{name}_low": float(low), f"{name}_high": float(high)}
