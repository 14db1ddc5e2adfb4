"""Is it told how much of each kind there is, where the holes are, and what each import brought?"""

from __future__ import annotations

import datetime as dt

from data.importing.undo import undo_import
from data.quality import data_quality, month_gaps
from data.viewer import OWNER
from tests.data.importing.voice_files import bring_in

SALES = (
    "customer,day,amount,margin\nA,2024-01-15,10,4\nB,2024-02-01,20,\nA,2024-05-02,5,1\nA,2024-08-30,5,1\n"
)
ANSWERS = (
    "customer,question,score,expectation,day,scale\nA,nps,9,,2025-03-05,0-10\nC,nps,4,8,2025-03-05,0-10\n"
)
COMPLAINTS = "complaint_id,customer,received,resolved\nK1,A,2025-03-01,2025-03-02\nK2,,2025-03-09,\n"


def by_kind(slug):
    return {kind.kind: kind for kind in data_quality(OWNER, slug).kinds}


def test_months_without_a_row_are_gaps():
    first = dt.date(2023, 12, 1)
    assert month_gaps(["2023-11", "2024-01", "2024-02", "2024-05"]) == (
        (first, first),
        (dt.date(2024, 3, 1), dt.date(2024, 4, 1)),
    )
    assert month_gaps([]) == month_gaps(["2024-01"]) == ()


def test_each_kind_has_its_rows_its_people_its_days_and_its_gaps(slug, tmp_path):
    bring_in(slug, tmp_path / "sales.csv", "transactions", SALES)
    bring_in(slug, tmp_path / "answers.csv", "survey_answers", ANSWERS)
    found = by_kind(slug)
    sales = found["transactions"]
    assert (sales.rows, sales.customers, sales.first_day, sales.last_day) == (
        4,
        2,
        dt.date(2024, 1, 15),
        dt.date(2024, 8, 30),
    )
    assert (found["survey_answers"].rows, found["survey_answers"].customers) == (2, 1)
    assert (found["complaints"].rows, found["complaints"].first_day, found["complaints"].gaps) == (
        0,
        None,
        (),
    )


def test_what_figures_rest_on_is_told_by_import(slug, tmp_path):
    one = bring_in(slug, tmp_path / "sales.csv", "transactions", SALES).import_id
    two = bring_in(slug, tmp_path / "answers.csv", "survey_answers", ANSWERS).import_id
    three = bring_in(slug, tmp_path / "complaints.csv", "complaints", COMPLAINTS).import_id
    found = data_quality(OWNER, slug)
    rows = {name: dict(by) for name, by in found.coverage.items() if any(by.values())}
    assert rows == {
        "transactions": {one: 4},
        "transactions_with_margin": {one: 3},
        "answers": {two: 2},
        "answers_with_expectation": {two: 1},
        "role.nps": {two: 2},
        "role_of_customers.nps": {two: 1},
        "role_with_expectation.nps": {two: 1},
        "complaints": {three: 2},
        "complaints_of_customers": {three: 1},
        "complaints_resolved": {three: 1},
    }
    assert found.spans == {one: (dt.date(2024, 1, 15), dt.date(2024, 8, 30))}
    assert found.new_customers == {one: 2}
    undo_import(OWNER, slug, two)
    assert "role.nps" not in data_quality(OWNER, slug).coverage
