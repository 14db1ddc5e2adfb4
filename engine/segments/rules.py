"""By which few rules can a person tell to which group a customer belongs?

A rule is a group and, for each trait that matters, from which value up and below which value it
holds. The rules of a grouping are the leaves of one small decision tree, so that exactly one of
them holds for any customer; thresholds are rounded to numbers that a person can remember, and the
rounded ones are those that are applied.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

Labels = NDArray[np.int64]

DEEPEST = 4
_WHOLE = frozenset({"purchase_days_12m", "days_since_last_purchase"})
"""Traits that come in whole numbers: below 3.5 is below 4."""


@dataclass(frozen=True)
class Bound:
    """``low`` <= trait < ``high``; infinite where there is no limit."""

    trait: str
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True)
class Rule:
    """A customer within all bounds belongs to ``group`` (its number)."""

    group: int
    bounds: tuple[Bound, ...]

    def holds(self, traits: pd.DataFrame) -> NDArray[np.bool_]:
        """Return for which rows the rule holds; never where a trait it needs is NaN."""
        found = np.ones(len(traits), dtype=np.bool_)
        for bound in self.bounds:
            values = traits[bound.trait].to_numpy(dtype=np.float64)
            found &= (values >= bound.low) & (values < bound.high)
        return found


def learned_rules(traits: pd.DataFrame, groups: Labels, seed: int) -> tuple[Rule, ...]:
    """Return the rules of a tree at most ``DEEPEST`` deep that tell the groups apart.

    ``traits`` are in their own units and without NaN, ``groups`` numbers from 0. Each rule holds
    for at least a fiftieth of the rows, so that none is made for a handful.

    Source: Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees.
    """
    from sklearn.tree import DecisionTreeClassifier

    tree = DecisionTreeClassifier(
        max_depth=DEEPEST,
        max_leaf_nodes=max(2, 2 * (int(groups.max()) + 1)),
        min_samples_leaf=max(5, len(groups) // 50),
        random_state=seed,
    )
    tree.fit(traits.to_numpy(dtype=np.float64), groups)
    return tuple(_leaves(tree, list(traits.columns), 0, ()))


def groups_by_rules(traits: pd.DataFrame, rules: Sequence[Rule]) -> Labels:
    """Return the number of each row's group; -1 where no rule holds, for want of a trait."""
    found = np.full(len(traits), -1, dtype=np.int64)
    known = ~traits.isna().any(axis=1).to_numpy()
    for rule in rules:
        found[rule.holds(traits) & known] = rule.group
    return found


def written_rules(rules: Sequence[Rule], codes: Sequence[str]) -> str:
    """Return rules as a text that an assessment can keep; ``codes`` name the groups."""
    rows = [
        [codes[rule.group], [[b.trait, _kept(b.low), _kept(b.high)] for b in rule.bounds]] for rule in rules
    ]
    return json.dumps(rows)


def read_rules(text: str) -> tuple[tuple[str, tuple[Bound, ...]], ...]:
    """Return each rule's group code and bounds from the text of ``written_rules``."""
    return tuple(
        (
            code,
            tuple(
                Bound(trait, _limit(low, -math.inf), _limit(high, math.inf)) for trait, low, high in bounds
            ),
        )
        for code, bounds in json.loads(text)
    )


def _leaves(
    tree: DecisionTreeClassifier, names: list[str], node: int, path: tuple[Bound, ...]
) -> Iterator[Rule]:
    inner: Any = tree.tree_
    answer = _only_answer(tree, node)
    if answer is not None:
        yield Rule(answer, path)
        return
    trait = names[inner.feature[node]]
    threshold = _rounded(float(inner.threshold[node]), trait)
    below, above = Bound(trait, high=threshold), Bound(trait, low=threshold)
    yield from _leaves(tree, names, inner.children_left[node], _narrowed(path, below))
    yield from _leaves(tree, names, inner.children_right[node], _narrowed(path, above))


def _only_answer(tree: DecisionTreeClassifier, node: int) -> int | None:
    """Return the group that every leaf under a node gives; ``None`` where they differ."""
    inner: Any = tree.tree_
    if inner.children_left[node] < 0:
        return int(tree.classes_[int(np.argmax(inner.value[node][0]))])
    left = _only_answer(tree, int(inner.children_left[node]))
    right = _only_answer(tree, int(inner.children_right[node]))
    return left if left == right else None


def _narrowed(path: tuple[Bound, ...], bound: Bound) -> tuple[Bound, ...]:
    for number, known in enumerate(path):
        if known.trait == bound.trait:
            narrow = replace(known, low=max(known.low, bound.low), high=min(known.high, bound.high))
            return (*path[:number], narrow, *path[number + 1 :])
    return (*path, bound)


def _rounded(threshold: float, trait: str) -> float:
    if trait in _WHOLE and abs(threshold) < 100:
        return float(math.floor(threshold) + 1)
    if threshold == 0 or not math.isfinite(threshold):
        return threshold
    return float(f"{threshold:.2g}")


def _kept(limit: float) -> float | None:
    return limit if math.isfinite(limit) else None


def _limit(kept: float | None, otherwise: float) -> float:
    return otherwise if kept is None else float(kept)
