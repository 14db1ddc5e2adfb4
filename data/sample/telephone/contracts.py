"""What has each customer signed, from when to when, and at which fee?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.telephone.course import Course
from data.sample.telephone.leaving import exit_days
from data.sample.telephone.subscribers import start_days
from data.sample.telephone.world import (
    PRICE_RISE,
    PRICE_RISE_MONTH,
    first_days,
    tariff_table,
)
from data.sample.world import DAYS, MONTHS, dates, month_starts


def signed_contracts(subscribers: pd.DataFrame, course: Course, exits: pd.DataFrame) -> pd.DataFrame:
    """Return one row a contract, by customer and begin; positions and day numbers.

    ``start_day`` and ``end_day`` are day numbers; ``end_day`` is ``DAYS`` where the contract runs
    on. ``term_end`` is the first month out of the minimum term as signed.
    """
    before = np.column_stack([subscribers["start_month"].to_numpy(), course.began[:, :-1]])
    customer, month = np.nonzero(course.began != before)
    still = month <= exits["month"].to_numpy()[customer]
    customer, month = customer[still], month[still]
    every = np.arange(len(subscribers))
    begun = np.concatenate([subscribers["start_month"].to_numpy(), month])
    tariff = np.concatenate([subscribers["tariff"].to_numpy(), course.tariff[customer, month]])
    start = np.concatenate([start_days(subscribers), month_starts()[month]])
    term = np.concatenate(
        [begun[every] + tariff_table("term_months")[tariff[every]], course.term_end[customer, month]]
    )
    contracts = pd.DataFrame(
        {
            "customer": np.concatenate([every, customer]),
            "start_day": start,
            "begun": begun,
            "tariff": tariff,
            "term_end": term,
        }
    ).sort_values(["customer", "start_day"], kind="stable", ignore_index=True)
    return contracts.assign(end_day=_ends(contracts, exits))


def _ends(contracts: pd.DataFrame, exits: pd.DataFrame) -> np.ndarray:
    owner = contracts["customer"].to_numpy()
    following = np.append(owner[1:] == owner[:-1], False)
    next_start = np.append(contracts["start_day"].to_numpy()[1:], 0)
    left = exits["left"].to_numpy()[owner]
    return np.where(following, next_start - 1, np.where(left, exit_days(exits)[owner], DAYS))


def list_fee(tariff: np.ndarray, month: np.ndarray) -> np.ndarray:
    """Return the fee a month of tariffs signed in these months."""
    risen = np.where(month >= PRICE_RISE_MONTH, 1.0 + PRICE_RISE, 1.0)
    return np.asarray((tariff_table("fee")[tariff] * risen).round(2))


def fees_due(course: Course) -> np.ndarray:
    """Return what each customer pays a month, customer x month: who is bound pays what was signed."""
    months = np.broadcast_to(np.arange(MONTHS)[None, :], course.tariff.shape)
    priced = np.where(course.term_end <= months, months, course.began)
    return list_fee(course.tariff, priced)


def contracts_file(subscribers: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts as the company's own system would hand them out; no end date while it runs."""
    count = len(contracts)
    ended = contracts["end_day"].to_numpy() < DAYS
    ends = pd.Series(dates(contracts["end_day"].to_numpy()), dtype="datetime64[s]").where(ended)
    until = first_days(contracts["term_end"].to_numpy()) - np.timedelta64(1, "D")
    tariff = contracts["tariff"].to_numpy()
    return pd.DataFrame(
        {
            "Contract no.": [f"V{number:06d}" for number in range(400001, 400001 + count)],
            "Customer no.": subscribers["customer_id"].to_numpy()[contracts["customer"]],
            "Contract start": dates(contracts["start_day"].to_numpy()),
            "Contract end": ends,
            "Minimum term until": until,
            "Tariff": tariff_table("label")[tariff],
            "Monthly fee": list_fee(tariff, contracts["begun"].to_numpy()),
        }
    )
