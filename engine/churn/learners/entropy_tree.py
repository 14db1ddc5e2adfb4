"""Which rules that a person can read tell leavers from stayers, valuable customers first?

The tree cuts where the entropy falls most, customers weighing as much as they are worth; what a
leaf says is the plain share of its customers who left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.learners.sample import Sample
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate

Floats = NDArray[np.float64]

WEIGHTED_ENTROPY = Formula(
    name="weighted_entropy",
    latex=r"H = -\sum_{c} \frac{W_c}{W} \log_2 \frac{W_c}{W}, \quad W_c = \sum_{i \in c} v_i",
    origin="estimated",
)

_LEAVES, _SMALLEST_LEAF, _SMALLEST_SHARE = 12, 30, 0.01
_COMMON_TEXTS = 10
_MOST_UNKNOWN = 0.2
_LIGHTEST, _HEAVIEST = 0.1, 10.0


@dataclass(frozen=True)
class Condition:
    """One condition on one column: ``low < value <= high``, or a text that it is (not).

    ``or_unknown`` says that those of whom the column is unknown meet it as well.
    """

    column: str
    low: float = -np.inf
    high: float = np.inf
    text: str | None = None
    is_negated: bool = False
    or_unknown: bool = False

    @property
    def message_id(self) -> str:
        """Return the id of its sentence; ``parameters`` has what stands in it."""
        kind = "between"
        if self.text is not None:
            kind = "is_not" if self.is_negated else "is"
        elif np.isinf(self.low):
            kind = "at_most"
        elif np.isinf(self.high):
            kind = "above"
        return f"comparison.condition.{kind}" + (".or_unknown" if self.or_unknown else "")

    @property
    def parameters(self) -> dict[str, float | str]:
        """Return column, bounds and text, those that the sentence needs."""
        found: dict[str, float | str] = {"column": self.column}
        if self.text is not None:
            return {**found, "text": self.text}
        bounds = {"low": self.low, "high": self.high}
        return {**found, **{name: bound for name, bound in bounds.items() if np.isfinite(bound)}}

    def __str__(self) -> str:
        """Return the condition as it could be typed."""
        if self.text is not None:
            known = f"{self.column} {'!=' if self.is_negated else '=='} {self.text}"
        else:
            ends = ((">", self.low), ("<=", self.high))
            bounds = [f"{sign} {end:g}" for sign, end in ends if np.isfinite(end)]
            known = " and ".join(f"{self.column} {bound}" for bound in bounds)
        return f"({known} or unknown)" if self.or_unknown else known

    def holds(self, features: pd.DataFrame) -> NDArray[np.bool_]:
        """Return of which rows it holds."""
        column = features[self.column]
        if self.text is not None:
            same = column.eq(self.text).fillna(value=False).to_numpy(dtype=bool)
            return np.asarray(~same if self.is_negated else same)
        # The tree compares in single precision; so does whoever follows its rules.
        values = column.to_numpy(dtype=np.float32)
        inside: NDArray[np.bool_] = (values > self.low) & (values <= self.high)
        return np.asarray(inside | (np.isnan(values) & self.or_unknown))


@dataclass(frozen=True)
class Rule:
    """All conditions that lead to one leaf, and what became of those who met them.

    ``left_share`` has Wilson's interval; ``value`` is the mean value of its customers, money.
    """

    conditions: tuple[Condition, ...]
    left_share: Estimate
    customers: int
    left: int
    value: float

    def __str__(self) -> str:
        """Return the rule as it could be typed."""
        return " and ".join(str(condition) for condition in self.conditions) or "all"

    def holds(self, features: pd.DataFrame) -> NDArray[np.bool_]:
        """Return of which rows it holds."""
        found = np.ones(len(features), dtype=bool)
        for condition in self.conditions:
            found &= condition.holds(features)
        return found


@dataclass(frozen=True)
class _Column:
    """A column that the tree may cut: a column of numbers, or whether a text is a certain one."""

    name: str
    text: str | None = None

    def read(self, features: pd.DataFrame) -> NDArray[np.float32]:
        values = features[self.name]
        if self.text is None:
            return values.to_numpy(dtype=np.float32, na_value=np.nan)
        return values.eq(self.text).fillna(value=False).to_numpy(dtype=bool).astype(np.float32)


@dataclass(frozen=True)
class EntropyTree:
    """The rules, the riskiest first; every customer learned from meets exactly one.

    Numbers that are unknown of more than a fifth of the customers are not cut.
    """

    rules: tuple[Rule, ...]
    columns: tuple[_Column, ...]
    tree: Any
    shares: Floats

    @classmethod
    def learned(cls, sample: Sample, seed: int = 0) -> EntropyTree:
        """Return the tree of a sample, at most 12 leaves of at least 30 customers and one per cent."""
        from sklearn.tree import DecisionTreeClassifier

        columns = _columns(sample.features)
        tree = DecisionTreeClassifier(
            criterion="entropy",
            max_leaf_nodes=_LEAVES,
            min_samples_leaf=max(_SMALLEST_LEAF, int(_SMALLEST_SHARE * len(sample))),
            random_state=seed,
        )
        matrix = _matrix(columns, sample.features)
        tree.fit(matrix, sample.churned, sample_weight=value_weights(sample.value))
        leaf = tree.apply(matrix)
        shares = np.full(tree.tree_.node_count, np.nan)
        rules = []
        for node, conditions in _paths(tree.tree_, columns, np.asarray(np.isnan(matrix).any(axis=0))):
            here = leaf == node
            customers, left = int(here.sum()), int(sample.churned[here].sum())
            # Half a customer of each kind: no leaf is certain of anything.
            shares[node] = (left + 0.5) / (customers + 1.0)
            share = share_estimate(left, customers, needed=1)
            rules.append(Rule(conditions, share, customers, left, float(sample.value[here].mean())))
        rules.sort(key=lambda rule: -rule.left_share.value)
        return cls(tuple(rules), columns, tree, shares)

    def probability(self, features: pd.DataFrame) -> Floats:
        """Return the chance to leave of each row."""
        found: Floats = self.shares[self.tree.apply(_matrix(self.columns, features))]
        return found


def value_weights(value: Floats) -> Floats:
    """Return what each customer weighs: the value over its mean, between a tenth and ten times."""
    positive = np.maximum(value, 0.0)
    mean = float(positive.mean())
    if mean <= 0.0:
        return np.ones(len(value))
    return np.clip(positive / mean, _LIGHTEST, _HEAVIEST)


def _columns(features: pd.DataFrame) -> tuple[_Column, ...]:
    found = []
    for name in features.columns:
        values = features[name]
        if pd.api.types.is_numeric_dtype(values):
            # The many of whom a rate is undefined, for want of purchases say, would side with whatever
            # band of it leaves by chance as they do: a rule that is read for what it doesn't say.
            if values.isna().mean() <= _MOST_UNKNOWN:
                found.append(_Column(str(name)))
            continue
        counts = values.value_counts()
        common = counts[counts >= _SMALLEST_LEAF].index[:_COMMON_TEXTS]
        found += [_Column(str(name), str(text)) for text in common]
    return tuple(found)


def _matrix(columns: Sequence[_Column], features: pd.DataFrame) -> NDArray[np.float32]:
    if not columns:
        return np.zeros((len(features), 1), dtype=np.float32)
    found = np.column_stack([column.read(features) for column in columns])
    found[np.isinf(found)] = np.nan
    return found


def _paths(
    tree: Any, columns: Sequence[_Column], is_known_unknown: NDArray[np.bool_]
) -> Iterator[tuple[int, tuple[Condition, ...]]]:
    """Yield each leaf with the conditions that lead to it, those of one column made one."""
    waiting: list[tuple[int, tuple[Condition, ...]]] = [(0, ())]
    while waiting:
        node, conditions = waiting.pop()
        if tree.children_left[node] < 0:
            yield node, conditions
            continue
        place = int(tree.feature[node])
        column, cut = columns[place], float(tree.threshold[node])
        unknown_left = bool(tree.missing_go_to_left[node]) and bool(is_known_unknown[place])
        unknown_right = not unknown_left and bool(is_known_unknown[place])
        below = Condition(column.name, high=cut, text=column.text, is_negated=True, or_unknown=unknown_left)
        above = Condition(column.name, low=cut, text=column.text, or_unknown=unknown_right)
        if column.text is not None:
            below = Condition(column.name, text=column.text, is_negated=True)
            above = Condition(column.name, text=column.text)
        else:
            below = replace(below, is_negated=False)
        waiting.append((int(tree.children_left[node]), _joined(conditions, below)))
        waiting.append((int(tree.children_right[node]), _joined(conditions, above)))


def _joined(conditions: tuple[Condition, ...], new: Condition) -> tuple[Condition, ...]:
    """Return the conditions with one more; bounds on one column become one, a text ends what it is not."""
    others, joined = [], new
    for one in conditions:
        same = one.column == new.column
        if same and new.text is None:
            unknown = one.or_unknown and new.or_unknown
            joined = replace(
                joined, low=max(one.low, joined.low), high=min(one.high, joined.high), or_unknown=unknown
            )
        elif not (same and new.text is not None and not new.is_negated and one.is_negated):
            others.append(one)
    return (*others, joined)
