"""Does the page say whom to win and what to offer whom, and does everything on it lead somewhere?"""

from __future__ import annotations

import pytest

from dashboard.presenters.next_products import product_number
from tests.dashboard.front_door import opened, traces


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
    (bars,) = traces(app)
    products = {str(product_number(one)) for one in people["next_product_id"].dropna().unique()}
    assert set(bars["customdata"]) <= products
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert len(app.dataframe[0].value) == offered


def test_a_product_in_the_address_narrows_the_list_and_can_be_left_again(people):
    product = people["next_product_id"].value_counts().index[0]
    app = opened("prospects", product=str(product_number(product)))
    assert len(app.dataframe[0].value) == (people["next_product_id"] == product).sum()
    next(button for button in app.button if button.label == "All products").click().run()
    assert "product" not in app.query_params
    assert len(app.dataframe[0].value) == people["next_product_id"].notna().sum()


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
        assert len(app.dataframe[0].value) == scored
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
    assert "What to offer next" in [header.value for header in app.subheader]
    said = [element.value for element in app.markdown]
    assert any("within 6 months" in text or "within 3 months" in text for text in said)
    assert any("Firmness of the tier" in text for text in said)
