"""Is a figure called possible exactly when the data for it is there?"""

from __future__ import annotations

import datetime as dt

from dashboard.presenters.figure_needs import NEEDS, possible

YEAR = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def test_nothing_allows_nothing():
    assert possible({}, {}, []) == frozenset()


def test_a_year_of_sales_allows_the_alarm_and_two_the_retention():
    coverage = {"transactions": {1: 100, 2: 100}}
    spans = {1: YEAR, 2: (dt.date(2025, 1, 1), dt.date(2025, 12, 31))}
    assert possible(coverage, {1: (YEAR[0], dt.date(2024, 12, 30))}, [1]) == {"value"}
    assert possible(coverage, spans, [1]) == {"value", "silence"}
    assert possible(coverage, spans, [1, 2]) == {"value", "silence", "retention"}


def test_rescues_need_both_groups_and_loyalty_any_one_answer_of_a_customer():
    assert possible({"rescues_offered": {1: 5}}, {}, [1]) == frozenset()
    assert possible({"rescues_offered": {1: 5}, "rescues_control": {2: 5}}, {}, [1, 2]) == {"rescue_effect"}
    assert possible({"role.nps": {1: 5}, "role_of_customers.nps": {1: 0}}, {}, [1]) == {"scores"}
    assert possible({"role_of_customers.tolerance": {1: 1}}, {}, [1]) == {"loyalty"}


def test_rows_of_other_imports_do_not_count():
    assert possible({"contracts": {1: 5}}, {}, [2]) == frozenset()


def test_more_data_never_takes_a_figure_away():
    coverage = {name: {1: 1} for need in NEEDS.values() for name in (*need.every, *need.any_of)}
    few = dict(list(coverage.items())[:5])
    assert possible(few, {1: YEAR}, [1]) < possible(coverage, {1: YEAR}, [1])
    assert possible(coverage, {1: (dt.date(2020, 1, 1), YEAR[1])}, [1]) == set(NEEDS)
