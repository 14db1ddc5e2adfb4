"""Does the page say whom to win and what to offer whom, and does everything on it lead somewhere?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.presenters.next_products import product_number
from data import assessments
from data.viewer import OWNER
from engine.segments.early_traits import Level
from engine.segments.likeness import LikenessModel
from tests.dashboard.assessed_again import assessed_again
from tests.dashboard.front_door import opened, said, traces


def listed(app: AppTest) -> int:
    """Return how many customers the list has in all, the last word of "1 to 100 of 312"."""
    place = next(one.value for one in app.caption if one.value.startswith("1 to "))
    return int(place.split()[-1].replace(",", ""))


def again(slug: str, customers: pd.DataFrame) -> None:
    """Keep the newest assessment once more with these customers and a score of likeness by guest type."""
    levels = tuple(Level("guest_type", category=kind) for kind in ("leisure", "business", "family"))
    model = LikenessModel(levels, np.array([0.2, 0.4, 0.6]), np.full(3, 0.3), -1.0).written()
    limits = enumerate((0.2, 0.1, 0.06, 0.03, 0.0), start=1)
    facts = {
        "variant": "found",
        "learned": 800,
        "later": 200,
        "follow_months": 6,
        "model": model,
        "lift": 2.5,
        "lift_low": 1.6,
        "lift_high": 3.4,
        **{f"fifth_{fifth}_{name}": low for fifth, low in limits for name in ("share", "lowest_share")},
    }
    cards = [{"name": f"likeness_{kind}", "status": "ok", "facts": facts} for kind in ("first", "profile")]
    made = assessments.assessments(OWNER, slug)[0]
    known = assessments.header(OWNER, slug, made.assessment_id).cards
    others = [card for card in known if not card["name"].startswith("likeness_")]
    assessed_again(slug, customers=customers, cards=[*others, *cards])


def test_what_to_offer_comes_first_with_its_trial_and_its_list(people):
    app = opened("prospects")
    assert "of new buyers went on to buy" in app.title[0].value
    assert [metric.label for metric in app.metric] == [
        "Found with three",
        "Beyond best sellers",
        "With a suggestion",
        "Expected margin",
    ]
    offered = people["next_product_id"].notna().sum()
    assert app.metric[2].value == f"{offered:,}"
    bars = traces(app)[0]
    products = {str(product_number(one)) for one in people["next_product_id"].dropna().unique()}
    assert set(bars["customdata"]) <= products
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert listed(app) == offered


def test_a_product_in_the_address_narrows_the_list_and_can_be_left_again(people):
    product = people["next_product_id"].value_counts().index[0]
    app = opened("prospects", product=str(product_number(product)))
    assert listed(app) == (people["next_product_id"] == product).sum()
    next(button for button in app.button if button.label == "All products").click().run()
    assert "product" not in app.query_params
    assert listed(app) == people["next_product_id"].notna().sum()


def test_a_tab_that_is_chosen_stands_in_the_address(people):
    app = opened("prospects")
    next(control for control in app.segmented_control if control.label == "View").set_value("win")
    app.run()
    assert app.query_params["tab"] == "win"


def test_whom_to_win_is_told_or_said_to_be_unknown(people):
    app = opened("prospects", tab="win")
    scored = int(people["prospect_likeness"].notna().sum())
    if scored:
        assert f"of {scored} prospects" in app.title[0].value
        assert listed(app) == scored
    else:
        assert app.title[0].value == "Whom to win can’t be told yet"
        assert app.header[0].value == "Not enough data"


@pytest.mark.parametrize("tab", ["offer", "win"])
def test_the_page_speaks_chinese(people, tab):
    app = opened("prospects", tab=tab, lang="zh")
    assert any(word in app.title[0].value for word in ("推荐", "客户", "争取"))
    assert "{" not in app.title[0].value


def test_an_export_has_every_column_of_those_listed(people):
    assert [button.label for button in opened("prospects").get("download_button")] == ["CSV", "Excel"]


def test_the_customer_file_says_what_to_offer_next_and_to_which_group_they_belong(people):
    someone = people[people["next_product_id"].notna()].iloc[0]
    app = opened("customer_file", customer=str(someone["customer_key"]))
    assert {"What to offer next", "Whom they are like"} <= {header.value for header in app.subheader}
    said = [element.value for element in app.markdown]
    assert any("within 6 months" in text or "within 3 months" in text for text in said)
    assert any("Firmness of the tier" in text for text in said)


def test_a_fifth_in_the_address_narrows_the_prospects_and_can_be_left_again(demo, people):
    scored = people[people["purchase_days"] == 1].index
    likeness = pd.Series(float("nan"), index=people.index)
    likeness[scored] = [0.3 if number % 3 else 0.05 for number in range(len(scored))]
    high = int((likeness == 0.3).sum())
    again(demo, people.assign(prospect_likeness=likeness, prospect_traits="guest_type=family"))
    app = opened("prospects", tab="win", fifth="1")
    assert listed(app) == high
    assert f"{high} prospects of today score as high" in said(app)
    next(button for button in app.button if button.label == "All prospects").click().run()
    assert listed(app) == len(scored)


def test_somebody_on_file_without_a_purchase_has_a_file_with_their_likeness(demo, people):
    someone = people.iloc[0]
    again(demo, people[people["customer_key"] != someone["customer_key"]])
    app = opened("customer_file", customer=str(someone["customer_key"]))
    assert "on file, no purchase up to Oct 31, 2026" in app.title[0].value.replace("\\", "")
    assert "Likeness to the best newcomers" in said(app)
    assert app.dataframe[0].value["Attribute"].tolist()[0] == "Guest type"
