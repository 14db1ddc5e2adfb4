"""Does a file say by which rule a customer is in a group, and how like the best they are?"""

from __future__ import annotations

from dashboard.presenters.customer_belonging import belonging
from engine.segments.rules import Bound, Rule, written_rules
from tests.dashboard.presenters.assessed_customers import customer, grounds
from tests.dashboard.presenters.test_prospects import FACTS, LABELS

CODES = ("often-value_high", "value_low-silent")
RULES = (
    Rule(0, (Bound("current_value", low=500.0),)),
    Rule(0, (Bound("current_value", high=500.0), Bound("days_since_last_purchase", high=60.0))),
    Rule(1, (Bound("current_value", high=500.0), Bound("days_since_last_purchase", low=60.0))),
)
CARDS = {"clusters": {"rules": written_rules(RULES, CODES)}, "likeness_first": FACTS}


def test_the_rule_that_holds_for_the_customer_is_told():
    best, silent = customer("A1").copy(), customer("A2").copy()
    best["cluster"], silent["cluster"] = CODES
    assert belonging(best, CARDS, LABELS, grounds()) == (
        "Group “Buy often, high value”, by this rule: margin of 12 months €500 or more.",
    )
    (said,) = belonging(silent, CARDS, LABELS, grounds())
    assert said.endswith("by this rule: margin of 12 months below €500, and silence 60 days or more.")


def test_a_newcomer_is_held_against_the_best_with_what_speaks_for_it():
    newcomer = customer("B2").copy()
    newcomer["prospect_likeness"], newcomer["prospect_traits"] = 0.4, "guest_type=firm"
    # a quarter, a tenth, 7, 5 and 3 % of the fifths became one of the best
    assert belonging(newcomer, CARDS, LABELS, grounds()) == (
        "Likeness to the best newcomers 40%; 10% is usual. What speaks for it: Guest type: firm.",
    )
    masked = newcomer.drop("prospect_traits")
    assert belonging(masked, CARDS, LABELS, grounds())[0].endswith("10% is usual.")


def test_what_is_not_known_is_not_said():
    assert belonging(customer("A1"), {}, LABELS, grounds()) == ()
    grouped = customer("A1").copy()
    grouped["cluster"] = CODES[1]
    # No rule of that group holds: an assessment of other rules.
    assert belonging(grouped, CARDS, LABELS, grounds()) == ()
