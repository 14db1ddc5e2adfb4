"""Which columns tell more of the outcome than could have been known, and which look the wrong way round?

A column is suspected when it is the outcome under another name, when it alone ranks leavers too well to
be true, or when it is only there for leavers. Suspects are kept out until the user decides. What may have
a reason is shown and used: what looks paradoxical, and days to come (the end of a term, or of a customer).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.cards import Suspect
from engine.churn.ranking import Ranked
from engine.churn.scores import auc_estimate
from engine.estimate import Estimate
from engine.formulas import Formula

Flags = NDArray[np.bool_]

LEAKAGE_GUARD = Formula(
    name="leakage_guard",
    latex=r"\frac{\text{right by one column} - \text{right without}}{1 - \text{right without}} \ge 0.9"
    r" \ \vee\ \mathrm{AUC}_1 \ge 0.95 \ \vee\ (\mathrm{AUC}_1 \ge 0.90 \wedge \text{score})"
    r" \ \vee\ P(\text{left} \mid \text{known}) \ge 0.99",
)

SAME_AS_OUTCOME = "same_as_outcome"
PREDICTS_TOO_WELL = "predicts_too_well"
SCORE_OF_A_MODEL = "score_of_a_model"
ONLY_OF_LEAVERS = "only_of_leavers"
DAYS_AFTER = "days_after"
AGAINST_EXPECTATION = "against_expectation"

FEWEST_LEAVERS = 30
"""With fewer leavers a column can look perfect by chance, and none is judged."""

_SAME, _TOO_WELL, _SCORE, _ALL_LEFT = 0.9, 0.95, 0.90, 0.99
_FEW_VALUES, _MANY_VALUES = 20, 50
_FOLDS = 5
_CONTENT = re.compile(
    r"(?<!dis)(?<!un)satisf|csat|(?<![a-z])nps|recommend|(?<!dis)loyal|(?<!不)满意|推荐|忠诚", re.IGNORECASE
)
"""Names of columns in which more should mean less leaving."""


@dataclass(frozen=True)
class Guarded:
    """Columns under suspicion with what was done about each; ``kept_out`` are not to be used."""

    suspects: tuple[Suspect, ...]
    kept_out: frozenset[str]


def guarded(frame: pd.DataFrame, left: Flags, kept_out: Collection[str], trusted: Collection[str]) -> Guarded:
    """Return the suspects among the columns of a frame, and those that stay out.

    ``kept_out`` are out whatever is found, ``trusted`` are used whatever is found.
    """
    found = [replace(one, status=_status(one, trusted)) for one in suspects(frame, left)]
    out = {one.column for one in found if one.status == "kept_out"}
    return Guarded(tuple(found), frozenset(out | (set(kept_out) & set(frame.columns))))


def suspects(frame: pd.DataFrame, left: Flags) -> tuple[Suspect, ...]:
    """Return the suspected columns, one row a customer, by the order of the columns."""
    if min(int(left.sum()), int((~left).sum())) < FEWEST_LEAVERS:
        return ()
    found = (_suspect(str(name), frame[name], left) for name in frame.columns)
    return tuple(one for one in found if one is not None)


def strengths(frame: pd.DataFrame, left: Flags) -> dict[str, float]:
    """Return how well each column alone ranks leavers (AUC, 0.5-1) among the rows in which it is known."""
    found = {}
    for name in frame.columns:
        known = frame[name].notna().to_numpy()
        if min(int(left[known].sum()), int((~left[known]).sum())) >= FEWEST_LEAVERS:
            area = _area(frame[name][known], left[known]).value
            found[str(name)] = max(area, 1.0 - area)
    return found


def repeated_customers(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Return a group number for each row: rows alike in every column are one and the same customer.

    Both sides of a split must not hold rows of one group.
    """
    plain = frame.reset_index(drop=True)
    groups = plain.groupby(list(plain.columns), dropna=False, sort=False).ngroup()
    return np.asarray(groups, dtype=np.int64)


def _suspect(name: str, values: pd.Series[str], left: Flags) -> Suspect | None:
    known = values.notna().to_numpy()
    rows, leavers = int(known.sum()), int(left[known].sum())
    if leavers < FEWEST_LEAVERS:
        return None
    if leavers >= _ALL_LEFT * rows and _share(left[~known]) < leavers / rows / 2.0:
        return Suspect(name, ONLY_OF_LEAVERS, leavers / rows, rows)
    if rows - leavers < FEWEST_LEAVERS:
        return None
    area = _area(values[known], left[known])
    strength = max(area.value, 1.0 - area.value)
    reason = _reason(values[known], left[known], strength)
    if reason:
        return Suspect(name, reason, strength, rows)
    if pd.api.types.is_numeric_dtype(values) and _CONTENT.search(name) and area.low > 0.5:
        return Suspect(name, AGAINST_EXPECTATION, strength, rows, "shown")
    return None


def _reason(values: pd.Series[str], left: Flags, strength: float) -> str:
    """Return why a column that ranks so well is suspected, "" where it isn't."""
    if _gain(values, left) >= _SAME:
        return SAME_AS_OUTCOME
    is_score = pd.api.types.is_numeric_dtype(values) and values.nunique() >= _MANY_VALUES
    if strength >= _TOO_WELL:
        # Many values between 0 and 1 are chances that somebody reckoned.
        return SCORE_OF_A_MODEL if is_score and values.between(0.0, 1.0).all() else PREDICTS_TOO_WELL
    return SCORE_OF_A_MODEL if is_score and strength >= _SCORE else ""


def _share(left: Flags) -> float:
    """Return the share of leavers, 1 of nobody."""
    return float(left.mean()) if len(left) else 1.0


def _area(values: pd.Series[str], left: Flags) -> Estimate:
    """Return the AUC of a column alone; of texts without an interval."""
    if pd.api.types.is_numeric_dtype(values):
        return auc_estimate(Ranked.of(values.to_numpy(dtype=np.float64), left))
    # Leaving out one row at a time would give leavers of a text the lower share, and rank them last.
    fold = np.where(left, np.cumsum(left), np.cumsum(~left)) % _FOLDS
    areas = []
    for out in range(_FOLDS):
        mine = fold == out
        shares = _shares(values[~mine], left[~mine])
        scores = values[mine].map(shares).fillna(float(left[~mine].mean())).to_numpy(dtype=np.float64)
        areas.append(auc_estimate(Ranked.of(scores, left[mine])).value)
    return Estimate(float(np.mean(areas)), n=len(left))


def _shares(values: pd.Series[str], left: Flags) -> pd.Series[float]:
    """Return the share of leavers by text, drawn to everybody's as by one more customer."""
    known = pd.Series(left.astype(np.float64), index=values.index).groupby(values.to_numpy())
    shares: pd.Series[float] = (known.sum() + float(left.mean())) / (known.count() + 1.0)
    return shares


def _gain(values: pd.Series[str], left: Flags) -> float:
    """Return the share of a blind guess's errors that vanish when the guess may look at the value."""
    if values.nunique() > _FEW_VALUES:
        return 0.0
    blind = min(float(left.mean()), 1.0 - float(left.mean()))
    counts = pd.Series(left).groupby(values.to_numpy()).agg(["sum", "count"])
    wrong = np.minimum(counts["sum"], counts["count"] - counts["sum"]).sum() / len(left)
    return 1.0 - float(wrong) / blind if blind else 0.0


def _status(one: Suspect, trusted: Collection[str]) -> Literal["kept_out", "trusted", "shown"]:
    if one.status == "shown":
        return "shown"
    return "trusted" if one.column in trusted else "kept_out"
