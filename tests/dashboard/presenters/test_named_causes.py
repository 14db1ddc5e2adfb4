"""Is it said of how many the cause is known, and how causes get known?"""

import dataclasses

import pandas as pd

from dashboard.presenters.named_causes import unclear_note, with_causes
from tests.dashboard.presenters.assessed_customers import reader, six_customers
from tests.dashboard.presenters.test_model_cards import CARD


def leaning(*causes):
    return pd.DataFrame({"cause": causes, "churn_expected_months": 4.0})


def test_of_few_known_causes_the_headline_says_of_how_many():
    found = with_causes("9 lean", leaning("price", "unclear", "unclear"), reader())
    end = "something points at a cause for 1 of them (“Price”), and those who go leave after about 4 months"
    assert found == f"9 lean; {end}"
    found = with_causes("9 lean", leaning("price", "price", "unclear"), reader())
    assert found.startswith("9 lean; the commonest cause is “Price” (67% of them)")
    assert with_causes("9 lean", leaning("unclear"), reader()) == "9 lean"


def test_where_most_have_no_cause_it_is_said_how_causes_get_known():
    people = six_customers().assign(cause="unclear", churn_state="staying", expected_gain=1.0)

    def note(exits):
        card = dataclasses.replace(CARD, facts={**CARD.facts, "exits_with_causes": exits})
        return unclear_note(people, card, reader())

    assert note(0).startswith("No cause is clear for 6 of the 6 customers worth contacting: most failures")
    assert "No exit is on record with its reasons" in note(0)
    assert "12 exits with reasons have taught so far; from 100 on" in note(12)
    assert "545 exits with reasons have taught the rest" in note(545)
    assert unclear_note(people.assign(cause="price"), CARD, reader()) == ""
