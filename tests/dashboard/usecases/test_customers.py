import datetime as dt

import pytest

from dashboard.usecases import customers, workspaces
from dashboard.usecases.assessing import run_assessment
from data.errors import NotFoundError
from data.viewer import OWNER, Viewer
from tests.data.company_rows import bring_in, know


@pytest.fixture
def slug() -> str:
    slug = workspaces.create(OWNER, "Hotel Linde").slug
    record = bring_in(slug)
    key = customers.customer_key(OWNER, slug, "00123")
    know(slug, key, dt.date(2024, 1, 1), {"name": "Lin Yawen", "city": "Tesslin"}, record.import_id)
    know(slug, key, dt.date(2024, 2, 1), {"city": "Vellina", "wish": ""}, record.import_id)
    return slug


def test_record_has_name_transactions_and_what_was_last_known(slug: str) -> None:
    record = customers.customer_record(OWNER, slug, customers.customer_key(OWNER, slug, "00123"))
    assert (record.customer_id, record.name) == ("00123", "Lin Yawen")
    assert record.transactions["amount"].tolist() == [-20.05, 120.10]
    assert [(a.label, a.text, a.known_on) for a in record.attributes] == [
        ("city", "Vellina", dt.date(2024, 2, 1))
    ]


def test_masked_viewer_sees_transactions_but_no_name(slug: str) -> None:
    key = customers.customer_key(OWNER, slug, "00123")
    record = customers.customer_record(Viewer(masked=True), slug, key)
    assert (record.name, record.attributes) == ("", ())
    assert len(record.transactions) == 2
    assert customers.names(Viewer(masked=True), slug).empty


def test_history_has_one_row_a_day_assessed_newest_first(slug: str) -> None:
    key = customers.customer_key(OWNER, slug, "00123")
    for day in (dt.date(2024, 1, 31), dt.date(2024, 3, 31), dt.date(2024, 3, 31)):
        run_assessment(OWNER, slug, day)
    rows = customers.history(OWNER, slug, key)
    assert [day for day, _ in rows] == [dt.date(2024, 3, 31), dt.date(2024, 1, 31)]
    assert [row["amount_total"] for _, row in rows] == pytest.approx([100.05, 120.10])


def test_history_leaves_out_assessments_before_the_first_purchase(slug: str) -> None:
    run_assessment(OWNER, slug, dt.date(2024, 1, 31))
    assert customers.history(OWNER, slug, customers.customer_key(OWNER, slug, "NA")) == []


def test_unknown_customer_is_named(slug: str) -> None:
    with pytest.raises(NotFoundError):
        customers.customer_record(OWNER, slug, 999)
