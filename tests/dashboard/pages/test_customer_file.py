"""Does a customer's file open, explain itself, and say when there is none?"""

from __future__ import annotations

import pandas as pd
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from dashboard.usecases import assessed
from data import assessments
from data.database import writer
from data.tables.company import CustomerAttributes
from data.viewer import OWNER
from tests.dashboard.front_door import address, opened


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption, *app.title, *app.header))


def figures(app: AppTest) -> dict[str, str]:
    """Return what the figures say by their names, in their order."""
    return {metric.label.replace("\\", ""): metric.value for metric in app.metric}


def test_without_a_customer_it_asks_whose_file_it_shall_be(people):
    app = opened("customer_file")
    assert app.title[0].value == "Whose file shall it be?"
    suggested = app.dataframe[-1].value
    best = people.sort_values(["current_value", "customer_id"], ascending=[False, True])["customer_id"].iloc[
        0
    ]
    assert suggested["customer_id"].iloc[0].endswith(best)


def test_a_search_finds_customers_by_id(people):
    wanted = people["customer_id"].iloc[7]
    app = opened("customer_file")
    app.text_input(key="file_search").set_value(wanted)
    app.run()
    assert len(app.dataframe) == 1
    assert app.dataframe[0].value["customer_id"].iloc[0].endswith(wanted)
    assert wanted not in str(app.query_params)


def test_a_search_that_finds_nobody_says_so(people):
    app = opened("customer_file")
    app.text_input(key="file_search").set_value("no such person")
    app.run()
    assert app.info[0].value == "Nobody has that id or name in this assessment."


def test_a_file_shows_value_rhythm_facts_and_transactions(people, demo):
    someone = people[people["churn_state"] == "leaning"].nlargest(1, "current_value").iloc[0]
    app = opened("customer_file", customer=str(someone["customer_key"]))
    assert "leaning to leave" in app.title[0].value
    assert list(figures(app))[:10] == [
        "Current value (margin)",
        "Value of the next 12 months",
        "Lifetime value",
        "Potential value",
        "Chance to leave in 12 months",
        "Expected gain",
        "Silent for",
        "Purchase days, 12 months",
        "Purchase days to come",
        "Still a customer, by MBG/NBD",
    ]
    told = {"Satisfaction": "satisfaction_score", "Loyalty": "loyalty_kind"} | {
        f"{name} index (0–100)": f"{name.lower()}_index" for name in ("Loyalty", "Benefit", "Development")
    }
    known = [label for label, column in told.items() if pd.notna(someone[column])]
    assert list(figures(app))[10:] == known
    assert len(app.get("plotly_chart")) == 2
    assert "Beside purchases" in [section.value for section in app.subheader]
    assert "no answers yet" not in words(app)  # the time line has this customer's answers
    assert f"{int(someone['days_since_last_purchase'])} days" in figures(app)["Silent for"]
    assert len(app.dataframe[-1].value) <= 25


def test_the_churn_rule_stands_with_the_churn_state(people):
    app = opened("customer_file", customer=str(people["customer_key"].iloc[0]))
    assert any("without a purchase (estimated from your data)" in caption.value for caption in app.caption)


def test_an_older_assessment_shows_the_file_as_it_was(people, demo):
    oldest = assessments.assessments(OWNER, demo)[-1]
    then = assessed.customers(OWNER, demo, oldest.assessment_id)
    again = people.loc[people["last_purchase_day"] > pd.Timestamp(oldest.as_of), "customer_key"]
    someone = then[then["customer_key"].isin(again)].iloc[0]
    app = opened("customer_file", customer=str(someone["customer_key"]), a=str(oldest.assessment_id))
    assert f"{int(someone['days_since_last_purchase'])} day" in figures(app)["Silent for"]
    assert any("after the date of the assessment" in caption.value for caption in app.caption)


def test_a_customer_who_came_later_is_not_in_an_older_assessment(people, demo):
    oldest = assessments.assessments(OWNER, demo)[-1]
    then = set(assessed.customers(OWNER, demo, oldest.assessment_id)["customer_key"])
    later = people[~people["customer_key"].isin(then)].iloc[0]
    app = opened("customer_file", customer=str(later["customer_key"]), a=str(oldest.assessment_id))
    assert app.header[0].value.startswith("This customer isn")
    assert later["customer_id"] in words(app)


def test_a_customer_that_nobody_knows_is_said_to_be_unknown(people):
    app = opened("customer_file", customer="999999")
    assert not app.exception
    assert app.button(key="failure_home")


def test_the_file_speaks_chinese(people):
    app = opened("customer_file", customer=str(people["customer_key"].iloc[0]), lang="zh")
    assert {"未来12个月价值", "潜在价值"} <= set(figures(app))
    assert "年边际贡献" in app.title[0].value


def test_a_name_that_is_markdown_stays_text(people, demo):
    key = int(people["customer_key"].iloc[0])
    with writer(demo) as session:
        for row in session.exec(
            select(CustomerAttributes).where(CustomerAttributes.customer_key == key)
        ).all():
            row.attributes = {**row.attributes, "name": "![x](https://example.org/x.png) <b>"}
            session.add(row)
    app = opened("customer_file", customer=str(key))
    assert r"\!\[x\](https\:" in app.title[0].value
    assert "<b>" not in app.title[0].value.replace(r"\<b\>", "")


def test_a_figure_leads_to_the_answers_of_the_customer_behind_it(people):
    someone = people[people["benefit_index"].notna()].iloc[0]
    app = opened("customer_file", customer=str(someone["customer_key"]))
    before = next(one for one in app.expander if one.label.startswith("What they answered"))
    app.button(key="file_behind_benefit_index").click().run()
    assert address(app)["behind"] == "benefit_index"
    opened_now = next(one for one in app.expander if one.label.startswith("What they answered"))
    assert opened_now.proto.expanded
    assert not before.proto.expanded
    shown = opened_now.dataframe[0].value
    assert f"{len(shown)} answers behind" in opened_now.label
    assert any(f" {len(shown)} answers of this customer" in text.value for text in app.markdown)
    app.button(key="file_answers_all").click().run()
    assert "behind" not in address(app)
