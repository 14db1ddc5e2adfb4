"""How loyal is a customer on one scale, from all indicators that the data allow?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.errors import SettingOutOfRangeError
from engine.formulas import Formula
from engine.satisfaction.roles import LOYALTY_INDICATORS, REVERSED

LOYALTY_INDEX = Formula(
    name="loyalty_index",
    latex=r"L_i = 100\,\frac{\sum_{k \in K_i} w_k z_{ik}}{\sum_{k \in K_i} w_k}, \quad"
    r" \sum_{k \in K_i} w_k \ge \tfrac12 \sum_k w_k",
)
ENTROPY_WEIGHTS = Formula(
    name="entropy_weights",
    latex=r"w_k = \frac{1 - e_k}{\sum_j (1 - e_j)}, \quad"
    r" e_k = -\frac{1}{\ln n}\sum_i p_{ik}\ln p_{ik}, \quad p_{ik} = \frac{z_{ik}}{\sum_i z_{ik}}",
    origin="estimated",
)

INDICATORS = (*LOYALTY_INDICATORS, "purchase_rhythm", "spend_trend")
"""Answers by role, and two measured by behaviour: buying in one's rhythm, and the trend of spending."""

MOST_WEIGHT = 100.0
_LEAST_SHARE = 0.5


@dataclass(frozen=True)
class LoyaltyIndex:
    """The index (0-100) of each customer under given weights; NaN where less than half of these are known.

    ``used`` are the indicators that were there for anybody, ``missing`` those that were not.
    """

    scores: pd.Series[float]
    weights: Mapping[str, float]
    used: tuple[str, ...]
    missing: tuple[str, ...]


def indicator_frame(role_shares: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return indicators on 0-1 (1 is loyal), one row a customer of ``customers``' index.

    ``role_shares`` holds answers as shares of their scales (index: the same customers); price
    sensitivity, time to choose and attention to rivals are turned round. ``purchase_rhythm`` is the
    chance of a silence as long as today's; the trend of spending maps −50 % … +50 % to 0 … 1.
    """
    found = pd.DataFrame(index=customers.index)
    for role in LOYALTY_INDICATORS:
        if role in role_shares:
            share = role_shares[role].reindex(customers.index)
            found[role] = 1.0 - share if role in REVERSED else share
    if "silence_probability" in customers:
        found["purchase_rhythm"] = customers["silence_probability"].clip(0.0, 1.0)
    if "spend_change" in customers:
        found["spend_trend"] = (customers["spend_change"] + 0.5).clip(0.0, 1.0)
    return found.astype("float64")


def indicators_by_customer(indicators: pd.DataFrame) -> pd.Series[str]:
    """Return the names of the indicators known of each customer, one a line; null without any."""
    lines = pd.Series("", index=indicators.index, dtype=object)
    for name in indicators:
        lines[indicators[name].notna()] += f"\n{name}"
    return lines.str.removeprefix("\n").where(lines != "", None).astype("str")


def loyalty_index(indicators: pd.DataFrame, weights: Mapping[str, float]) -> LoyaltyIndex:
    """Return the index under ``weights`` (by indicator, any scale; those not named weigh nothing).

    Behaviour alone is no loyalty: without an answer that weighs something there is no index.
    """
    used = tuple(name for name in INDICATORS if name in indicators and indicators[name].notna().any())
    weighing = {name: float(weights.get(name, 0.0)) for name in INDICATORS if weights.get(name, 0.0) > 0}
    total = sum(weighing.values())
    known = [name for name in used if name in weighing]
    if not known:
        empty = pd.Series(np.nan, index=indicators.index, dtype="float64")
        return LoyaltyIndex(empty, weighing, used, _missing(used))
    weight = np.array([weighing[name] for name in known])
    values = indicators[known].to_numpy(dtype=np.float64)
    present = (~np.isnan(values)) @ weight
    score = 100.0 * (np.nan_to_num(values) @ weight) / np.where(present > 0, present, np.nan)
    answered = indicators[[name for name in known if name in LOYALTY_INDICATORS]].notna().any(axis=1)
    shown = np.where(answered & (present >= _LEAST_SHARE * total), score, np.nan)
    return LoyaltyIndex(pd.Series(shown, index=indicators.index), weighing, used, _missing(used))


def check_weights(typed: Mapping[str, float]) -> None:
    """Refuse weights of indicators that don't exist, negative ones, and none at all.

    Raises
    ------
    SettingOutOfRangeError
        There is such a weight.
    """
    for name, value in typed.items():
        if name not in INDICATORS or not 0.0 <= value <= MOST_WEIGHT:
            raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)
    if all(typed.get(name, 1.0) == 0.0 for name in INDICATORS):
        raise SettingOutOfRangeError("error.setting_out_of_range", setting=INDICATORS[0], value=0.0)


def manager_weights(indicators: pd.DataFrame, typed: Mapping[str, float]) -> dict[str, float]:
    """Return the manager's weights (sum 1) of all that is known of anybody; 1 where none was typed.

    All are 0 where the manager weighs only what nobody was asked.
    """
    known = [name for name in INDICATORS if name in indicators and indicators[name].notna().any()]
    weights = {name: float(typed.get(name, 1.0)) for name in known}
    total = sum(weights.values())
    return {name: weight / total if total > 0 else 0.0 for name, weight in weights.items()}


def entropy_weights(indicators: pd.DataFrame) -> dict[str, float]:
    """Return weights (sum 1) that are greater the more an indicator tells customers apart.

    Over customers for whom all used indicators are known; equal weights where fewer than two are.
    """
    used = [str(name) for name in indicators if indicators[name].notna().any()]
    whole = indicators[used].dropna().to_numpy(dtype=np.float64)
    if len(whole) < 2 or not used:
        return {name: 1.0 / len(used) for name in used}
    sums = whole.sum(axis=0)
    shares = whole / np.where(sums > 0, sums, 1.0)
    logs = np.log(np.where(shares > 0, shares, 1.0))
    told_apart = 1.0 + (shares * logs).sum(axis=0) / np.log(len(whole))
    told_apart = np.where(sums > 0, np.maximum(told_apart, 0.0), 0.0)
    if told_apart.sum() <= 0:
        return {name: 1.0 / len(used) for name in used}
    return dict(zip(used, (told_apart / told_apart.sum()).tolist(), strict=True))


def _missing(used: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in INDICATORS if name not in used)
