"""What does the hotel group have on file of what it did for guests: touches of care, offers and hold-outs?

Care follows fixed rules and changes nothing in this world; the trials of ``measures`` do. Who has
left is written to all the same, as nobody knows.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from data.sample.measures import EFFECT_MONTHS, MEASURES
from data.sample.touches import touches
from data.sample.voices import ANSWERS, ASKED
from data.sample.world import FIRST_DAY, LAST_DAY, MONTHS, dates, month_of, month_starts

_COLUMNS = ("Customer no.", "Contact date", "Channel", "Purpose", "Stage", "Cost", "Result")
_WELCOMED = 0.35
_VISITED_PER_QUARTER = 0.6
# Chance to answer and to take the offer, in the order of MEASURES.
_RESPONDS = np.array([0.78, 0.44, 0.58, 0.40])
_TAKES = np.array([0.70, 0.62, 0.80, 0.75])
_touch = partial(touches, "Customer no.")


def contacts_file(
    rng: np.random.Generator,
    customers: pd.DataFrame,
    stays: pd.DataFrame,
    surveys: pd.DataFrame,
    called: pd.DataFrame,
) -> pd.DataFrame:
    """Return the touches of care by day: invitations to the survey, welcomes, greetings, visits, calls.

    ``stays`` has the ids of who stayed; ``surveys`` carries the label of the stay in its index;
    ``called`` has who was called back after a complaint (customer_id, day, is_satisfied).
    """
    parts = [
        _invitations(rng, stays, surveys),
        _welcomes(rng, stays),
        _greetings(customers),
        _visits(rng, customers),
        _calls(called),
    ]
    every = pd.concat([part[list(_COLUMNS)] for part in parts], ignore_index=True)
    every = every[every["Contact date"] <= np.datetime64(LAST_DAY)]
    every = every.sort_values(["Contact date", "Customer no."], kind="stable", ignore_index=True)
    every.insert(0, "Contact no.", [f"C{number:06d}" for number in range(1, len(every) + 1)])
    return every


def _invitations(rng: np.random.Generator, stays: pd.DataFrame, surveys: pd.DataFrame) -> pd.DataFrame:
    """Return who was asked to answer; four in ten stays are, whoever answered among them."""
    answered = stays.index.isin(surveys.index)
    # Chance to have been asked, given that no answer came.
    asked = ASKED * (1.0 - ANSWERS) / (1.0 - ASKED * ANSWERS)
    invited = answered | (rng.random(len(stays)) < asked)
    chosen = stays[invited & ~stays["cancelled"].to_numpy()]
    days = dates((chosen["day"] + chosen["nights"]).to_numpy())
    result = np.where(chosen.index.isin(surveys.index), "answered", "no answer")
    how = ("e-mail", "survey invitation", "after the sale", 0.05)
    return _touch(chosen["customer_id"].to_numpy(), days, how, result)


def _welcomes(rng: np.random.Generator, stays: pd.DataFrame) -> pd.DataFrame:
    first = stays.drop_duplicates("customer_id")
    chosen = first[rng.random(len(first)) < _WELCOMED]
    result = np.where(rng.random(len(chosen)) < 0.62, "reached", "not reached")
    how = ("telephone", "welcome call", "after the sale", 6.0)
    return _touch(chosen["customer_id"].to_numpy(), dates(chosen["day"].to_numpy() + 9), how, result)


def _greetings(customers: pd.DataFrame) -> pd.DataFrame:
    """Return a letter each December to who has the newsletter and was on file."""
    readers = customers[customers["newsletter"] == "yes"]
    how = ("letter", "season's greetings", "before the sale", 1.4)
    years = [np.datetime64(f"{FIRST_DAY.year + later}-12-12", "D") for later in range(3)]
    written = []
    for day in years:
        there = readers.loc[readers["known_on"] <= day, "customer_id"].to_numpy()
        written.append(_touch(there, np.full(len(there), day), how, ""))
    return pd.concat(written, ignore_index=True)


def _visits(rng: np.random.Generator, customers: pd.DataFrame) -> pd.DataFrame:
    accounts = customers[customers["account_manager"] != ""]
    quarters = np.arange(MONTHS // 3)
    account, quarter = np.nonzero(rng.random((len(accounts), len(quarters))) < _VISITED_PER_QUARTER)
    days = dates(month_starts()[quarter * 3] + rng.integers(0, 88, size=len(quarter)))
    there = days >= accounts["known_on"].to_numpy()[account]
    result = rng.choice(["needs noted", "offer asked for", "nothing new"], size=len(days), p=(0.4, 0.2, 0.4))
    how = ("face to face", "account visit", "before the sale", 85.0)
    ids = accounts["customer_id"].to_numpy()[account]
    return _touch(ids[there], days[there], how, result[there])


def _calls(called: pd.DataFrame) -> pd.DataFrame:
    how = ("telephone", "follow-up after complaint", "after the sale", 7.5)
    result = np.where(called["is_satisfied"], "satisfied", "not satisfied")
    return _touch(called["customer_id"].to_numpy(), called["day"].to_numpy(), how, result)


def rescues_file(
    rng: np.random.Generator, measures: pd.DataFrame, transactions: pd.DataFrame
) -> pd.DataFrame:
    """Return the trials as the group notes them: one row an offer or hold-out, with what came of it.

    ``measures`` are those of the truth; their effect stays there. The outcome of six months is
    what the books show, and empty until six months are over.
    """
    count = len(measures)
    names = [measure.name for measure in MEASURES]
    number = measures["measure"].map({name: place for place, name in enumerate(names)}).to_numpy()
    control = measures["held_out"].to_numpy()
    draws = rng.random((2, count))
    responded = ~control & (draws[0] < _RESPONDS[number])
    accepted = responded & (draws[1] < _TAKES[number])
    brought, known = _half_year(measures, transactions)
    return pd.DataFrame(
        {
            "Offer no.": [f"A{row:05d}" for row in range(1, count + 1)],
            "Customer no.": measures["customer_id"].to_numpy(),
            "Offer date": measures["day"].to_numpy(),
            "Measure": measures["measure"].to_numpy(),
            "Control group": np.where(control, "yes", "no"),
            "Cost": measures["cost"].to_numpy(),
            "Responded": np.where(control, "", np.where(responded, "yes", "no")),
            "Accepted": np.where(control, "", np.where(accepted, "yes", "no")),
            "Outcome": np.where(known, np.where(brought > 0.0, "stayed again", "not seen"), ""),
            "Revenue in six months": np.where(known, brought, np.nan),
        }
    )


def _half_year(measures: pd.DataFrame, transactions: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return what each customer brought in the six months after, and whether they are over."""
    months = month_of(_day_numbers(transactions["day"]))
    columns = range(MONTHS + EFFECT_MONTHS)
    monthly = transactions.assign(month=months).pivot_table(
        index="customer_id", columns="month", values="amount", aggfunc="sum", fill_value=0.0
    )
    books = monthly.reindex(columns=columns, fill_value=0.0)
    own = books.index.get_indexer(pd.Index(measures["customer_id"]))
    begin = month_of(_day_numbers(measures["day"]))
    window = begin[:, None] + np.arange(EFFECT_MONTHS)[None, :]
    return books.to_numpy()[own[:, None], window].sum(axis=1).round(2), begin + EFFECT_MONTHS <= MONTHS


def _day_numbers(days: pd.Series) -> np.ndarray:
    since = days.to_numpy().astype("datetime64[D]") - np.datetime64(FIRST_DAY, "D")
    return np.asarray(since.astype(np.int64))
