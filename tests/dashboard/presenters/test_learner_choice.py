"""Does the page say which learner is in use, why, and what it can't do?"""

from __future__ import annotations

from typing import get_args

import pytest

from dashboard.presenters.learner_choice import choice_lines
from engine.cards import Compared, ModelCard
from engine.churn.chosen_learner import Reason
from engine.churn.comparison import SIMPLICITY
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import reader

FACTS = {"later_months": 6, "learner": "logistic", "simplest": "entropy_tree", "recalibrated": "yes"}


def card(chance_of: str, reason: str) -> ModelCard:
    slope = {"calibration_slope": Estimate(0.53, 0.155, 0.9)}
    facts = {**FACTS, "chance_of": chance_of, "chance_reason": reason}
    return ModelCard("churn_hazard", facts=facts, compared=(Compared("entropy_tree", slope),))


def test_why_the_simplest_is_not_used_is_said_with_its_calibration():
    lines = choice_lines(card("logistic", "not_calibrated"), reader())
    assert lines[0] == (
        "In use: Logistic regression, month by month. “Value-weighted tree” is simpler and"
        " within the noise of the best, but its chances did not come true (calibration 0.53 (0.16 to 0.90);"
        " needed: 1 within the interval, and 0.8 to 1.25). Ceilings and gains can’t rest on such chances."
    )
    assert lines[1].startswith("Its own chances were off on the later months as well")


def test_a_simpler_learner_in_use_says_that_it_tells_no_time():
    lines = choice_lines(card("entropy_tree", "within_noise"), reader())
    assert "It says who leaves within 6 months, not when" in lines[0]
    assert lines[1:] == ("It gives all customers under one rule the same chance, and can’t tell them apart.",)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_reason_and_every_limit_has_words(language):
    texts = reader(language).texts
    assert all(texts.has(f"comparison.choice.{reason}") for reason in get_args(Reason))
    assert all(texts.has(f"comparison.cannot.{learner}") for learner in SIMPLICITY)


def test_an_older_account_says_nothing_of_it():
    assert choice_lines(ModelCard("churn_hazard", facts={"learner": "logistic"}), reader()) == ()


def test_the_money_says_what_it_assumes():
    facts = {"profit_value": 230.0, "profit_offer": 11.5, "profit_contact": 1.15}
    shares = {"profit_redeemed": 1.0, "profit_kept": 0.3}
    own = card("logistic", "simplest")
    lines = choice_lines(ModelCard("churn_hazard", facts={**own.facts, **facts, **shares}), reader())
    assert lines[-1].startswith(
        "Money per customer assumes a campaign: a leaver who is kept is worth €230, asking costs €1.15, the"
        " offer €11.50; 30% of the leavers asked are kept on average, and 100% of the stayers"
    )
