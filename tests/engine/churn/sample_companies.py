"""Both sample companies as the engine takes them, beside their truth."""

import datetime as dt

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


def true_causes(company: TelephoneCompany | HotelGroup, day: dt.date, here: pd.Index) -> pd.DataFrame:
    """Return why each customer truly would leave or has left, by id: ``group cause second``.

    ``here`` are those whom the rule counts as customers on ``day``. Of them who ``still`` is one has the
    factor that pulls most in the month after; who has ``gone silent`` the causes they went for, as who has
    ``left``, unless they told.
    """
    months, following = company.truth.months, pd.Timestamp(day) + pd.Timedelta(days=1)
    own = months[pd.to_datetime(months["month"]) == following].set_index("customer_id")
    pulls = own[own["is_customer"]] if "is_customer" in own else own
    pulls = pulls[pulls.index.isin(here)].filter(like="leaving_probability_")
    still = pd.DataFrame(
        {"cause": pulls.idxmax(axis=1).str.removeprefix("leaving_probability_"), "second": ""}
    )
    gone = _true_exits(company, day)
    gone = gone[~gone.index.isin(still.index)]
    group = pd.Series(gone.index.isin(here), gone.index).map({True: "gone silent", False: "left"})
    return pd.concat([still.assign(group="still"), gone.assign(group=group)])


def _true_exits(company: TelephoneCompany | HotelGroup, day: dt.date) -> pd.DataFrame:
    """Return the true causes of the last exit of who hasn't told them."""
    if isinstance(company, HotelGroup):
        ends, told = company.truth.spells, []
        ends = ends.rename(columns={"second_cause": "second"})
    else:
        ends = company.truth.exits.rename(columns={"cause_1": "cause", "cause_2": "second"})
        told = company.exits.loc[company.exits["Reasons"] != "", _KEY]
    ended = ends[ends["left"] & (pd.to_datetime(ends["to_day"]) <= pd.Timestamp(day))]
    last = ended.sort_values("to_day").drop_duplicates("customer_id", keep="last").set_index("customer_id")
    return last.loc[~last.index.isin(told), ["cause", "second"]]
