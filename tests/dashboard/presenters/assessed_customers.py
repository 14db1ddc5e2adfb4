"""Six customers of an assessment with numbers that one can check by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.grounds import Grounds
from engine.contracts import ASSESSMENT_COLUMNS

AS_OF = dt.date(2026, 6, 30)
NAN = float("nan")

# Values 600 + 250 + 100 + 50 + 0 - 40 = 960; positive ones 1,000. Potential values sum to 400.
_ROWS: tuple[dict[str, Any], ...] = (
    {
        "customer_id": "A1",
        "current_value": 600.0,
        "potential_value": 100.0,
        "value_tier": "platinum",
        "abc_class": "A",
    },
    {
        "customer_id": "A2",
        "current_value": 250.0,
        "potential_value": 0.0,
        "value_tier": "gold",
        "abc_class": "A",
    },
    {
        "customer_id": "B1",
        "current_value": 100.0,
        "potential_value": 200.0,
        "value_tier": "iron",
        "abc_class": "B",
    },
    {
        "customer_id": "B2",
        "current_value": 50.0,
        "potential_value": 60.0,
        "value_tier": "iron",
        "abc_class": "B",
    },
    {
        "customer_id": "C1",
        "current_value": 0.0,
        "potential_value": 40.0,
        "value_tier": "lead",
        "abc_class": "C",
    },
    {
        "customer_id": "C2",
        "current_value": -40.0,
        "potential_value": 0.0,
        "value_tier": "lead",
        "abc_class": "C",
    },
)
_STATES = ("staying", "leaning", "staying", "staying", "left", "leaning")
_STAGES = ("stability", "decline", "formation", "exploration", "exploration", "decline")
_SILENT = (10.0, 90.0, 20.0, 30.0, 700.0, 45.0)
_RECENCY = (5.0, 2.0, 4.0, 4.0, 1.0, 3.0)
_FREQUENCY = (5.0, 5.0, 3.0, 1.0, 1.0, 4.0)


def six_customers() -> pd.DataFrame:
    """Return the six customers with every column of an assessment; A1's number is 1, C2's is 6."""
    frame = pd.DataFrame(_ROWS).assign(
        customer_key=range(1, 7),
        churn_state=_STATES,
        lifecycle_stage=_STAGES,
        days_since_last_purchase=_SILENT,
        rfm_recency=_RECENCY,
        rfm_frequency=_FREQUENCY,
        rfm_monetary=3.0,
        rhythm_alarm=[False, True, False, False, False, False],
        partial_churn=[False, False, False, False, False, True],
        is_negative_value=[False] * 5 + [True],
        gap_typical_days=[30.0, 30.0, NAN, NAN, NAN, 40.0],
        gap_limit_days=[70.0, 71.0, NAN, NAN, NAN, 120.0],
        silence_probability=[0.8, 0.03, NAN, NAN, NAN, 0.45],
        purchase_days=[20.0, 12.0, 3.0, 1.0, 2.0, 9.0],
        purchase_days_12m=[10.0, 4.0, 3.0, 1.0, 0.0, 2.0],
        purchase_days_prior_12m=[8.0, 6.0, 0.0, 0.0, 1.0, 6.0],
        first_purchase_day=pd.Timestamp("2024-01-15"),
        last_purchase_day=[pd.Timestamp(AS_OF) - pd.Timedelta(days=days) for days in _SILENT],
        growth_rate=[0.2, -0.5, NAN, NAN, -1.0, NAN],
        frequency_change=[0.25, -0.3333, NAN, NAN, -1.0, -0.6667],
        spend_change=[0.1, -0.4, NAN, NAN, -1.0, -0.7],
        amount_12m=[1200.0, 500.0, 200.0, 100.0, 0.0, 80.0],
        amount_prior_12m=[1000.0, 900.0, 0.0, 0.0, 70.0, 300.0],
        refund_amount_12m=[-20.0, 0.0, 0.0, 0.0, 0.0, -10.0],
        current_value_prior_12m=[500.0, 500.0, 0.0, 0.0, 20.0, -5.0],
        margin_known_share=[1.0, 1.0, 0.5, 1.0, 1.0, 1.0],
        amount_total=[5000.0, 2500.0, 200.0, 100.0, 70.0, 900.0],
        refund_amount_total=[-20.0, 0.0, 0.0, 0.0, 0.0, -10.0],
        monetary_value=[250.0, 208.0, 66.67, 100.0, 35.0, 101.0],
        potential_value_low=[80.0, 0.0, 150.0, 20.0, 10.0, 0.0],
        potential_value_high=[120.0, 10.0, 250.0, 100.0, 70.0, 5.0],
        peers_count=[40.0, 41.0, 42.0, 43.0, 44.0, 45.0],
    )
    return frame.assign(**_warnings()).reindex(columns=list(ASSESSMENT_COLUMNS))


def _warnings() -> dict[str, Any]:
    """Warnings of those who haven't left: A2 and C2 lean, A2 for price and likely within 5 months."""
    return {
        "churn_probability": [0.05, 0.60, 0.10, 0.20, NAN, 0.40],
        "churn_probability_low": [0.03, 0.50, 0.06, 0.10, NAN, 0.20],
        "churn_probability_high": [0.08, 0.70, 0.15, 0.30, NAN, 0.60],
        "churn_median_months": [NAN, 5.0, NAN, NAN, NAN, 20.0],
        "churn_median_months_low": [NAN, 4.0, 30.0, NAN, NAN, 12.0],
        "churn_median_months_high": [NAN, 7.0, NAN, NAN, NAN, NAN],
        "churn_expected_months": [6.0, 4.0, 6.0, 6.0, NAN, 5.0],
        "churn_expected_months_low": [NAN, 3.8, 5.9, 5.9, NAN, 4.5],
        "churn_expected_months_high": [NAN, 4.3, 6.1, 6.1, NAN, 5.2],
        "cause": ["unclear", "price", "unclear", "competition", None, "price"],
        "cause_share": [NAN, 0.61, NAN, 0.4, NAN, 0.5],
        "cause_share_price": [NAN, 0.61, NAN, 0.3, NAN, 0.5],
        "cause_share_competition": [NAN, 0.3, NAN, 0.4, NAN, 0.02],
        "measure": [
            "leave_alone",
            "counter_offer",
            "points_binding",
            "Hotel voucher",
            "let_go",
            "leave_alone",
        ],
        "offer_cost": [20.0, 30.0, 10.0, 10.0, 5.0, 5.0],
        "rescue_ceiling": [15.0, 300.0, 40.0, 35.0, 2.0, 1.0],
        "rescue_ceiling_low": [5.0, 200.0, 20.0, 15.0, 0.0, 0.0],
        "rescue_ceiling_high": [30.0, 420.0, 60.0, 55.0, 5.0, 4.0],
        "rescue_ceiling_talk": [5.0, 80.0, 10.0, 5.0, 2.0, 1.0],
        "expected_gain": [-8.0, 250.0, 20.0, 10.0, -4.0, -6.0],
        "expected_gain_low": [-20.0, 150.0, 2.0, -5.0, -8.0, -9.0],
        "expected_gain_high": [5.0, 360.0, 40.0, 25.0, -1.0, 0.0],
        "value_to_come_12m": [590.0, 150.0, 95.0, 45.0, 0.0, -20.0],
        "value_to_come_12m_low": [500.0, 90.0, 60.0, 20.0, 0.0, -30.0],
        "value_to_come_12m_high": [700.0, 220.0, 130.0, 70.0, 5.0, -10.0],
        "lifetime_value": [4000.0, 500.0, 600.0, 200.0, 0.0, -40.0],
        "lifetime_value_low": [3000.0, 200.0, 300.0, 80.0, 0.0, -80.0],
        "lifetime_value_high": [5000.0, 900.0, 1000.0, 400.0, 20.0, 0.0],
    }


def customer(customer_id: str) -> pd.Series:
    """Return the row of one of the six."""
    frame = six_customers()
    return frame[frame["customer_id"] == customer_id].iloc[0]


def reader(language: str = "en") -> Reader:
    """Return a reader of a language, amounts in euros."""
    return Reader(Texts(language), Formats(language, "EUR"))


def grounds(language: str = "en", basis: str = "margin", **changes: Any) -> Grounds:
    """Return what the six customers' figures rest on: left after 365 days, estimated."""
    settings = {"churn_after_days": 365.0, **changes}
    return Grounds(as_of=AS_OF, basis=basis, reader=reader(language), **settings)
