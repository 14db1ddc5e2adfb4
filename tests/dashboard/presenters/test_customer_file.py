"""Does a customer's file say who this is, why they are in their state, and what isn't known?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.presenters.chances import chance_words
from dashboard.presenters.customer_file import customer_file_view, tier_history
from tests.dashboard.presenters.assessed_customers import customer, grounds, reader


def file_of(customer_id: str, name: str = "", **changes):
    return customer_file_view(customer(customer_id), name, 6, grounds(**changes))


@pytest.mark.parametrize(
    ("customer_id", "expected"),
    [
        ("A1", "Platinum customer, €600 of margin a year, staying"),
        ("A2", "Gold customer, €250 of margin a year, leaning to leave"),
        ("C1", "Lead customer, €0.00 of margin a year, has left"),
        ("C2", "Lead customer, -€40.00 of margin a year, leaning to leave"),
    ],
)
def test_the_headline_says_who_this_is(customer_id, expected):
    assert file_of(customer_id).headline == expected


def test_the_title_is_the_name_and_else_the_id():
    named, unnamed = file_of("A1", "Ann Smith"), file_of("A1")
    assert (named.title, named.subtitle) == ("Ann Smith", "Customer A1 · customer since Jan 15, 2024")
    assert (unnamed.title, unnamed.subtitle) == ("A1", "customer since Jan 15, 2024")


@pytest.mark.parametrize(
    ("customer_id", "expected"),
    [
        ("A1", ("Buys at their own rhythm, and no less than before.",)),
        (
            "A2",
            (
                "Later than their own rhythm explains: were they staying, so long a silence would have"
                " a chance of 3.0%.",
            ),
        ),
        ("C1", ("Nothing bought for 700 days: longer than the churn rule allows.",)),
        ("C2", ("Buys clearly and lastingly less than a year before: purchase days -67%, spend -70%.",)),
    ],
)
def test_the_state_has_its_reasons(customer_id, expected):
    assert file_of(customer_id).reasons == expected


def test_an_unknown_state_is_not_called_fine():
    unknown = customer("B1").copy()
    unknown["churn_state"] = None
    view = customer_file_view(unknown, "", 6, grounds())
    assert view.reasons == ("No state yet: there is no churn rule to judge by, or no purchase.",)
    assert view.state == ""


def test_a_chance_that_rounds_to_nothing_is_not_called_nothing():
    assert chance_words(0.0004, reader()) == "less than 0.1%"
    assert chance_words(0.012, reader()) == "1.2%"
    assert chance_words(0.0004, reader("zh_CN")) == "不到0.1%"


def test_facts_are_written_out_with_their_meaning():
    facts = {fact.label: fact for fact in file_of("A2").facts}
    assert facts["Tier"].value == "Gold"
    assert facts["Recency · frequency · monetary"].value == "2 · 5 · 3"
    assert facts["Partial churn"].value == "No"
    assert facts["Purchase days"].value == "12"
    assert "Compared with 6 customers." in facts["ABC class"].meaning
    assert all(fact.meaning for fact in facts.values())


def test_what_is_missing_is_said_with_what_it_takes():
    gone = customer("B1").copy()
    gone["potential_value"] = float("nan")
    gone["value_tier"] = None
    missing = customer_file_view(
        gone, "", 6, grounds(potential={"variant": "history", "count": 4, "needed": 6})
    ).missing
    assert missing[0].endswith("there are 4 so far. Bring in an older sales file.")
    assert missing[1] == "Own rhythm: it takes four purchase days, this customer has 3."
    assert missing[2].startswith("Growth: it takes two years of data")
    assert missing[3].startswith("Margin: known for 50% of this customer's rows")
    assert missing[4:] == (
        "Satisfaction: no answers yet.",
        "Complaints: none recorded yet.",
        "Contacts and promotions: none recorded yet.",
    )
    assert len(file_of("A1").missing) == 3


def test_what_the_time_line_tells_is_not_missing():
    heard = customer_file_view(customer("A1"), "", 6, grounds(), ("answers", "rescue"))
    assert heard.missing == ("Complaints: none recorded yet.",)
    assert (
        customer_file_view(customer("A1"), "", 6, grounds(), ("answers", "contact", "complaint")).missing
        == ()
    )


def test_the_file_in_chinese():
    view = file_of("A2", "花店", language="zh_CN")
    assert view.headline == "黄金客户，年边际贡献€250，有流失倾向"
    assert view.subtitle == "客户A2 · 自2024年1月15日起成为客户"


def test_history_is_oldest_first():
    now, before = dt.date(2026, 6, 30), dt.date(2025, 6, 30)
    history = tier_history([(now, customer("A1")), (before, customer("A2"))], reader())
    assert history["as_of"].tolist() == [before, now]
    assert history["tier"].tolist() == ["gold", "platinum"]
    assert history["label"].iloc[0] == "Jun 30, 2025 · Gold · €250"
    assert tier_history([], reader()).empty
