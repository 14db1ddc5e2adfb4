"""What does the made-up telephone company consist of, and what is the truth behind it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample.telephone.answers import draw_questionnaires, questionnaires_file
from data.sample.telephone.bills import draw_bills, products_list, transactions_file
from data.sample.telephone.complaints import complaint_files
from data.sample.telephone.contacts import contacts_file
from data.sample.telephone.contracts import contracts_file, signed_contracts
from data.sample.telephone.course import Course, draw_course
from data.sample.telephone.exits import draw_exit_file
from data.sample.telephone.failures import draw_failures
from data.sample.telephone.leaving import (
    draw_exits,
    intensities_without_offers,
    satisfaction,
)
from data.sample.telephone.offers import apply_offers, effects_by_type
from data.sample.telephone.rescues import draw_rescue_file, offers_met
from data.sample.telephone.subscribers import customer_file, draw_subscribers
from data.sample.telephone.truth import (
    TelephoneTruth,
    customers_truth,
    exits_truth,
    failures_truth,
    months_truth,
    rescues_truth,
)


@dataclass(frozen=True)
class TelephoneCompany:
    """The company's own files, one frame a kind with the headings of its systems, and the truth."""

    customers: pd.DataFrame
    products: pd.DataFrame
    contracts: pd.DataFrame
    transactions: pd.DataFrame
    complaints: pd.DataFrame
    complaint_events: pd.DataFrame
    answers: pd.DataFrame
    contacts: pd.DataFrame
    rescues: pd.DataFrame
    exits: pd.DataFrame
    truth: TelephoneTruth


@dataclass(frozen=True)
class _World:
    """Everything that was drawn, before it is written down as a company would."""

    subscribers: pd.DataFrame
    course: Course
    failures: pd.DataFrame
    satisfied: np.ndarray
    without_offers: np.ndarray
    intensities: np.ndarray
    exits: pd.DataFrame


def telephone_company(seed: int, customers: int = 4000) -> TelephoneCompany:
    """Return three years (2023-11-01 to 2026-10-31) of a telephone company with contracts.

    The same seed gives the same bytes. Everything is first drawn as if nobody ever left;
    then customers leave, and what would have come after is taken out.
    """
    rng = np.random.default_rng([seed, 2])
    world = _draw_world(rng, customers)
    subscribers, course, exits = world.subscribers, world.course, world.exits
    last_month = exits["month"].to_numpy()
    bills = draw_bills(rng, subscribers, course, world.failures, exits)
    complaints, events = complaint_files(rng, subscribers, world.failures)
    asked, told = draw_questionnaires(rng, subscribers, world.satisfied, last_month)
    return TelephoneCompany(
        customers=customer_file(rng, subscribers),
        products=products_list(),
        contracts=contracts_file(subscribers, signed_contracts(subscribers, course, exits)),
        transactions=transactions_file(subscribers, bills),
        complaints=complaints,
        complaint_events=events,
        answers=questionnaires_file(rng, told),
        contacts=contacts_file(rng, subscribers, course, world.failures, asked, last_month),
        rescues=draw_rescue_file(rng, subscribers, course, exits, bills),
        exits=draw_exit_file(rng, subscribers, exits),
        truth=_truth(world, told),
    )


def _draw_world(rng: np.random.Generator, customers: int) -> _World:
    subscribers = draw_subscribers(rng, customers)
    course = draw_course(rng, subscribers)
    failures = draw_failures(rng, subscribers)
    without = intensities_without_offers(subscribers, course, failures)
    intensities = apply_offers(without, course.offers, subscribers["kind"].to_numpy())
    exits = draw_exits(rng, subscribers, course, intensities)
    satisfied = satisfaction(subscribers, course, failures)
    met = failures["month"].to_numpy() <= exits["month"].to_numpy()[failures["customer"]]
    return _World(
        subscribers=subscribers,
        course=course,
        failures=failures[met].reset_index(drop=True),
        satisfied=satisfied,
        without_offers=without,
        intensities=intensities,
        exits=exits,
    )


def _truth(world: _World, told: pd.DataFrame) -> TelephoneTruth:
    subscribers, exits = world.subscribers, world.exits
    kind = subscribers["kind"].to_numpy()
    offers = offers_met(world.course.offers, exits)
    return TelephoneTruth(
        customers=customers_truth(subscribers),
        months=months_truth(subscribers, world.course, world.intensities, world.satisfied, exits),
        exits=exits_truth(subscribers, exits),
        failures=failures_truth(subscribers, world.failures),
        rescues=rescues_truth(subscribers, offers, kind, world.without_offers),
        measure_effects=effects_by_type(),
        answers=told[["customer_id", "day", "true_satisfaction"]],
    )
