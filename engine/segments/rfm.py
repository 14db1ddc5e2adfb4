"""How recently, how often and for how much did a customer buy, in fifths of all customers?"""

from __future__ import annotations

import pandas as pd

from engine.formulas import Formula

RFM_SCORE = Formula(
    name="rfm_score",
    latex=r"\min\left(5,\ 1 + \left\lfloor 5\,\frac{\bar r_i - \frac12}{N} \right\rfloor\right), \quad"
    r" \bar r_i \ \text{midrank}",
)


def rfm_scores(customers: pd.DataFrame) -> pd.DataFrame:
    """Return ``rfm_recency``, ``rfm_frequency`` and ``rfm_monetary``: 5 is the best fifth, 1 the last.

    Equal customers get equal scores, whatever the order of the rows: each gets the fifth in which
    the middle of their tie lies, so that fifths differ in size where many are equal. NaN for
    customers without a purchase.
    """
    return pd.DataFrame(
        {
            "rfm_recency": _fifths(-customers["days_since_last_purchase"]),
            "rfm_frequency": _fifths(customers["purchase_days"]),
            "rfm_monetary": _fifths(customers["amount_total"].where(customers["purchase_days"].notna())),
        }
    )


def _fifths(values: pd.Series[float]) -> pd.Series[float]:
    middle = (values.rank(method="average") - 0.5) / max(int(values.notna().sum()), 1)
    return (1.0 + 5.0 * middle // 1).clip(upper=5.0)
