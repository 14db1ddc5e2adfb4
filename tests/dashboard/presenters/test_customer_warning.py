"""Does a customer's file say the warning with its parts, or why there is none?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.customer_figures import customer_figures
from dashboard.presenters.customer_warning import warning_view
from tests.dashboard.presenters.assessed_customers import NAN, customer, grounds


def test_a_warning_has_chance_time_cause_measure_ceiling_and_gain():
    view = warning_view(customer("A2"), grounds())
    said = {name: value for name, value, _ in view.lines}
    assert view.headline.startswith("Best: ")
    assert said["Chance to leave in 12 months"] == "60% (50% to 70%)"
    assert said["May cost at most"] == "€300 (€200 to €420)"
    assert (said["of which value kept"], said["of which talk avoided"]) == ("€220", "€80.00")
    assert said["Expected gain"] == "€250 (€150 to €360)"
    assert view.causes == (("Price", 0.61, "61%"), ("Competition", 0.3, "30%"))


def test_who_has_left_gets_no_chance_but_a_verdict():
    view = warning_view(customer("C1"), grounds())
    assert view.headline == "No measure is expected to bring back more than it costs: let go."
    assert next(name for name, _, _ in view.lines) == "Measure"


def test_without_chance_and_value_the_file_says_what_is_missing():
    nothing = customer("B1").copy()
    nothing[["churn_probability", "expected_gain"]] = NAN
    assert warning_view(nothing, grounds()).missing.startswith("Not enough data")


def test_period_and_lifetime_value_stand_side_by_side_under_their_own_names():
    found = {one.label: one.value for one in customer_figures(customer("A1"), grounds())}
    assert (found["Value of the next 12 months"], found["Lifetime value"]) == ("€590", "€4,000")


def test_with_contracts_the_file_speaks_of_them_and_not_of_silence():
    bound = customer("A1").copy()
    bound["contract_start_day"], bound["contract_end_day"] = pd.Timestamp("2025-06-30"), pd.NaT
    found = {one.label: one for one in customer_figures(bound, grounds(has_contracts=True))}
    assert "Silent for" not in found
    assert (found["Contract"].value, found["Contract"].note) == ("11 months", "since Jun 30, 2025")
