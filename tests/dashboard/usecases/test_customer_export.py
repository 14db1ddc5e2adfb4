"""Is a list of customers whole, dated and harmless as a file?"""

from __future__ import annotations

import io
import zipfile

import pandas as pd

from dashboard.usecases.customer_export import list_file
from tests.dashboard.presenters.assessed_customers import AS_OF, six_customers


def named() -> pd.DataFrame:
    return six_customers().assign(name=["Ann", "=HYPERLINK(1)", "花店", None, "x", "y"])


def test_csv_holds_every_customer_and_figure():
    read = pd.read_csv(io.BytesIO(list_file(named(), AS_OF, "csv")), encoding="utf-8-sig")
    assert read.columns[:3].tolist() == ["customer_id", "name", "as_of"]
    assert "customer_key" not in read
    assert read["as_of"].unique().tolist() == ["2026-06-30"]
    assert read["current_value"].tolist() == [600.0, 250.0, 100.0, 50.0, 0.0, -40.0]
    assert read["name"].tolist()[:3] == ["Ann", "'=HYPERLINK(1)", "花店"]


def test_codes_by_which_customers_are_picked_out_stay_here():
    coded = named().assign(holdings="attribute.deposit=50", growing_quarters=None, breadth="wider")
    read = pd.read_csv(io.BytesIO(list_file(coded, AS_OF, "csv")), encoding="utf-8-sig")
    assert read["breadth"].tolist() == ["wider"] * 6
    assert not {"holdings", "growing_quarters"} & set(read.columns)


def test_excel_holds_the_same_as_text_and_numbers():
    with zipfile.ZipFile(io.BytesIO(list_file(named(), AS_OF, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert sheet.count("<row ") == 7
    assert "<f>" not in sheet
    assert "'=HYPERLINK(1)" in words.replace("&apos;", "'")
    assert "花店" in words


def test_the_callers_frame_stays_as_it_was():
    customers = named()
    before = customers.copy()
    list_file(customers, AS_OF, "csv")
    assert customers.equals(before)


def test_without_names_there_is_no_such_column():
    read = pd.read_csv(io.BytesIO(list_file(six_customers(), AS_OF, "csv")), encoding="utf-8-sig")
    assert read.columns[:2].tolist() == ["customer_id", "as_of"]
