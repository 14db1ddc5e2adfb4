"""Which touches between company and customer are on file: who began them, why, at what cost?

Faults are reported here whether or not anybody complains of them; nothing here changes who leaves.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from data.sample.telephone.course import Course
from data.sample.telephone.subscribers import start_days
from data.sample.touches import touches
from data.sample.world import MONTHS, dates, month_starts

_ADVICE_PER_MONTH = 0.010
_NEED_ADVICE_MISFIT = 0.25
_VISITS_PER_MONTH = 0.10
_BUSINESS_FAMILY = 3
_REACHED = 0.66
_touch = partial(touches, "customer")


def contacts_file(
    rng: np.random.Generator,
    subscribers: pd.DataFrame,
    course: Course,
    failures: pd.DataFrame,
    asked: pd.DataFrame,
    last_month: np.ndarray,
) -> pd.DataFrame:
    """Return the contacts by day, one row each, as the company's own system would hand them out."""
    parts = [
        _fault_reports(failures),
        _reminders(course, last_month),
        _welcomes(rng, subscribers),
        _advice(rng, subscribers, course, last_month),
        _visits(rng, subscribers, last_month),
        _invitations(asked),
    ]
    every = pd.concat(parts, ignore_index=True)
    every = every.sort_values(["Contact date", "customer"], kind="stable", ignore_index=True)
    ids = subscribers["customer_id"].to_numpy()[every.pop("customer")]
    every.insert(0, "Customer no.", ids)
    every.insert(0, "Contact no.", [f"C{number:06d}" for number in range(1, len(every) + 1)])
    every["Contact date"] = dates(every["Contact date"].to_numpy())
    return every


def _fault_reports(failures: pd.DataFrame) -> pd.DataFrame:
    reported = failures[failures["reported"]]
    days = reported["wait_days"].to_numpy()
    result = np.select(
        [days <= 1.0, days <= 3.0], ["fixed within a day", "fixed within three days"], "fixed later"
    )
    how = ("Hotline", "fault report", "after the sale", 4.5)
    return _touch(reported["customer"].to_numpy(), reported["day"].to_numpy(), how, result)


def _reminders(course: Course, last_month: np.ndarray) -> pd.DataFrame:
    months = np.arange(MONTHS)[None, :]
    customer, month = np.nonzero((course.arrears > 0) & (months <= last_month[:, None]))
    owed = course.arrears[customer, month]
    following = np.minimum(month + 1, MONTHS - 1)
    paid = (course.arrears[customer, following] == 0) & (following <= last_month[customer])
    result = np.where(month == MONTHS - 1, "", np.where(paid, "paid", "not paid"))
    how = ("Letter", "payment reminder", "after the sale", 1.6)
    frame = _touch(customer, month_starts()[month] + 20, how, result)
    return frame.assign(Purpose=np.where(owed >= 2, "last payment reminder", "payment reminder"))


def _welcomes(rng: np.random.Generator, subscribers: pd.DataFrame) -> pd.DataFrame:
    start = start_days(subscribers)
    new = np.flatnonzero((start >= 0) & (start + 14 < month_starts()[-1]))
    result = np.where(rng.random(len(new)) < _REACHED, "reached", "not reached")
    return _touch(new, start[new] + 14, ("Hotline", "welcome call", "after the sale", 5.0), result)


def _advice(
    rng: np.random.Generator, subscribers: pd.DataFrame, course: Course, last_month: np.ndarray
) -> pd.DataFrame:
    """Return advice on tariffs, given when asked for; who has one that doesn't fit asks more often."""
    chance = _ADVICE_PER_MONTH * (1.0 + (course.misfit > _NEED_ADVICE_MISFIT))
    customer, month = _drawn(rng, chance, subscribers, last_month)
    fits = course.misfit[customer, month] <= _NEED_ADVICE_MISFIT
    result = np.where(fits, "tariff fits", "another tariff advised")
    days = month_starts()[month] + rng.integers(0, 28, size=len(month))
    return _touch(customer, days, ("Shop", "tariff advice", "before the sale", 9.0), result)


def _visits(rng: np.random.Generator, subscribers: pd.DataFrame, last_month: np.ndarray) -> pd.DataFrame:
    business = subscribers["family"].to_numpy() == _BUSINESS_FAMILY
    chance = np.where(business, _VISITS_PER_MONTH, 0.0)[:, None] * np.ones(MONTHS)
    customer, month = _drawn(rng, chance, subscribers, last_month)
    result = rng.choice(["needs noted", "offer asked for", "nothing new"], size=len(month), p=(0.4, 0.2, 0.4))
    days = month_starts()[month] + rng.integers(0, 28, size=len(month))
    return _touch(customer, days, ("Face to face", "account visit", "before the sale", 70.0), result)


def _drawn(
    rng: np.random.Generator, chance: np.ndarray, subscribers: pd.DataFrame, last_month: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return customer and month of what happens by chance, customer x month, while they are customers."""
    months = np.arange(MONTHS)[None, :]
    there = (months > subscribers["start_month"].to_numpy()[:, None]) & (months <= last_month[:, None])
    customer, month = np.nonzero((rng.random(chance.shape) < chance) & there)
    return customer, month


def _invitations(asked: pd.DataFrame) -> pd.DataFrame:
    result = np.where(asked["answered"], "answered", "no answer")
    how = ("E-mail", "survey invitation", "after the sale", 0.05)
    return _touch(asked["customer"].to_numpy(), asked["day"].to_numpy(), how, result)
