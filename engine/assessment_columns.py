"""Which columns does an assessment have, and which of them does a page read?

One name a column, the same in the assessment, in every view and in every export. Each part of an
assessment has its own: a part without enough data leaves them undefined.
"""

from __future__ import annotations

from engine.churn.factors import FACTORS

BEHAVIOUR_COLUMNS: dict[str, str] = {
    "customer_id": "text",
    "customer_key": "int64",
    "first_purchase_day": "day",
    "last_purchase_day": "day",
    "purchase_days": "float64",
    "frequency": "float64",
    "recency_weeks": "float64",
    "age_weeks": "float64",
    "days_since_last_purchase": "float64",
    "amount_total": "float64",
    "refund_amount_total": "float64",
    "monetary_value": "float64",
    "purchase_days_12m": "float64",
    "purchase_days_prior_12m": "float64",
    "amount_12m": "float64",
    "amount_prior_12m": "float64",
    "refund_amount_12m": "float64",
    "current_value": "float64",
    "current_value_prior_12m": "float64",
    "margin_known_share": "float64",
    "abc_class": "text",
    "is_negative_value": "bool",
    "cumulative_value_share": "float64",
    "rfm_recency": "float64",
    "rfm_frequency": "float64",
    "rfm_monetary": "float64",
    "lifecycle_stage": "text",
    "gap_typical_days": "float64",
    "gap_limit_days": "float64",
    "silence_probability": "float64",
    "rhythm_alarm": "bool",
    "churn_state": "text",
    "frequency_change": "float64",
    "spend_change": "float64",
    "partial_churn": "bool",
    "growth_rate": "float64",
    "potential_value": "float64",
    "potential_value_low": "float64",
    "potential_value_high": "float64",
    "peers_count": "float64",
    "value_tier": "text",
    "contract_start_day": "day",
    "contract_end_day": "day",
}
"""Behaviour, value, class, rhythm, state and contract: what every assessment has."""


def _with_bounds(name: str) -> dict[str, str]:
    return dict.fromkeys((name, f"{name}_low", f"{name}_high"), "float64")


VALUE_TO_COME_COLUMNS: dict[str, str] = {
    "alive_probability": "float64",
    **_with_bounds("expected_purchases_12m"),
    **_with_bounds("value_to_come_12m"),
    **_with_bounds("lifetime_value"),
}
"""Period and lifetime value: discounted margin of the next 12 months, and of all to come."""

WARNING_COLUMNS: dict[str, str] = {
    **_with_bounds("churn_probability"),
    **_with_bounds("churn_median_months"),
    **_with_bounds("churn_expected_months"),
    "cause": "text",
    "cause_share": "float64",
    **{f"cause_share_{factor}": "float64" for factor in FACTORS},
}
"""Chance to leave within the horizon, when and why; ``cause`` is a factor or ``unclear``.

``churn_median_months`` is NaN where less than even in 36 months; its upper bound alone is NaN where the
interval is open, and both where it lies beyond."""

RESCUE_COLUMNS: dict[str, str] = {
    "measure": "text",
    "offer_cost": "float64",
    **_with_bounds("rescue_ceiling"),
    "rescue_ceiling_talk": "float64",
    **_with_bounds("expected_gain"),
}
"""For whom which measure, what it may cost at most, and what it brings.

The ceiling is value kept and, as ``rescue_ceiling_talk``, talk avoided.
"""

GROUP_COLUMNS: dict[str, str] = {
    "cluster": "text",
    "tier_keep_probability": "float64",
    "prospect_likeness": "float64",
    "prospect_traits": "text",
    "next_product_id": "text",
    "next_product_probability": "float64",
    "next_product_margin": "float64",
    "next_product_because": "text",
    "next_products": "text",
}
"""Who is like whom, how firmly does a tier hold, and what would they buy next?

``prospect_traits`` and ``next_products`` hold several texts, one a line, the strongest first."""

EXPERIENCE_COLUMNS: dict[str, str] = {
    "satisfaction_score": "float64",
    "satisfaction_ratio": "float64",
    "satisfaction_group": "text",
    "loyalty_kind": "text",
    "loyalty_bond": "text",
    "loyalty_index": "float64",
    "loyalty_index_entropy": "float64",
    "loyalty_indicators": "text",
    "benefit_index": "float64",
    "development_index": "float64",
    "satisfaction_group_prior_12m": "text",
    "abc_class_prior_12m": "text",
    "tenure": "text",
    "retention": "text",
    "complained": "text",
    "active_quarters": "text",
    "holdings": "text",
    "growing_quarters": "text",
}
"""How satisfied, how loyal by which bond, what a customer gains from us, and whether they grow with us.

``..._prior_12m`` are of the year before; ``retention`` is null for who was no customer then, ``complained``
where no complaint is on file at all. ``active_quarters`` has a figure a whole quarter from the first on: 1
where the customer was there, 0 where not. ``loyalty_indicators`` are those known of who answered anything,
``holdings`` what is recorded of sunk and switching costs of who is present, each with its value after an
equals sign where no other column has it, ``growing_quarters`` the quarters by whose end somebody had spent
in both years, 1 after the equals sign who spent more in the later: all hold one a line and are null without
any."""

CODED_COLUMNS = ("active_quarters", "loyalty_indicators", "holdings", "growing_quarters")
"""Which columns hold codes by which customers are picked out, no figure that somebody would read."""

BREADTH_COLUMNS: dict[str, str] = {
    "categories_12m": "float64",
    "categories_prior_12m": "float64",
    "breadth": "text",
}
"""From how many categories of products a customer bought in the last 12 months and in the 12 before: NaN
where nothing that was bought has a category. ``breadth`` (wider, same, narrower) is null for who was not with
us for both years or bought in one of them only."""

CONTRACT_COLUMNS: dict[str, str] = dict.fromkeys(
    ("contract_month_first", "contract_month_last", "contract_month_left", "contract_month_foretold"),
    "float64",
)
"""The months of a customer's contracts that retention by tenure counts, from 1, and in which they left.

NaN of whom none is counted; ``contract_month_left`` of who has not left in one of them.
``contract_month_foretold`` is the first of the last months that were foretold from those before, of whom
that check counts."""

SURVIVAL_MONTHS = 36
SURVIVAL_COLUMNS: dict[str, str] = {
    f"survival_{month:02d}": "float64" for month in range(1, SURVIVAL_MONTHS + 1)
}
"""Chance to be a customer still after so many months."""

CURVE_COLUMNS: dict[str, str] = SURVIVAL_COLUMNS | {
    "churn_hazard_error": "float64",
    "churn_hazard_error_36m": "float64",
}
"""The survival curve and what its band follows from: the standard error of the logarithm of the
cumulative hazard within the horizon and within 36 months, NaN where it has none."""

PAGE_COLUMNS: dict[str, str] = (
    BEHAVIOUR_COLUMNS
    | VALUE_TO_COME_COLUMNS
    | WARNING_COLUMNS
    | RESCUE_COLUMNS
    | GROUP_COLUMNS
    | EXPERIENCE_COLUMNS
    | BREADTH_COLUMNS
    | CONTRACT_COLUMNS
)
"""What pages read unless they ask for more."""

ASSESSMENT_COLUMNS: dict[str, str] = PAGE_COLUMNS | CURVE_COLUMNS
"""One row a customer with at least one fact up to ``as_of``; NaN, NaT or a null text is undefined."""

DTYPES: dict[str, str] = {"text": "str", "day": "datetime64[s]"}
"""The dtypes of kinds of columns that aren't named as their dtype."""
