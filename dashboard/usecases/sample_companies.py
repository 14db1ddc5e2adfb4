"""Which sample companies are there, and what do their files say?

The companies are made up; only their own files are taken from the world behind them. The
headings are those of the systems that the files come from, so some have to be named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.errors import NotFoundError

Files = dict[str, pd.DataFrame]

_SEED = 20261031

MAPPINGS: Mapping[str, Mapping[str, str]] = {
    "survey_answers": {
        "item": "Measures",
        "wording": "",  # it is in English alone; what each question measures is said in either language
        "respondent": "Questionnaire no.",
        "day": "Answer date",
        "scale": "Scale",
    },
    "complaint_events": {"row_id": "Event no."},
    "rescues": {"row_id": "Offer no.", "outcome_amount": "Revenue in six months"},
    "exits": {"words": "In the customer's words"},
}
"""Kind -> field -> heading, for headings that don't say by themselves what they mean."""

ANSWERS: Mapping[str, Mapping[str, str]] = {"survey_answers": {"missing_codes": "0"}}
"""Kind -> question -> choice: 0 beside scores from 1 on says "not applicable"."""


@dataclass(frozen=True)
class SampleCompany:
    """A company that was made up.

    Attributes
    ----------
    code
        What it is asked for by.
    name
        What it is called unless somebody chooses another name.
    files_begin
        How the names of its files begin; it tells one sample from another.
    contractual
        Whether its customers have contracts.
    customers
        How many customers it has unless somebody chooses another number.
    kinds
        The kinds of its files, in the order in which they are brought in.
    invent
        Makes its files, one for each of these kinds, for so many customers.
    """

    code: str
    name: str
    files_begin: str
    contractual: bool
    customers: int
    kinds: tuple[str, ...]
    invent: Callable[[int], Files]


def sample_company(code: str) -> SampleCompany:
    """Return a sample company by its code.

    Raises
    ------
    NotFoundError
        There is none of that code.
    """
    if code not in COMPANIES:
        raise NotFoundError("sample.unknown_company", company=code, companies=", ".join(COMPANIES))
    return COMPANIES[code]


def _hotel_files(customers: int) -> Files:
    from data.sample.hotel_group import hotel_group

    group = hotel_group(_SEED, customers)
    return {
        "customers": _with_headings(group.customers),
        "products": group.products,
        "transactions": group.transactions,
        "survey_answers": _with_scales(group.answers),
        "complaints": group.complaints,
        "complaint_events": group.complaint_events,
        "contacts": group.contacts,
        "rescues": group.rescues,
    }


def _telephone_files(customers: int) -> Files:
    from data.sample.telephone_company import telephone_company

    company = telephone_company(_SEED, customers)
    return {
        "customers": company.customers,
        "products": company.products,
        "contracts": company.contracts,
        "transactions": company.transactions,
        "survey_answers": _with_scales(company.answers),
        "complaints": company.complaints,
        "complaint_events": company.complaint_events,
        "contacts": company.contacts,
        "rescues": company.rescues,
        "exits": company.exits,
    }


def _with_headings(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the customer list with headings for people: ``guest_type`` is ``Guest type``."""
    return customers.rename(columns=lambda name: name.replace("_", " ").capitalize())


def _with_scales(answers: pd.DataFrame) -> pd.DataFrame:
    """Return answers with both ends of their scale in one column, as an import reads it: ``1-5``."""
    ends = answers["Scale from"].astype(str) + "-" + answers["Scale to"].astype(str)
    return answers.drop(columns=["Scale from", "Scale to"]).assign(Scale=ends)


_SAID_AND_DONE = ("survey_answers", "complaints", "complaint_events", "contacts", "rescues")

HOTEL = SampleCompany(
    code="hotel",
    name="Sample hotel group",
    files_begin="sample-",
    contractual=False,
    customers=5000,
    kinds=("customers", "products", "transactions", *_SAID_AND_DONE),
    invent=_hotel_files,
)
TELEPHONE = SampleCompany(
    code="telephone",
    name="Sample telephone company",
    files_begin="telephone-",
    contractual=True,
    customers=4000,
    kinds=("customers", "products", "contracts", "transactions", *_SAID_AND_DONE, "exits"),
    invent=_telephone_files,
)
COMPANIES: dict[str, SampleCompany] = {one.code: one for one in (HOTEL, TELEPHONE)}
