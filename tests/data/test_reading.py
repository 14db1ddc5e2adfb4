from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from data.database import writer
from data.errors import NotAllowedError, NotFoundError
from data.reading import (
    Holdings,
    attribute_labels,
    attributes,
    customer_facts,
    customer_id,
    customer_key,
    customer_names,
    customers_count,
    holdings,
    import_record,
    imports,
    rejected_rows,
)
from data.tables.company import AttributeDefinition, Customer
from data.tables.records import Import
from data.viewer import OWNER, Viewer
from tests.data.company_rows import ROWS, bring_in, know, new_import, take_out

MASKED = Viewer(masked=True)
FINDING = {
    "cause": "not_a_day",
    "count": 1,
    "examples": [{"line": 7, "column": "name", "value": "Frau Linde"}],
}


@pytest.fixture
def brought(slug):
    """Bring the four rows in, with two things known of the first customer."""
    record = bring_in(slug)
    key = customer_key(OWNER, slug, "00123")
    know(slug, key, dt.date(2024, 1, 1), {"name": "Anna Linde", "city": "Ulm"}, record.import_id)
    know(slug, key, dt.date(2024, 6, 1), {"name": "Anna Linde-Roth"}, record.import_id)
    with writer(slug) as session:
        session.add(AttributeDefinition(name="name", label="Name des Gastes", import_id=record.import_id))
    return slug, key, record


def test_ids_stay_text_and_lead_to_a_number_and_back(brought):
    slug, _, _ = brought
    assert [customer_id(OWNER, slug, customer_key(OWNER, slug, one)) for one in ("00123", "1E5", "NA")] == [
        "00123",
        "1E5",
        "NA",
    ]
    assert customers_count(OWNER, slug) == 3
    for unknown in ("123", "100000", "nan", ""):
        with pytest.raises(NotFoundError, match=r"error\.customer_not_found"):
            customer_key(OWNER, slug, unknown)


def test_a_customer_s_facts_come_newest_first_in_currency_units(brought):
    slug, key, record = brought
    frame = customer_facts(OWNER, slug, key)
    assert frame["day"].dt.date.tolist() == [dt.date(2024, 2, 29), dt.date(2024, 1, 5)]
    assert frame[["amount", "margin", "quantity"]].to_numpy().tolist() == [
        [-20.05, -5.0, -1.0],
        [120.1, 40.0, 2.0],
    ]
    assert frame["product_label"].tolist() == ["Suite", "Suite"]
    assert frame["order_id"].tolist() == ["R2", "R1"]
    assert frame["line"].tolist() == [4, 2]
    assert set(frame["import_id"]) == {record.import_id}


def test_what_is_unknown_of_a_fact_is_undefined_not_zero(brought):
    slug, _, _ = brought
    frame = customer_facts(OWNER, slug, customer_key(OWNER, slug, "1E5"))
    assert frame.drop(columns=["day", "amount", "quantity", "import_id", "line"]).isna().all(axis=None)
    assert frame["amount"].tolist() == [80.0]


def test_a_customer_without_transactions_has_an_empty_frame_of_the_same_kinds(slug):
    record = bring_in(slug)
    before = customer_facts(OWNER, slug, customer_key(OWNER, slug, "NA"))
    take_out(slug, record)
    after = customer_facts(OWNER, slug, customer_key(OWNER, slug, "NA"))
    assert len(after) == 0
    assert list(after.columns) == list(before.columns)
    assert pd.api.types.is_datetime64_any_dtype(after["day"])


def test_what_was_known_comes_latest_first(brought):
    slug, key, _ = brought
    known = attributes(OWNER, slug, key)
    assert [(one.known_on, one.attributes) for one in known] == [
        (dt.date(2024, 6, 1), {"name": "Anna Linde-Roth"}),
        (dt.date(2024, 1, 1), {"name": "Anna Linde", "city": "Ulm"}),
    ]
    assert attribute_labels(OWNER, slug) == {"name": "Name des Gastes"}
    assert customer_names(OWNER, slug).to_dict() == {"00123": "Anna Linde-Roth"}


def test_a_masked_viewer_sees_no_name_and_no_attribute_anywhere(brought):
    slug, key, record = brought
    with writer(slug) as session:
        session.get(Import, record.import_id).findings = [FINDING]
        session.get(Import, record.import_id).rejected_rows = b"Frau Linde"
    seen = [
        attributes(MASKED, slug, key),
        attribute_labels(MASKED, slug),
        customer_names(MASKED, slug).to_dict(),
        imports(MASKED, slug),
        import_record(MASKED, slug, record.import_id),
        customer_facts(MASKED, slug, key).to_dict(),
    ]
    assert "Linde" not in repr(seen)
    assert "Ulm" not in repr(seen)
    assert import_record(MASKED, slug, record.import_id).findings[0]["count"] == 1
    assert import_record(OWNER, slug, record.import_id).findings == [FINDING]
    assert rejected_rows(OWNER, slug, record.import_id) == b"Frau Linde"
    with pytest.raises(NotAllowedError, match=r"error\.not_allowed_to_see_names"):
        rejected_rows(MASKED, slug, record.import_id)


def test_imports_come_newest_first_with_the_undone_ones(brought):
    slug, _, first = brought
    second = bring_in(slug, ROWS[:1])
    take_out(slug, first)
    found = imports(OWNER, slug)
    assert [(one.import_id, one.rows_accepted, one.undone_at is None) for one in found] == [
        (second.import_id, 1, True),
        (first.import_id, 4, False),
    ]
    assert found[0].imported_at.utcoffset() == dt.timedelta(0)
    assert import_record(OWNER, slug, second.import_id) == found[0]
    with pytest.raises(NotFoundError, match=r"error\.import_not_found"):
        import_record(OWNER, slug, 99)


def test_holdings_say_how_much_over_which_time(brought):
    slug, _, record = brought
    found = holdings(OWNER, slug)
    assert found == Holdings(
        customers=3,
        transactions=4,
        products=1,
        active_imports=1,
        first_day=dt.date(2024, 1, 5),
        last_day=dt.date(2024, 3, 1),
        last_import_at=record.imported_at,
    )


def test_an_empty_company_holds_nothing(slug):
    assert holdings(OWNER, slug) == Holdings(0, 0, 0, 0, None, None, None)
    assert imports(OWNER, slug) == []
    assert customer_names(OWNER, slug).empty


def test_a_number_is_never_given_to_another_customer(slug):
    record = bring_in(slug)
    key = customer_key(OWNER, slug, "NA")
    take_out(slug, record)
    with writer(slug) as session:
        session.delete(session.get(Customer, key))
    bring_in(slug, [("new", "2024-07-01", 5.0, None, None, None, None, None)])
    assert customer_key(OWNER, slug, "new") > key


@pytest.mark.parametrize(
    "reading",
    [
        lambda viewer, slug: customer_key(viewer, slug, "00123"),
        lambda viewer, slug: customer_id(viewer, slug, 1),
        lambda viewer, slug: customer_facts(viewer, slug, 1),
        lambda viewer, slug: attributes(viewer, slug, 1),
        attribute_labels,
        customer_names,
        customers_count,
        imports,
        lambda viewer, slug: import_record(viewer, slug, 1),
        lambda viewer, slug: rejected_rows(viewer, slug, 1),
        holdings,
    ],
)
def test_who_may_not_look_into_the_company_reads_nothing(brought, reading):
    slug, _, _ = brought
    with pytest.raises(NotAllowedError, match=r"error\.not_allowed_to_read"):
        reading(Viewer(only="elsewhere"), slug)


def test_customers_that_are_gone_are_not_found(slug):
    for reading in (customer_id, customer_facts, attributes):
        with pytest.raises(NotFoundError, match=r"error\.customer_gone"):
            reading(OWNER, slug, 41)


def test_a_findings_list_is_stored_as_it_was(slug):
    with writer(slug) as session:
        session.add(new_import("customers", 3, [FINDING]))
    assert imports(OWNER, slug)[0].findings == [FINDING]
