"""Is it said how many stand at a border, and how sure that number is?"""

from __future__ import annotations

import pandas as pd

from dashboard.charts.firmness import firmness_chart
from dashboard.presenters.firmness import FIRMNESS, FIRMNESS_COLOURS, firmness, firmness_view, keep_words
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import NAN, grounds, reader, six_customers

KEPT = [0.95, 0.80, 0.79, 0.50, 0.49, NAN]


def six() -> pd.DataFrame:
    return six_customers().assign(tier_keep_probability=KEPT)


def test_bands_by_hand():
    assert firmness(six()).tolist() == ["firm", "firm", "likely", "likely", "border", ""]
    assert firmness(six_customers().drop(columns="tier_keep_probability", errors="ignore")).eq("").all()


def test_the_headline_gives_the_count_with_its_interval():
    figures = {"tier_changes": Estimate(1.6, 1.0, 3.0, n=6)}
    view = firmness_view(six(), figures, grounds())
    assert view.headline == "About 2 of 6 customers (1 to 3) would stand in another tier by a little chance"
    assert [figure.value for figure in view.figures] == ["2", "2", "2", "1"]
    assert view.figures[0].explanation.interval == "1 to 3 (95%)"
    assert "Platinum 95%" in view.alt
    iron = view.bands[view.bands["tier"] == "Iron"].set_index("band")["share"]
    assert iron.to_dict() == {"firm": 0.0, "likely": 1.0, "border": 0.0}


def test_the_picture_leads_to_a_tier_and_how_firmly_it_is_held():
    view = firmness_view(six(), {"tier_changes": Estimate(1.6, 1.0, 3.0, n=6)}, grounds())
    bars = firmness_chart(view.bands, FIRMNESS_COLOURS).data
    assert [next(iter(bar.customdata)) for bar in bars] == [f"platinum-{band}" for band in FIRMNESS]
    assert [bar.marker.color for bar in bars] == list(FIRMNESS_COLOURS.values())


def test_without_tiers_it_is_said_what_they_take():
    nobody = six().assign(value_tier=None, tier_keep_probability=NAN)
    lack = {"variant": "history", "count": 4, "needed": 6}
    view = firmness_view(nobody, {"tier_changes": Estimate(NAN)}, grounds(potential=lack))
    assert "6 months of sales; there are 4 so far" in view.missing
    older = firmness_view(six_customers(), {}, grounds())
    assert older.missing.startswith("This assessment was made before firmness was looked at")


def test_one_customers_firmness_is_a_word_and_a_share():
    customers = six()
    assert keep_words(customers.iloc[0], reader()) == "firm (95%)"
    assert keep_words(customers.iloc[4], reader("zh_CN")) == "临界（49%）"
    assert keep_words(customers.iloc[5], reader()) == "–"
    assert keep_words(pd.Series(dtype=object), reader()) == "–"
