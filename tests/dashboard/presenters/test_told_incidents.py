"""Is it said what customers told, where no cause is clear?"""

import pandas as pd

from dashboard.presenters.early_warning import warning_list
from dashboard.presenters.told_incidents import told_lines, with_told
from tests.dashboard.presenters.assessed_customers import customer, reader, six_customers

TOLD = pd.DataFrame(
    {
        "customer_id": ["A1", "A1", "A2", "C1"],
        "day": pd.to_datetime(["2026-03-02", "2026-05-12", "2026-04-01", "2026-01-07"]),
        "kind": ["complaint", "long_wait", "contact", "complaint"],
        "factor": pd.Series(["price", "response_to_failure", "core_service_failure", None], dtype="str"),
        "about": pd.Series([None, None, "Fault report", None], dtype="str"),
    }
)


def test_a_file_says_what_was_told_the_latest_first():
    assert told_lines(TOLD, customer("A1"), reader()) == (
        "May 12, 2026: a complaint had waited for more than 7 days (Response to failure)",
        "Mar 2, 2026: complaint (Price)",
    )
    assert told_lines(TOLD, customer("C1"), reader()) == ("Jan 7, 2026: complaint, its cause not noted",)
    assert told_lines(TOLD, customer("C2"), reader()) == ()
    assert told_lines(pd.DataFrame(), customer("A1"), reader()) == ()


def test_a_list_shows_it_only_where_no_cause_is_clear():
    people = six_customers()
    listed = with_told(warning_list(people, 1, reader()), people, TOLD, reader())
    said = listed.rows["cause"].set_axis(people.set_index("customer_key")["customer_id"][listed.rows.index])
    assert said["A1"].startswith("Not clear: a complaint had waited")
    assert said["A1"].endswith("May 2026 (+1)")
    assert said["A2"] == "Price (61%)"
