"""What does the made-up hotel group consist of, and what is the truth behind it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample.failures import draw_failures
from data.sample.guests import customer_file, draw_guests, share_of_month, stay_rates
from data.sample.leaving import draw_spells, leaving_intensities, spells_truth
from data.sample.measures import draw_measures, effects_by_factor, measures_truth
from data.sample.postings import draw_transactions, products_list, transactions_file
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
    """The company's own files (customers, products, transactions), and the truth."""

    customers: pd.DataFrame
    products: pd.DataFrame
    transactions: pd.DataFrame
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
    return HotelGroup(
        customers=customer_file(rng, guests),
        products=products_list(),
        transactions=transactions_file(guests, books),
        truth=Truth(
            guests=guests_truth(guests),
            months=months_truth(guests, rates * share_of_month(guests), intensities, spells),
            spells=spells_truth(guests, spells),
            failures=failures_truth(guests, failures, books, intensities),
            measures=measures_truth(measures_met(measures, spells), guests, intensities),
            measure_effects=effects_by_factor(),
            surveys=draw_surveys(rng, guests, stays, failures),
            complaints=draw_complaints(rng, guests, stays, failures),
        ),
    )
