"""Is nothing told of groups of fewer than five, whose members one could guess?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.index_groups import index_groups
from dashboard.presenters.loyalty import kind_bars
from dashboard.presenters.satisfaction import feelings
from tests.dashboard.presenters.assessed_customers import grounds


def customers(**counts: int) -> pd.DataFrame:
    """So many customers of each code, worth 10 each, as groups of satisfaction and kinds of loyalty."""
    codes = [code for code, count in counts.items() for _ in range(count)]
    return pd.DataFrame({"satisfaction_group": codes, "loyalty_kind": codes, "current_value": 10.0})


def test_four_customers_are_not_told_apart_and_five_are():
    found = feelings(customers(dissatisfied=4, satisfied=5), grounds()).set_index("code")
    assert found.loc["dissatisfied", ["value", "label"]].tolist() == [
        0.0, "fewer than 5 customers, not told apart",
    ]  # fmt: skip
    assert found.loc["satisfied", "value"] == 5.0
    assert "€50" in found.loc["satisfied", "label"]
    assert "0 customers" in found.loc["delighted", "label"]


def test_kinds_of_loyalty_follow_the_same_rule():
    found = kind_bars(customers(true=12, latent=1), grounds()).set_index("code")
    assert found["value"].tolist() == [12.0, 0.0, 0.0, 0.0]
    assert found.loc["latent", "label"] == "fewer than 5 customers, not told apart"


def test_a_tier_of_which_four_answered_has_no_bar():
    figures = pd.DataFrame(
        [
            ("csat", "value_tier", "gold", 0.5, 0.2, 0.8, 4, 30),
            ("csat", "value_tier", "iron", 0.5, 0.2, 0.8, 40, 30),
        ],
        columns=["figure", "by", "group", "value", "low", "high", "n", "needed"],
    )
    bars = index_groups(lambda _: figures, "csat", grounds())
    assert bars["tier"]["code"].tolist() == ["iron"]
