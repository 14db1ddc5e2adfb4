"""What does the forecast of purchases say of itself, to readers who must decide whether to trust it?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.cards import Compared, Gate, ModelCard
from engine.churn.accuracy import Accuracy, accuracy
from engine.clv.beta_geo import BetaGeoNBD, ModifiedBetaGeoNBD
from engine.clv.histories import Histories
from engine.clv.hold_out import HoldOut
from engine.clv.lifetime_value import WEEKS_PER_MONTH
from engine.clv.pareto_nbd import ParetoNBD
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import Z_95

Floats = NDArray[np.float64]

RETURN_PROBABILITY = Formula(
    name="return_probability",
    latex=r"P(Y(t) \ge 1) = P(\text{alive})\left[1 -"
    r" \left(\frac{\alpha + T}{\alpha + T + t}\right)^{r + x}\right]",
    origin="estimated",
)

NAME = "purchases_to_come"
_NOT_FOR = ("single_decision", "after_change", "seasons")
_FEWEST = 200
# So many customers tell methods apart; more would only take longer.
_COMPARED = 20_000


def return_probability(model: ModifiedBetaGeoNBD, rows: Histories, weeks: float) -> Floats:
    """Return the chance (0-1) that each customer buys at all within ``weeks``, shape (n,)."""
    r, alpha, _, _ = model.parameters
    stays_away = (r + rows.frequency) * np.log((alpha + rows.age) / (alpha + rows.age + weeks))
    chance: Floats = model.alive_probability(rows.frequency, rows.recency, rows.age) * -np.expm1(stays_away)
    return chance


def forecast_account(summary: pd.DataFrame, gates: tuple[Gate, ...], checked: HoldOut | None) -> ModelCard:
    """Return the account of the forecast for customers without contracts.

    Ranking and calibration are those of the chance to come back at all since the earlier day; the
    methods compared are BG/NBD, Pareto/NBD, each customer's own pace going on, and the same pace for
    everybody.
    """
    if not all(gate.is_met for gate in gates):
        return ModelCard(NAME, "not_enough_data", gates=gates)
    first = pd.Timestamp(summary["first_purchase_day"].min()).date()
    silence = pd.to_timedelta(summary["days_since_last_purchase"], "D")
    last = pd.Timestamp((summary["last_purchase_day"] + silence).max()).date()
    facts: dict[str, int | float | str] = {
        "customers": int(summary["purchase_days"].notna().sum()),
        "repeat_buyers": int((summary["purchase_days"] > 1).sum()),
        "months": round(checked.weeks / WEEKS_PER_MONTH) if checked else 0,
        "held_out": checked.customers if checked else 0,
    }
    if checked is None or checked.customers < _FEWEST or not checked.actual:
        return ModelCard(NAME, "ok", first, last, facts, gates, not_for=_NOT_FOR)
    returned = _returns(checked)
    return ModelCard(
        name=NAME,
        data_from=first,
        data_to=last,
        facts=facts,
        gates=gates,
        compared=_compared(checked),
        errors={"forecast_bias": checked.bias, **_return_errors(returned)},
        calibration=returned.bins,
        not_for=_NOT_FOR,
    )


def _returns(checked: HoldOut) -> Accuracy:
    chance = return_probability(checked.model, checked.rows, checked.weeks)
    return accuracy(np.clip(chance, 1e-9, 1.0 - 1e-9), checked.bought > 0)


def _return_errors(returned: Accuracy) -> Mapping[str, Estimate]:
    names = {"auc": "return_auc", "calibration_slope": "return_calibration_slope"}
    return {said: returned.figures[name] for name, said in names.items() if name in returned.figures}


def _compared(checked: HoldOut) -> tuple[Compared, ...]:
    some = slice(None, None, max(1, checked.customers // _COMPARED))
    rows, bought = checked.rows.rows(some), checked.bought[some]
    x, t, age, _ = rows.columns
    others = {
        "bg_nbd": BetaGeoNBD().fit(x, t, age).expected_purchases(checked.weeks, x, t, age),
        "pareto_nbd": ParetoNBD().fit(x, t, age).expected_purchases(checked.weeks, x, t, age),
        "own_pace": x / np.maximum(age, 1.0) * checked.weeks,
        "same_for_all": np.full(len(x), float((x.sum() / age.sum()) * checked.weeks)),
    }
    forecasts = {"mbg_nbd": checked.expected[some], **others}
    return tuple(
        Compared(name, _figures(expected, bought), is_default=name == "mbg_nbd")
        for name, expected in forecasts.items()
    )


def _figures(expected: Floats, bought: Floats) -> dict[str, Estimate]:
    off, n = np.abs(expected - bought), len(bought)
    half = Z_95 * float(off.std()) / np.sqrt(n)
    error = float(off.mean())
    return {
        "forecast_bias": Estimate(float(expected.sum() / bought.sum() - 1.0), n=n),
        "purchase_error": Estimate(error, error - half, error + half, n),
    }
