"""What Overview says, checked on six customers by hand: A2 (gold, 250) and C2 (lead, -40) are leaning."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from dashboard.presenters.overview import Earlier, OverviewView, headline, overview_view, silent_by_tier
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers

FIGURES = {
    "customers": Estimate(6.0, n=6),
    "active_customers_12m": Estimate(5.0, n=6),
    "current_value_total": Estimate(960.0, n=6),
    "current_value_prior_12m_total": Estimate(1015.0, n=6),
    "growth_rate": Estimate(math.nan, n=6, needed=30),
    "retention_rate": Estimate(math.nan, n=40, needed=30),
    "repeat_purchase_rate": Estimate(0.75, 0.6, 0.9, n=40, needed=30),
    "leaning_customers": Estimate(2.0, n=6),
    "leaning_value": Estimate(210.0, n=2),
    "left_share": Estimate(0.16, 0.1, 0.3, n=40, needed=30),
    "top_20_percent_share": Estimate(0.625, n=6),
}
BEFORE = Earlier(dt.date(2026, 3, 31), {**FIGURES, "leaning_customers": Estimate(1.0, n=5)})


def view(earlier: Earlier | None = None, language: str = "en", **changes: Estimate) -> OverviewView:
    return overview_view(six_customers(), {**FIGURES, **changes}, earlier, grounds(language))


def test_the_headline_says_how_many_worth_what_and_who_of_the_best():
    assert view().headline == (
        "2 customers worth €210 a year are leaning to leave; 1 of them is platinum or gold"
    )
    assert view(language="zh_CN").headline == (
        "2位客户有流失倾向，他们一年带来€210的边际贡献；其中1位是白金或黄金客户"
    )


def test_the_headline_says_sales_where_values_are_sales():
    leaning = six_customers().query("churn_state == 'leaning'")
    said = headline(leaning, FIGURES, grounds(basis="sales"))
    assert said.startswith("2 customers who buy for €210 a year are leaning to leave")


def test_a_loss_is_not_called_worth():
    leaning = six_customers().query("customer_id == 'C2'")
    assert headline(leaning, FIGURES, grounds()) == (
        "1 customer is leaning to leave; none of them is platinum or gold"
    )


def test_the_headline_leaves_tiers_out_where_there_are_none():
    leaning = six_customers().query("churn_state == 'leaning'").assign(value_tier=None)
    assert headline(leaning, FIGURES, grounds()).endswith("a year are leaning to leave")


def test_the_headline_says_when_nobody_is_leaning():
    nobody = six_customers().query("churn_state == 'nobody'")
    assert headline(nobody, FIGURES, grounds()).startswith("Nobody is leaning to leave: 5 active customers")


def test_the_headline_does_not_speak_of_leaving_where_that_is_unknown():
    unknown = {**FIGURES, "leaning_customers": Estimate(math.nan, n=6)}
    customers = six_customers().assign(churn_state=None)
    said = overview_view(customers, unknown, None, grounds(churn_after_days=math.nan))
    assert said.headline == "5 active customers brought €960 in the last 12 months"
    assert "too few customers came back" in said.caption


def test_silence_is_counted_and_summed_by_tier():
    silent = silent_by_tier(six_customers(), reader())
    assert silent["code"].tolist() == ["platinum", "gold", "iron", "lead"]
    assert silent["count"].tolist() == [0, 1, 0, 1]
    assert silent["value"].tolist() == [0.0, 250.0, 0.0, -40.0]
    assert silent["label"].tolist() == [
        "nobody",
        "€250 · 1 customer (100% of tier)",
        "nobody",
        "-€40.00 · 1 customer (50% of tier)",
    ]


def test_the_picture_is_said_in_words_as_well():
    assert view().silent_alt.startswith("Platinum: nobody; Gold: €250 · 1 customer")


def test_without_tiers_the_picture_says_why():
    customers = six_customers().assign(value_tier=None)
    assert view().silent_missing == ""
    assert overview_view(customers, FIGURES, None, grounds()).silent_missing != ""


def test_the_most_valuable_leaning_customers_come_first_under_their_internal_number():
    found = view()
    assert found.attention.index.tolist() == [2, 6]
    assert found.attention["customer_id"].tolist() == ["A2", "C2"]
    assert list(found.attention_labels) == list(found.attention)


def test_a_customer_without_a_name_goes_by_the_id():
    customers = six_customers()
    customers["name"] = ["Ann", "Bea", "Cid", "Dan", "Eve", None]
    rows = overview_view(customers, FIGURES, None, grounds()).attention
    assert rows["name"].tolist() == ["Bea", "C2"]
    assert "customer_id" not in rows


def test_changes_name_the_day_that_they_are_against():
    against = "Changes are against the assessment of Mar 31, 2026; unclear means no more than chance."
    assert view(BEFORE).figures_caption == against
    assert view().figures_caption == ""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_message_is_left_untranslated(language):
    found = view(BEFORE, language)
    texts = [found.headline, found.caption, found.attention_caption]
    texts += [
        text
        for figure in found.first.figures
        for text in (figure.label, figure.note, figure.against, figure.missing)
    ]
    assert [text for text in texts if "overview." in text or "customers." in text] == []
