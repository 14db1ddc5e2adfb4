"""Both sample companies as the engine takes them, beside their truth."""

import pandas as pd

from data.importing.complaint_states import suggested_state
from data.sample.hotel_group import HotelGroup
from data.sample.telephone_company import TelephoneCompany
from engine.contracts import Relations, Tables

_KEY = "Customer no."
_GUEST_TRAITS = ["guest_type", "city", "country", "language", "usual_house", "room_wish", "newsletter"]
_SUBSCRIBER_TRAITS = ["Customer group", "Region", "Language", "Payment method", "Modem", "Paperless bill"]


def telephone_tables(company: TelephoneCompany) -> Tables:
    bills, contracts, exits = company.transactions, company.contracts, company.exits
    transactions = pd.DataFrame(
        {
            "customer_id": bills[_KEY],
            "day": bills["Invoice date"],
            "amount": bills["Net amount"],
            "margin": bills["Contribution margin"],
            "quantity": 1.0,
            "product_id": bills["Product code"],
        }
    )
    frames = {
        "contracts": contracts.rename(
            columns={
                _KEY: "customer_id",
                "Contract no.": "contract_id",
                "Contract start": "start_day",
                "Contract end": "end_day",
                "Monthly fee": "fee_per_month",
                "Tariff": "tariff",
            }
        ),
        "exits": pd.DataFrame(
            {
                "customer_id": exits[_KEY],
                "day": exits["Exit date"],
                "causes": exits["Reasons"].str.replace("; ", ",").replace("", None),
            }
        ),
        "attributes": _attributes(company.customers, _KEY, "Valid from", _SUBSCRIBER_TRAITS),
    }
    relations = Relations.from_frames(**_care(company), **frames)
    return Tables.from_frames(transactions, _keys(company.customers[_KEY]), relations)


def hotel_tables(group: HotelGroup) -> Tables:
    attributes = _attributes(group.customers, "customer_id", "known_on", _GUEST_TRAITS)
    relations = Relations.from_frames(**_care(group), attributes=attributes, products=group.products)
    return Tables.from_frames(group.transactions, _keys(group.customers["customer_id"]), relations)


def _keys(ids: pd.Series) -> pd.DataFrame:
    ordered = sorted(ids)
    return pd.DataFrame({"customer_id": ordered, "customer_key": range(1, len(ordered) + 1)})


def _attributes(customers: pd.DataFrame, key: str, day: str, names: list[str]) -> pd.DataFrame:
    rows = customers.melt([key, day], names, "name", "value").rename(
        columns={key: "customer_id", day: "known_on"}
    )
    return rows[rows["value"] != ""]


def _care(company: TelephoneCompany | HotelGroup) -> dict[str, pd.DataFrame]:
    complaints, contacts, offers, answers = (
        company.complaints,
        company.contacts,
        company.rescues,
        company.answers,
    )
    steps = company.complaint_events.merge(complaints[["Complaint no.", _KEY]], on="Complaint no.")
    yes = {"yes": 1.0, "no": 0.0}
    scores = answers["Score"]
    return {
        "complaints": pd.DataFrame(
            {
                "complaint_id": complaints["Complaint no."],
                "customer_id": complaints[_KEY],
                "opened_at": complaints["Opened at"],
                "cause": complaints["Cause"].replace("", None),
            }
        ),
        "complaint_events": pd.DataFrame(
            {
                "complaint_id": steps["Complaint no."],
                "customer_id": steps[_KEY],
                "at": steps["Event time"],
                "state": steps["Activity"].map(suggested_state),
            }
        ),
        "contacts": pd.DataFrame(
            {
                "customer_id": contacts[_KEY],
                "day": contacts["Contact date"],
                "purpose": contacts["Purpose"],
                "result": contacts["Result"].replace("", None),
            }
        ),
        "rescues": pd.DataFrame(
            {
                "customer_id": offers[_KEY],
                "day": offers["Offer date"],
                "measure": offers["Measure"],
                "is_control": offers["Control group"].map(yes),
                "accepted": offers["Accepted"].map(yes),
            }
        ),
        "survey_items": answers.drop_duplicates("Question code").rename(
            columns={
                "Question code": "item_id",
                "Measures": "role",
                "Scale from": "scale_low",
                "Scale to": "scale_high",
            }
        ),
        "survey_answers": pd.DataFrame(
            {
                "item_id": answers["Question code"],
                "customer_id": answers[_KEY].replace("", None),
                "day": answers["Answer date"],
                "score": scores,
                "is_not_applicable": (scores < answers["Scale from"]).astype(float),
            }
        ),
    }
