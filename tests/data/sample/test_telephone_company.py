"""What the telephone company's own files hold fits together."""

import time

import pandas as pd
import pytest

from data.importing.fields import suggestions
from data.sample.telephone_company import TelephoneCompany, telephone_company
from data.sample.world import FACTORS

LAST_DAY = pd.Timestamp("2026-10-31")
FILES = (
    "customers", "products", "contracts", "transactions", "complaints", "complaint_events",
    "answers", "contacts", "rescues", "exits",
)  # fmt: skip


def every_frame(company: TelephoneCompany) -> dict[str, bytes]:
    frames = {**{name: getattr(company, name) for name in FILES}, **vars(company.truth)}
    return {name: frame.to_csv(index=False).encode() for name, frame in frames.items()}


def test_same_seed_gives_the_same_bytes_in_every_frame() -> None:
    first, second = every_frame(telephone_company(7, 400)), every_frame(telephone_company(7, 400))
    assert [name for name in first if first[name] != second[name]] == []


def test_another_seed_gives_another_company() -> None:
    first, second = every_frame(telephone_company(7, 400)), every_frame(telephone_company(8, 400))
    assert [name for name in first if first[name] == second[name]] == ["products", "measure_effects"]


@pytest.mark.alone
def test_four_thousand_customers_take_less_than_four_seconds() -> None:
    begin = time.perf_counter()
    telephone_company(1)
    assert time.perf_counter() - begin < 4.0


def test_company_files_hold_nothing_of_the_truth(company: TelephoneCompany) -> None:
    """Only what a company could know has a column."""
    assert {name: list(getattr(company, name)) for name in FILES} == {
        "customers": [
            "Customer no.", "Valid from", "Name", "Customer group", "Region", "Language",
            "Payment method", "Modem", "Paperless bill",
        ],
        "products": [
            "Product code", "Product name", "Product group", "List price", "Minimum term (months)",
        ],
        "contracts": [
            "Contract no.", "Customer no.", "Contract start", "Contract end", "Minimum term until",
            "Tariff", "Monthly fee",
        ],
        "transactions": [
            "Entry ID", "Customer no.", "Invoice date", "Invoice no.", "Net amount",
            "Contribution margin", "Quantity", "Product code", "Product name",
        ],
        "complaints": [
            "Complaint no.", "Customer no.", "Opened at", "Channel", "Cause", "Priority",
            "Complaint text", "Amount claimed",
        ],
        "complaint_events": [
            "Event no.", "Complaint no.", "Event time", "Activity", "Handled by", "Cost",
        ],
        "answers": [
            "Questionnaire no.", "Customer no.", "Answer date", "Channel", "Question code", "Question",
            "Measures", "Scale from", "Scale to", "Expected", "Score", "Importance", "Comment",
        ],
        "contacts": [
            "Contact no.", "Customer no.", "Contact date", "Channel", "Purpose", "Stage", "Cost", "Result",
        ],
        "rescues": [
            "Offer no.", "Customer no.", "Offer date", "Measure", "Control group", "Cost", "Responded",
            "Accepted", "Outcome", "Revenue in six months",
        ],
        "exits": ["Customer no.", "Exit date", "Exit kind", "Reasons", "In the customer's words"],
    }  # fmt: skip


def test_import_knows_what_bills_and_customers_mean_by_their_headings(company: TelephoneCompany) -> None:
    bills = suggestions(list(company.transactions), "transactions", {})
    assert bills["customer_id"] == "Customer no."
    assert (bills["day"], bills["amount"], bills["margin"]) == (
        "Invoice date", "Net amount", "Contribution margin",
    )  # fmt: skip
    customers = suggestions(list(company.customers), "customers", {})
    assert customers == {"customer_id": "Customer no.", "known_on": "Valid from"}


def test_every_row_is_of_a_known_customer_and_numbers_are_unique(company: TelephoneCompany) -> None:
    known = set(company.customers["Customer no."])
    assert len(known) == len(company.customers) == 4000
    for name in ("contracts", "transactions", "complaints", "contacts", "rescues", "exits"):
        assert set(getattr(company, name)["Customer no."]) <= known, name
    assert set(company.answers["Customer no."]) <= known | {""}
    for name in ("contracts", "transactions", "complaints", "complaint_events", "contacts", "rescues"):
        assert getattr(company, name).iloc[:, 0].is_unique, name
    assert company.exits["Customer no."].is_unique


def test_contracts_follow_each_other_without_a_gap_and_end_with_the_exit(company: TelephoneCompany) -> None:
    contracts = company.contracts
    following = contracts.groupby("Customer no.")["Contract start"].shift(-1)
    before = following.notna()
    assert (contracts.loc[before, "Contract end"] + pd.Timedelta(days=1) == following[before]).all()
    last = contracts[~before].set_index("Customer no.")["Contract end"]
    exits = company.exits.set_index("Customer no.")["Exit date"]
    assert last.dropna().sort_index().equals(exits.sort_index().rename("Contract end"))
    ended = contracts.dropna(subset=["Contract end"])
    assert (ended["Contract end"] >= ended["Contract start"]).all()
    assert (contracts["Minimum term until"] >= contracts["Contract start"]).all()
    assert contracts["Contract start"].max() <= LAST_DAY


def test_move_to_another_own_tariff_is_no_exit(company: TelephoneCompany) -> None:
    contracts = company.contracts
    tariffs = contracts.groupby("Customer no.")["Tariff"].nunique()
    moved = set(tariffs.index[tariffs > 1])
    stayed = moved - set(company.exits["Customer no."])
    assert 0.05 < len(moved) / 4000 < 0.25
    assert len(stayed) > 0.5 * len(moved)


def test_every_month_under_contract_has_one_bill_for_the_tariff_in_force(company: TelephoneCompany) -> None:
    bills = company.transactions[company.transactions["Product code"] != "WRITE-OFF"]
    month = bills["Invoice date"].dt.to_period("M")
    assert not pd.DataFrame({"customer": bills["Customer no."], "month": month}).duplicated().any()
    contracts = company.contracts
    joined = pd.merge_asof(
        bills.sort_values("Invoice date", kind="stable"),
        contracts.sort_values("Contract start", kind="stable"),
        left_on="Invoice date", right_on="Contract start", by="Customer no.",
    )  # fmt: skip
    assert (joined["Product name"] == joined["Tariff"]).all()
    assert (joined["Contract end"].isna() | (joined["Invoice date"] <= joined["Contract end"])).all()
    last = bills.groupby("Customer no.")["Invoice date"].max().dt.to_period("M")
    gone = company.exits.set_index("Customer no.")["Exit date"].dt.to_period("M")
    assert (last.reindex(gone.index) == gone).all()
    assert (last.drop(gone.index) == pd.Period("2026-10", "M")).all()


def test_bills_are_whole_cents_and_only_write_offs_are_negative(company: TelephoneCompany) -> None:
    bills = company.transactions
    for column in ("Net amount", "Contribution margin"):
        cents = bills[column] * 100.0
        assert (cents - cents.round()).abs().max() < 1e-6
    negative = bills[bills["Net amount"] < 0]
    assert set(negative["Product code"]) == {"WRITE-OFF"}
    assert 20 < len(negative) < 200
    assert bills["Invoice date"].max() <= LAST_DAY
    assert set(bills["Product code"]) <= set(company.products["Product code"])


def test_exits_name_up_to_three_of_the_eight_reasons_for_a_part_of_the_leavers(
    company: TelephoneCompany,
) -> None:
    reasons = company.exits["Reasons"]
    named = reasons[reasons != ""].str.split("; ")
    assert 0.5 < len(named) / len(reasons) < 0.75
    assert set(named.explode()) == set(FACTORS)
    assert set(named.str.len()) == {1, 2, 3}
    assert named.map(lambda row: len(set(row)) == len(row)).all()
    assert set(company.exits["Exit kind"]) == {
        "", "price", "product", "service", "market", "technology", "political",
    }  # fmt: skip
    words = company.exits["In the customer's words"]
    chinese = words.str.contains("[一-鿿]")
    assert chinese.any()
    assert (~chinese & (words != "")).any()
    assert (company.exits["Exit date"].dt.is_month_end).all()


def test_three_in_ten_offers_are_held_back_at_no_cost(company: TelephoneCompany) -> None:
    rescues = company.rescues
    control = rescues["Control group"] == "yes"
    for _, own in control.groupby(rescues["Measure"]):
        assert 0.25 < own.mean() < 0.35
    assert (rescues.loc[control, "Cost"] == 0).all()
    assert (rescues.loc[~control, "Cost"] > 0).all()
    assert set(rescues.loc[control, "Accepted"]) == {""}
    assert set(rescues.loc[~control, "Accepted"]) == {"yes", "no"}
    assert (rescues.loc[rescues["Accepted"] == "yes", "Responded"] == "yes").all()
    late = rescues["Offer date"] > "2026-05-01"
    assert set(rescues.loc[late, "Outcome"]) == {"", "left"}
    assert set(rescues.loc[~late, "Outcome"]) == {"stayed", "left"}
    unknown = rescues["Outcome"] == ""
    assert rescues["Revenue in six months"].isna().equals(unknown)


def test_nobody_gets_an_offer_after_the_exit_or_twice_in_six_months(company: TelephoneCompany) -> None:
    rescues = company.rescues.merge(company.exits[["Customer no.", "Exit date"]], how="left")
    assert not (rescues["Offer date"] > rescues["Exit date"]).any()
    ordered = rescues.sort_values(["Customer no.", "Offer date"])
    apart = ordered.groupby("Customer no.")["Offer date"].diff().dropna()
    assert apart.min() >= pd.Timedelta(days=180)


def test_unpaid_bills_are_reminded_of(company: TelephoneCompany) -> None:
    contacts = company.contacts
    reminders = contacts[contacts["Purpose"] == "last payment reminder"]
    written_off = company.transactions.loc[
        company.transactions["Product code"] == "WRITE-OFF", "Customer no."
    ]
    assert set(written_off) <= set(reminders["Customer no."])
    assert contacts["Contact date"].is_monotonic_increasing
    assert contacts["Contact date"].max() <= LAST_DAY
