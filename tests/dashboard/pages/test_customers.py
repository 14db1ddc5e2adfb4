"""Does the list of customers follow its filters, its order, its search, and the address?"""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.dashboard.front_door import opened


def by_label(elements, label: str):
    return next(element for element in elements if element.label == label)


def listed(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def ids(app: AppTest) -> list[str]:
    return [cell.split()[-1] for cell in listed(app)["customer_id"]]


def test_everybody_is_listed_the_most_valuable_first(people):
    app = opened("customers")
    assert f"All {len(people):,} customers" in app.title[0].value
    ordered = people.sort_values(["current_value", "customer_id"], ascending=[False, True])
    assert ids(app) == ordered["customer_id"].head(100).tolist()
    assert app.caption[-1].value


def test_a_filter_narrows_the_list_and_stands_in_the_address(people):
    app = opened("customers")
    by_label(app.multiselect, "Churn state").set_value(["leaning"])
    app.run()
    assert app.query_params["state"] == "leaning"
    expected = people[people["churn_state"] == "leaning"]
    assert set(ids(app)) <= set(expected["customer_id"])
    assert f"{len(expected):,} customers" in app.title[0].value


def test_an_address_with_filters_leads_to_the_same_list(people):
    app = opened("customers", tier="gold,platinum", abc="A", sort="-days_since_last_purchase")
    expected = people[people["value_tier"].isin(["gold", "platinum"]) & (people["abc_class"] == "A")]
    expected = expected.sort_values(["days_since_last_purchase", "customer_id"], ascending=[False, True])
    assert ids(app) == expected["customer_id"].head(100).tolist()
    assert by_label(app.multiselect, "Tier").value == ["platinum", "gold"]
    assert by_label(app.selectbox, "Order").value == "-days_since_last_purchase"


def test_an_address_that_makes_no_sense_is_left_out(people):
    app = opened("customers", tier="diamond", sort="drop table", rfm="r9f9")
    assert f"All {len(people):,} customers" in app.title[0].value


def test_the_order_stands_in_the_address(people):
    app = opened("customers")
    by_label(app.selectbox, "Order").set_value("customer_id")
    app.run()
    assert app.query_params["sort"] == "customer_id"
    assert ids(app) == sorted(people["customer_id"])[:100]


def test_what_is_searched_for_stays_out_of_the_address(people):
    wanted = people["customer_id"].iloc[3]
    app = opened("customers")
    by_label(app.text_input, "Search by id or name").set_value(wanted.lower())
    app.run()
    assert ids(app) == [wanted]
    assert wanted.lower() not in str(app.query_params).lower()


def test_nobody_found_is_said_and_cleared(people):
    app = opened("customers", tier="gold")
    by_label(app.text_input, "Search by id or name").set_value("nobody is called this")
    app.run()
    assert app.title[0].value == "No customer fits these filters"
    assert len(app.dataframe) == 0
    app.button(key="customers_clear").click()
    app.run()
    assert f"All {len(people):,} customers" in app.title[0].value
    assert "tier" not in app.query_params


def test_flags_and_bounds_narrow_too(people):
    app = opened("customers")
    by_label(app.pills, "Only those").set_value(["alarm"])
    app.run()
    assert app.query_params["only"] == "alarm"
    assert f"{int(people['rhythm_alarm'].sum()):,} customers" in app.title[0].value
    by_label(app.number_input, "Value from").set_value(500.0)
    app.run()
    assert app.query_params["from"] == "500"
    both = people["rhythm_alarm"] & (people["current_value"] >= 500)
    assert f"{int(both.sum()):,} customer" in app.title[0].value


def test_the_whole_list_can_be_taken_along(people):
    app = opened("customers", tier="gold")
    assert [button.label for button in app.get("download_button")] == ["CSV", "Excel"]


def test_the_list_is_compared_with_everybody(people):
    app = opened("customers", tier="gold")
    assert any(caption.value.endswith("of everybody") for caption in app.caption)
    assert len(app.get("plotly_chart")) == 2


def test_the_page_speaks_chinese(people):
    app = opened("customers", lang="zh", state="leaning")
    assert "流失倾向" in app.title[0].value
    assert by_label(app.multiselect, "客户等级").value == []
    by_label(app.multiselect, "客户等级").set_value(["gold"])
    app.run()
    assert app.query_params["tier"] == "gold"


def test_a_switch_of_language_keeps_the_filters(people):
    app = opened("customers", tier="gold")
    app.query_params["lang"] = "zh"
    app.run()
    assert "黄金客户" in app.caption[0].value or any("黄金客户" in caption.value for caption in app.caption)
    assert app.query_params["tier"] == "gold"


def test_a_view_can_be_saved_and_forgotten(people):
    app = opened("customers", tier="gold", sort="customer_id")
    by_label(app.text_input, "Name of this view").set_value("Our gold")
    by_label(app.button, "Save this view").click()
    app.run()
    assert [link.label for link in app.get("page_link") if link.label == "Our gold"] == ["Our gold"]
    by_label(app.text_input, "Name of this view").set_value("Our gold")
    by_label(app.button, "Save this view").click()
    app.run()
    assert "already" in app.warning[0].value
    removing = next(button for button in app.button if (button.key or "").startswith("view_remove_"))
    removing.click()
    app.run()
    assert [link.label for link in app.get("page_link") if link.label == "Our gold"] == []
