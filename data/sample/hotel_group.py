"""What does the made-up hotel group consist of, and what is the truth behind it?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.sample.complaint_steps import draw_steps, steps_file
from data.sample.failures import draw_failures
from data.sample.guests import customer_file, draw_guests, share_of_month, stay_rates
from data.sample.hotel_care import contacts_file, rescues_file
from data.sample.hotel_voices import (
    complaints_file,
    opened_complaints,
    questionnaires_file,
    staff_of,
)
from data.sample.leaving import draw_spells, leaving_intensities, spells_truth
from data.sample.measures import draw_measures, effects_by_factor, measures_truth
from data.sample.postings import draw_transactions, products_list, transactions_file
from data.sample.promises import with_promises
from data.sample.stays import draw_stays, kept_stays
from data.sample.truth import failures_truth, guests_truth, measures_met, months_truth
from data.sample.voices import draw_complaints, draw_surveys


@dataclass(frozen=True)
class Truth:
    """What nobody in the group can know; it serves tests and never reaches the app.

    Attributes
    ----------
    guests
        One row a customer: kind, true purchase rate, frailty, change of habits.
    months
        One row a customer and month: expected stays if still a customer, and the chance to
        leave in that month, in all and by factor.
    spells
        One row a time as a customer: from, to, left or not, true cause and second cause.
    failures
        One row a stay that went wrong, with what it truly cost.
    measures, measure_effects
        The trials with hold-outs and their true effect a customer; the same by factor.
    surveys, complaints
        What guests answered and said.
    """

    guests: pd.DataFrame
    months: pd.DataFrame
    spells: pd.DataFrame
    failures: pd.DataFrame
    measures: pd.DataFrame
    measure_effects: pd.DataFrame
    surveys: pd.DataFrame
    complaints: pd.DataFrame


@dataclass(frozen=True)
class HotelGroup:
    """The company's own files, one frame a kind, and the truth.

    Customers, products and transactions have our names for columns; the others have the
    headings of the systems that they come from.
    """

    customers: pd.DataFrame
    products: pd.DataFrame
    transactions: pd.DataFrame
    answers: pd.DataFrame
    complaints: pd.DataFrame
    complaint_events: pd.DataFrame
    contacts: pd.DataFrame
    rescues: pd.DataFrame
    truth: Truth


def hotel_group(seed: int, customers: int = 5000) -> HotelGroup:
    """Return three years (2023-11-01 to 2026-10-31) of a hotel group without contracts.

    The same seed gives the same bytes. Everything is first drawn as if nobody ever left;
    then the guests leave, and what would have come after is taken out.
    """
    rng = np.random.default_rng(seed)
    guests = draw_guests(rng, customers)
    rates = stay_rates(guests)
    stays = draw_stays(rng, guests, rates)
    failures = draw_failures(rng, guests, stays)
    measures = draw_measures(rng, guests)
    intensities = leaving_intensities(guests, failures, measures)
    spells = draw_spells(rng, guests, intensities)
    stays = kept_stays(stays, spells)
    failures = failures[failures["stay"].isin(stays.index)].reset_index(drop=True)
    books = draw_transactions(rng, guests, stays, failures)
    own = _Own(
        customers=customer_file(rng, guests),
        transactions=transactions_file(guests, books),
        stays=stays.assign(customer_id=guests["customer_id"].to_numpy()[stays["guest"]]),
        surveys=draw_surveys(rng, guests, stays, failures),
    )
    truth = Truth(
        guests=guests_truth(guests),
        months=months_truth(guests, rates * share_of_month(guests), intensities, spells),
        spells=spells_truth(guests, spells),
        failures=failures_truth(guests, failures, books, intensities),
        measures=measures_truth(measures_met(measures, spells), guests, intensities),
        measure_effects=effects_by_factor(),
        surveys=own.surveys.reset_index(drop=True),
        complaints=draw_complaints(rng, guests, stays, failures),
    )
    group = _on_file(np.random.default_rng([seed, 1]), own, truth)
    noted = with_promises(np.random.default_rng([seed, 2]), group.contacts, group.answers, own.customers)
    return replace(group, contacts=noted)


@dataclass(frozen=True)
class _Own:
    """What the group's files are written from, besides the truth."""

    customers: pd.DataFrame
    transactions: pd.DataFrame
    stays: pd.DataFrame
    surveys: pd.DataFrame


def _on_file(rng: np.random.Generator, own: _Own, truth: Truth) -> HotelGroup:
    """Return the group with the files of what was said and done; they have their own random numbers."""
    opened = opened_complaints(rng, truth.complaints)
    steps = draw_steps(rng, opened, staff_of(truth.complaints))
    complaints = complaints_file(rng, truth.complaints, opened, own.customers)
    calls = steps[steps["step"] == "followed up"]
    called = pd.DataFrame(
        {
            "customer_id": truth.complaints["customer_id"].to_numpy()[calls["complaint"]],
            "day": calls["at"].to_numpy().astype("datetime64[D]"),
            "is_satisfied": opened["is_satisfied"].to_numpy()[calls["complaint"]],
        }
    )
    return HotelGroup(
        customers=own.customers,
        products=products_list(),
        transactions=own.transactions,
        answers=questionnaires_file(rng, own.surveys, own.customers),
        complaints=complaints,
        complaint_events=steps_file(complaints["Complaint no."].to_numpy(), steps),
        contacts=contacts_file(rng, own.customers, own.stays, own.surveys, called),
        rescues=rescues_file(rng, truth.measures, own.transactions),
        truth=truth,
    )
