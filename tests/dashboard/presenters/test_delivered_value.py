"""Does what customers gain stand beside what they bring, and are few not told apart?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.customer_filters import matching
from dashboard.presenters.delivered_value import both_sides, development_bars, gained_by
from tests.dashboard.presenters.assessed_customers import grounds


def customers(**counts: int) -> pd.DataFrame:
    """So many customers of each tier, the benefit index of gold 60 and 80 by turns; one who told nothing."""
    tiers = [tier for tier, count in counts.items() for _ in range(count)]
    benefit = [60.0 + 20.0 * (number % 2) for number in range(len(tiers))]
    known = pd.DataFrame({"value_tier": tiers, "benefit_index": benefit, "lifetime_value": 500.0})
    silent = pd.DataFrame({"value_tier": ["gold"], "benefit_index": [float("nan")]})
    return pd.concat([known, silent], ignore_index=True).assign(current_value=100.0)


def test_both_sides_stand_by_tier_and_each_row_leads_to_its_customers():
    people = customers(gold=40, iron=12, lead=4)
    rows, labels = both_sides(people, grounds())
    assert rows["customers"].to_dict() == {"": "56", "gold": "40", "iron": "12"}
    assert rows.loc["gold", ["benefit", "value"]].tolist() == ["70 (67 to 73)", "€100 (€100 to €100)"]
    # Twelve are a group, and too few for a mean.
    assert rows.loc["iron", ["benefit", "value"]].tolist() == ["Not enough data: 12 of the 30 needed.", "–"]
    assert labels["value"] == "Margin in 12 months"
    assert {tier: len(matching(people, gained_by(tier))) for tier in rows.index} == {
        "": 56,
        "gold": 40,
        "iron": 12,
    }


def test_a_fifth_of_few_tells_no_change():
    index = [10.0] * 4 + [50.0] * 30
    people = pd.DataFrame({"development_index": index, "amount_12m": 120.0, "amount_prior_12m": 100.0})
    bars = development_bars(people, grounds()).set_index("code")
    assert bars.loc["g1", ["value", "label"]].tolist() == [0.0, "fewer than 5 customers, not told apart"]
    assert bars.loc["g3", "label"] == "30 customers · +20%"
