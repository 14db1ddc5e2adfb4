"""At which rhythm does each customer buy, are they still a customer, and where does that lead?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from engine.assessing.study import Study
from engine.assessing.warnings import is_likely_to_end
from engine.churn.rule import ChurnRule, churn_rule, churn_states
from engine.decline import MINIMUM_HISTORY_MONTHS, is_partial_churn, relative_change
from engine.errors import ContractBrokenError
from engine.months import months_before
from engine.purchases import gap_lengths
from engine.rhythm import Gaps, fit_rhythm, rhythm_columns
from engine.segments.lifecycle import lifecycle_stages

_DAYS_PER_WEEK = 7.0


def with_keys(summary: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return a summary with the number of each customer.

    Raises
    ------
    ContractBrokenError
        A transaction is of nobody among the customers.
    """
    keys = customers.set_index("customer_id")["customer_key"].reindex(summary["customer_id"])
    if keys.isna().any():
        raise ContractBrokenError("error.customers_unknown", count=int(keys.isna().sum()))
    return summary.assign(customer_key=keys.to_numpy(dtype=np.int64))


def with_bonds(summary: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return a summary with the days of each customer's contracts, NaT where these tell nothing."""
    found = study.bonds(study.as_of).reindex(summary["customer_id"])
    if not study.has_contracts:
        found = found.iloc[:0].reindex(summary["customer_id"])
    return summary.assign(**{str(name): found[name].to_numpy() for name in found})


def with_rhythm(summary: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return a summary with the columns of rhythm; bills by contract have none to speak of."""
    bought = summary["purchase_days"].notna().to_numpy()
    gaps = Gaps.of(summary[bought])
    rhythm = None if study.has_contracts else fit_rhythm(gaps)
    columns = rhythm_columns(gaps, rhythm, study.settings.alarm_probability)
    found = pd.DataFrame(columns, index=summary.index[bought]).reindex(summary.index)
    found["rhythm_alarm"] = found["rhythm_alarm"].eq(True)
    age = (pd.Timestamp(study.as_of) - summary["first_purchase_day"]).dt.days
    return summary.join(found).assign(
        frequency=summary["purchase_days"] - 1.0,
        age_weeks=age / _DAYS_PER_WEEK,
        recency_weeks=(age - summary["days_since_last_purchase"]) / _DAYS_PER_WEEK,
        monetary_value=(summary["amount_total"] - summary["refund_amount_total"]) / summary["purchase_days"],
    )


def rule_in_force(customers: pd.DataFrame, study: Study) -> ChurnRule:
    """Return by which rule a customer has left: the end of contracts, or a silence of so many days."""
    if study.has_contracts:
        return ChurnRule(math.nan, "contracts", 0)
    lengths = study.tables.execute(gap_lengths(study.tables.transactions, study.as_of, study.history))
    return churn_rule(lengths, customers[customers["purchase_days"].notna()], study.settings.churn_after_days)


def with_changes(customers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return customers with how this year differs from the one before."""
    for name in ("purchase_days_6m", "purchase_days_12m", "purchase_days_prior_12m"):
        customers[name] = customers[name].fillna(0.0)
    prior = "purchase_days_prior_12m"
    changes = {
        "frequency_change": relative_change(customers["purchase_days_12m"], customers[prior]),
        "spend_change": relative_change(customers["amount_12m"], customers["amount_prior_12m"]),
        "growth_rate": relative_change(customers["current_value"], customers["current_value_prior_12m"]),
    }
    # Who came within the year before has a short one behind them, and every change would look like growth.
    known_since = pd.Timestamp(months_before(study.as_of, MINIMUM_HISTORY_MONTHS - 1))
    whole = (customers["first_purchase_day"] <= known_since) & _has_two_years(study)
    return customers.assign(**{name: change.where(whole) for name, change in changes.items()})


def with_states(customers: pd.DataFrame, rule: ChurnRule, study: Study) -> pd.DataFrame:
    """Return customers with churn state, partial churn and stage of life."""
    fell = is_partial_churn(customers, study.settings.partial_churn_drop) & _has_two_years(study)
    states = _states(customers, fell, rule)
    customers = customers.assign(partial_churn=fell & (states != "left"), churn_state=states)
    return customers.assign(lifecycle_stage=lifecycle_stages(customers, study.settings.partial_churn_drop))


def _states(customers: pd.DataFrame, fell: np.ndarray, rule: ChurnRule) -> np.ndarray:
    if rule.origin != "contracts":
        warned = customers["rhythm_alarm"].to_numpy() | fell
        return churn_states(customers["days_since_last_purchase"], warned, rule)
    states = np.where(fell | is_likely_to_end(customers), "leaning", "staying").astype(object)
    states[customers["contract_start_day"].isna().to_numpy()] = None
    states[customers["contract_end_day"].notna().to_numpy()] = "left"
    return states


def _has_two_years(study: Study) -> bool:
    return study.history_months >= MINIMUM_HISTORY_MONTHS
