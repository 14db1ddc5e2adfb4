"""What becomes of each row of a file of customers?"""

from __future__ import annotations

import datetime as dt

import pytest

from data import reading
from data.errors import DataError
from data.viewer import OWNER
from tests.data.importing.files import bring_in, causes, counts


@pytest.fixture
def take(slug, tmp_path):
    return lambda text, **options: bring_in(slug, tmp_path / "customers.csv", text, "customers", **options)


def known(slug: str, customer: str) -> list[tuple[dt.date, dict[str, str]]]:
    key = reading.customer_key(OWNER, slug, customer)
    return [(one.known_on, dict(one.attributes)) for one in reading.attributes(OWNER, slug, key)]


def test_every_other_column_becomes_a_free_attribute_and_stays_text(take, slug):
    report = take(
        "Customer ID,Full name,Post code,Since,Known on\n007,Jo,01234,NA,2024-05-01\n008,,,,2024-05-01\n"
    )
    assert counts(report) == (2, 2, 0, 0)
    assert known(slug, "007") == [(dt.date(2024, 5, 1), {"name": "Jo", "post_code": "01234", "since": "NA"})]
    assert known(slug, "008") == [(dt.date(2024, 5, 1), {})]
    assert reading.attribute_labels(OWNER, slug)["post_code"] == "Post code"
    assert causes(report) == {"attributes": 3}


def test_a_file_without_days_is_asked_for_its_day(take, slug):
    text = "客户编号,姓名\n1,张三\n"
    assert [question.id for question in take(text).questions] == ["known_on"]
    take(text, answers={"known_on": "2024-05-01"})
    assert known(slug, "1") == [(dt.date(2024, 5, 1), {"name": "张三"})]
    with pytest.raises(DataError) as refused:
        take(text + "2,李四\n", answers={"known_on": "May"})
    assert refused.value.message_id == "import.answer_not_a_day"


def test_a_customer_twice_on_one_day_is_a_duplicate(take, slug):
    report = take(
        "customer,known_on,town\n1,2024-05-01,Ulm\n1,2024-05-01,Ulm\n1,2024-05-01,Bonn\n1,2024-06-01,Bonn\n"
    )
    assert counts(report) == (4, 2, 0, 2)
    assert causes(report) == {"customer_repeated": 1, "customer_differs": 1, "attributes": 1}
    again = take("customer,known_on,town\n1,2024-06-01,Bonn\n1,2024-05-01,Kiel\n2,2024-05-01,Ulm\n")
    assert counts(again) == (3, 1, 0, 2)
    assert causes(again) == {"customer_stored": 1, "customer_stored_differs": 1, "attributes": 1}
    assert [day for day, _ in known(slug, "1")] == [dt.date(2024, 6, 1), dt.date(2024, 5, 1)]


def test_a_row_without_customer_or_with_a_day_to_come_is_left_out(take):
    report = take("customer,known_on,town\n,2024-05-01,Ulm\n2,2031-01-01,Bonn\n3,2024-05-01,Ulm\n")
    assert counts(report) == (3, 1, 2, 0)
    assert causes(report) == {"customer_missing": 1, "day_in_future": 1, "attributes": 1}


def test_free_attributes_are_trimmed_and_composed_and_both_are_counted(take, slug):
    report = take(
        "customer,known_on,town,street,note\n"
        "1,2024-05-01, Ulm,Rue de l\u2019E\u0301glise,\n"
        "2,2024-05-01,Ulm , Hauptstr. ,   \n"
        "3,2024-05-01,Ulm,Weg,\u202egnop\n"
    )
    assert known(slug, "1")[0][1] == {"town": "Ulm", "street": "Rue de l\u2019\u00c9glise"}
    assert known(slug, "2")[0][1] == {"town": "Ulm", "street": "Hauptstr."}
    assert known(slug, "3")[0][1] == {"town": "Ulm", "street": "Weg", "note": "\u202egnop"}
    assert causes(report) == {
        "spaces_trimmed": 3,
        "accents_composed": 1,
        "attribute_empty": 1,
        "hidden_characters": 1,
        "attributes": 3,
    }
    trimmed = next(one for one in report.findings if one.cause == "spaces_trimmed")
    assert (trimmed.column, trimmed.by_column) == ("town, street", {"town": 2, "street": 1})
    assert [(one.line, one.column) for one in trimmed.examples] == [(2, "town"), (3, "street"), (3, "town")]


def test_a_control_character_in_a_free_attribute_sets_the_row_aside(take):
    report = take("customer,known_on,town\n1,2024-05-01,U\x1blm\n2,2024-05-01,Ulm\n")
    assert counts(report) == (2, 1, 1, 0)
    assert causes(report)["control_character"] == 1
