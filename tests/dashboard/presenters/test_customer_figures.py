"""Do the figures of a file explain themselves, and say when they can't be told?"""

from __future__ import annotations

import pytest

from dashboard.presenters.customer_figures import customer_figures, judged
from tests.dashboard.presenters.assessed_customers import customer, grounds


def test_value_now_stands_against_the_year_before():
    value = customer_figures(customer("A1"), grounds())[0]
    assert (value.value, value.change, value.against) == ("€600", "+20%", "was €500")
    assert (value.change_meaning, value.change_direction) == ("good", "up")
    assert value.explanation.method == "current_value"
    assert dict(value.explanation.inputs)["Sales, 12 months"] == "€1,200.00"
    assert dict(value.explanation.inputs)["Refunds, 12 months"] == "-€20.00"
    assert value.explanation.rows == "10 purchase days in 12 months"
    assert value.explanation.as_of == "Jun 30, 2026"


def test_where_growth_is_undefined_nothing_is_compared():
    value = customer_figures(customer("C2"), grounds())[0]
    assert (value.value, value.change, value.against) == ("-€40.00", "", "")


def test_value_to_come_has_its_interval_and_its_peers():
    potential = customer_figures(customer("B1"), grounds())[3]
    assert potential.value == "€200"
    assert potential.note == "€150 to €250 (95%)"
    assert potential.explanation.interval == potential.note
    assert potential.explanation.rows == "42 comparable customers"
    assert potential.explanation.origin == "Estimated from your data"


def test_without_peers_value_to_come_says_what_it_takes():
    alone = customer("B1").copy()
    for name in ("potential_value", "potential_value_low", "potential_value_high", "peers_count"):
        alone[name] = float("nan")
    potential = customer_figures(alone, grounds(potential={"variant": "peers", "count": 3, "needed": 30}))[3]
    assert potential.value == "–"
    assert potential.missing.startswith("Potential value and tiers need 30 comparable customers")


def test_silence_stands_against_the_customers_own_rhythm():
    late, young = (customer_figures(customer(number), grounds())[6] for number in ("A2", "B2"))
    assert (late.value, late.note, late.missing) == ("90 days", "Usually 30 days, alarm after 71", "")
    assert young.missing == "Own rhythm: it takes four purchase days, this customer has 1."


def test_purchase_days_stand_against_the_year_before():
    days = customer_figures(customer("A2"), grounds())[7]
    assert (days.value, days.change, days.against, days.change_meaning) == ("4", "-33%", "was 6", "bad")


def test_where_value_is_sales_the_label_says_so():
    assert customer_figures(customer("A1"), grounds(basis="sales"))[0].label == "Current value (sales)"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (0.1, ("good", "up")),
        (-0.1, ("bad", "down")),
        (0.0, ("neutral", "none")),
        (float("nan"), ("neutral", "none")),
    ],
)
def test_changes_are_judged(change, expected):
    assert judged(change) == expected


def test_the_gain_shows_the_formula_that_computes_its_column():
    gain = customer_figures(customer("A2"), grounds())[5].explanation
    assert gain.method == "warning_gain"
    assert r"\theta_f W" in gain.formula


def test_a_chance_that_the_rule_does_not_allow_yet_is_said_in_words():
    soon = customer("A1").copy()
    soon["churn_probability"] = soon["churn_probability_low"] = soon["churn_probability_high"] = 0.0
    soon["days_since_last_purchase"] = 20.0
    figure = customer_figures(soon, grounds(churn_after_days=480.0))[4]
    assert figure.value == "not yet"
    assert figure.note.startswith("Last bought 20 days ago, and by the rule one has left after 480 days")
    assert figure.explanation.interval == ""


def test_a_tiny_chance_is_not_written_as_none():
    little = customer("A1").copy()
    little["churn_probability"] = 0.0003
    assert customer_figures(little, grounds())[4].value == "less than 0.1%"


def test_who_brings_nothing_but_for_a_rare_chance_is_told_so():
    rare = customer("A1").copy()
    rare["value_to_come_12m"] = 89.0
    rare["value_to_come_12m_low"] = rare["value_to_come_12m_high"] = 0.0
    period = customer_figures(rare, grounds())[1]
    assert period.note == "€0.00 to €0.00 in 95 of 100 cases; the mean counts the rare ones"
    rare["value_to_come_12m_high"] = 300.0
    assert customer_figures(rare, grounds())[1].note == "€0.00 to €300 (95%)"


def test_the_model_that_counts_the_churned_is_named():
    once = customer("A1").copy()
    once["alive_probability"], once["purchase_days"] = 0.72, 1.0
    figure = customer_figures(once, grounds())[-1]
    assert (figure.label, figure.value) == ("Still a customer, by MBG/NBD", "72.0%")
    assert figure.note == "purchase days: 1; the churn rule counts apart"
    once["alive_probability"] = float("nan")
    assert customer_figures(once, grounds())[-1].missing.endswith("This is no churn of 0%.")
    assert all("MBG" not in one.label for one in customer_figures(once, grounds(has_contracts=True)))


def test_where_leaving_cannot_be_told_the_period_value_stands_and_the_lifetime_value_says_why():
    untold = customer("A1").copy()
    untold["value_to_come_12m"], untold["lifetime_value"] = 120.0, float("nan")
    period, lifetime = customer_figures(untold, grounds())[1:3]
    assert (period.value, lifetime.value) == ("€120", "–")
    assert lifetime.missing.endswith("This is no churn of 0%.")


def test_purchases_to_come_stand_with_their_range_and_by_contract_not_at_all():
    buyer = customer("A1").copy()
    for end, value in (("", 9.34), ("_low", 2.0), ("_high", 17.0)):
        buyer[f"expected_purchases_12m{end}"] = value
    to_come = customer_figures(buyer, grounds())[8]
    assert (to_come.label, to_come.value, to_come.note) == (
        "Purchase days to come",
        "9.3",
        "2 to 17 (95%)",
    )
    assert to_come.explanation.method == "expected_purchases"
    assert to_come.explanation.inputs == ()
    assert "luck and all" in customer_figures(buyer, grounds())[1].explanation.meaning
    bound = customer_figures(buyer, grounds(has_contracts=True))
    assert [one.explanation.method for one in bound[1:3]] == ["contract_value"] * 2
    assert "whether just this customer leaves is luck" in bound[2].explanation.meaning
    assert "Purchase days to come" not in [figure.label for figure in bound]
