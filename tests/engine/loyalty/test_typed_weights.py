"""Do the manager's weights reach the index, beside the weights drawn from the data?"""

import numpy as np
import pandas as pd
import pytest

from engine.loyalty.findings import experience_columns, index_table, weight_table

N = 40


def answers() -> pd.DataFrame:
    """Return 40 customers who recommend at 5 of 10 and tick 5 of 5."""
    rows = [
        {
            "row_key": float(n),
            "respondent": f"c:{n}",
            "customer_id": str(n),
            "item_id": item,
            "role": role,
            "day": pd.Timestamp("2025-05-01"),
            "score": score,
            "expectation": np.nan,
            "scale_low": low,
            "scale_high": high,
        }
        for n in range(N)
        for item, role, score, low, high in (("a", "nps", 5.0, 0.0, 10.0), ("b", "csat", 5.0, 1.0, 5.0))
    ]
    return pd.DataFrame(rows)


def customers() -> pd.DataFrame:
    unknown = dict.fromkeys(("current_value", "amount_12m", "spend_change"), np.nan)
    return pd.DataFrame({"customer_id": [str(n) for n in range(N)], "churn_state": "staying"}).assign(
        purchase_days=3.0, **unknown
    )


def test_three_parts_recommendation_and_one_of_satisfaction_by_hand() -> None:
    """(3 · 0.5 + 1 · 1) / 4 = 62.5 for everybody; the entropy weights stay what they are."""
    typed = {"nps": 3.0}
    weights = weight_table(answers(), customers(), typed).set_index("indicator")
    assert weights.loc[["nps", "csat"], "weight"].tolist() == [0.75, 0.25]
    assert weights.loc["nps", "typed"] == 3.0
    assert np.isnan(weights.loc["csat", "typed"])
    means = index_table(answers(), customers(), typed).set_index("figure")
    assert means.loc["loyalty_index", "value"] == pytest.approx(62.5)
    assert means.loc["loyalty_index_entropy", "value"] == pytest.approx(75.0)
    nobody = pd.DataFrame(columns=["incentive_share", "channel_share"], dtype="float64")
    columns = experience_columns(answers(), customers(), nobody, typed)
    assert set(columns["loyalty_index"]) == {62.5}
