"""What will each customer still bring: by the model of purchases, or by how long contracts run?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.assessing.contract_total import MonthsToCome, contract_totals, lifetime_curve
from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.assessment_columns import CONTRACT_COLUMNS, SURVIVAL_COLUMNS, VALUE_TO_COME_COLUMNS
from engine.cards import Card, lacking
from engine.churn.other_curves import OtherCurves
from engine.clv.cohort_account import cohort_account, cohort_card
from engine.clv.cohort_tables import BoundNow, cohort_tables
from engine.clv.contract_cohorts import contract_cohorts
from engine.clv.lifetime_value import LIFETIME_MONTHS, PERIOD_MONTHS
from engine.clv.outlook import value_outlook
from engine.formulas import Formula
from engine.months import months_before

Floats = NDArray[np.float64]

CONTRACT_VALUE = Formula(
    name="contract_value",
    latex=r"V_i^{H} = m_i \sum_{k=1}^{H} \frac{S_i(k)}{(1 + d)^{k/12}}, \quad"
    r" S_i(36 + j) = S_i(36) \left(\frac{S_i(36)}{S_i(24)}\right)^{j/12}",
    origin="estimated",
)

_YEAR = 12
_LEAST_MONTHS = 1.0


def purchases_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return what customers without contracts will bring, by their purchases."""
    if study.has_contracts:
        return Part(customers[[]])
    found = value_outlook(customers, study.settings, study.random("clv"), study.summary_at_stand)
    return Part(found.columns, cards=found.cards, models=(found.account,), figures=found.figures)


def contracts_part(customers: pd.DataFrame, study: Study, curves: OtherCurves | None = None) -> Part:
    """Return what customers with contracts will bring: a month's margin for each month that they stay.

    Beside it stands how many of each quarter's customers are still there, which months count each of them,
    and two models of that. With other ``curves`` than the model's own, the totals have their intervals.
    """
    if not study.has_contracts:
        return Part(customers[[]])
    cohorts = contract_cohorts(study.relations.contracts, study.as_of)
    told, account = cohort_card(cohorts), cohort_account(cohorts, study.as_of)
    # A likeness to those who left has no survival: what it is worth can't be told.
    known = customers[["churn_probability", "survival_01"]].notna().all(axis=1).to_numpy()
    bound, rate = customers[known], study.settings.discount_rate_per_year
    margin, stays = _monthly_margin(bound, study), _survival(bound)
    started = bound["contract_start_day"].to_numpy(dtype="datetime64[s]")
    dated = ~(np.isnat(started) | _has_vague_start(bound, study))
    frames = cohort_tables(cohorts, BoundNow(study.as_of, started[dated], stays[dated], rate))
    nothing = pd.DataFrame(np.nan, index=customers.index, columns=list(VALUE_TO_COME_COLUMNS))
    nothing[list(CONTRACT_COLUMNS)] = cohorts.each.reindex(customers["customer_id"]).to_numpy()
    if not known.any():
        card = lacking("value_to_come", "contracts", 0, 1)
        return Part(nothing, cards=(card, told), models=(account,), frames=frames)
    found = contract_values(margin, stays, _wider(bound), rate)
    nothing.loc[known, list(found)] = pd.DataFrame(found, index=bound.index)
    card = Card("value_to_come", "ok", {"variant": "contracts", "customers": int(known.sum())})
    to_come = MonthsToCome(pd.Index(bound["customer_id"]), margin, lifetime_curve(stays), rate)
    totals = contract_totals(to_come, curves)
    return Part(nothing, cards=(card, told), models=(account,), figures=totals, frames=frames)


def contract_values(
    margin: Floats, stays: Floats, exponents: tuple[Floats, Floats], discount_rate_per_year: float
) -> dict[str, Floats]:
    """Return period and lifetime value with their intervals (``CONTRACT_VALUE``), each of shape (n,).

    Parameters
    ----------
    margin
        Margin of a month, shape (n,).
    stays
        Chance to be a customer still after 1 .. 36 months, shape (n, 36).
    exponents
        Powers of the whole curve at which the chance to leave is as low and as high as its interval.
    """
    found: dict[str, Floats] = {}
    for end, power in (("", np.ones(len(margin))), ("_high", exponents[0]), ("_low", exponents[1])):
        curve = lifetime_curve(stays ** power[:, None])
        discounts = (1.0 + discount_rate_per_year) ** -(np.arange(1.0, LIFETIME_MONTHS + 1.0) / _YEAR)
        worth = curve * discounts
        found[f"value_to_come_12m{end}"] = margin * worth[:, :PERIOD_MONTHS].sum(axis=1)
        found[f"lifetime_value{end}"] = margin * worth.sum(axis=1)
    for name in ("value_to_come_12m", "lifetime_value"):
        # With a loss every month, staying longer is worth less.
        low, high = found[f"{name}_low"], found[f"{name}_high"]
        found[f"{name}_low"], found[f"{name}_high"] = np.minimum(low, high), np.maximum(low, high)
    return found


def _has_vague_start(customers: pd.DataFrame, study: Study) -> NDArray[np.bool_]:
    """Return of whom nobody knows for how long they have been bound."""
    contracts = study.relations.contracts
    vague = contracts["start_day"].isna() | contracts["is_start_estimated"].eq(1.0)
    return customers["customer_id"].isin(contracts.loc[vague, "customer_id"]).to_numpy()


def _survival(customers: pd.DataFrame) -> Floats:
    return customers[list(SURVIVAL_COLUMNS)].to_numpy(dtype=np.float64)


def _wider(customers: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the powers that take 1 - p to 1 - p_low and 1 - p_high: one error of the cumulative hazard."""
    value, low, high = (
        -np.log1p(-np.clip(customers[f"churn_probability{end}"].to_numpy(dtype=np.float64), 0.0, 0.999999))
        for end in ("", "_low", "_high")
    )
    safe = np.where(value > 0, value, 1.0)
    return np.where(value > 0, low / safe, 1.0), np.where(value > 0, high / safe, 1.0)


def _monthly_margin(customers: pd.DataFrame, study: Study) -> Floats:
    """Return margin of a month over the last year, or over the months of the contract if it is younger."""
    year_ago = pd.Timestamp(months_before(study.as_of, _YEAR))
    started = customers["contract_start_day"]
    since = started.where(started > year_ago, year_ago)
    months = (pd.Timestamp(study.as_of) - since).dt.days.to_numpy(dtype=np.float64) / (365.25 / _YEAR)
    worth: Floats = customers["current_value"].to_numpy(dtype=np.float64) / np.maximum(months, _LEAST_MONTHS)
    return worth
