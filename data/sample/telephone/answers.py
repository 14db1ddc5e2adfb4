"""Whom does the telephone company ask, who answers, and what do they tick?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.questionnaire import DIMENSIONS, Words, answers_file, tick
from data.sample.world import MONTHS, dates, month_starts

_ASKED_PER_QUARTER = 0.22
_ANSWERS, _ANSWERS_MORE_WHEN_MOVED, _ANSWERS_MOST = 0.20, 0.09, 0.75
_LONG_SHARE = 0.55
# Of what a failure takes from satisfaction, how it falls on the five dimensions.
_HURT_SHARES = np.array([0.50, 0.10, 0.45, 0.20, 0.30])
_WORDS: Words = {
    "reliability": (
        ("The line drops in the evening, every evening.", "每天晚上都断线。"),
        ("Promised for Monday, done on Friday.", "说好星期一，拖到星期五才弄好。"),
    ),
    "tangibles": (
        ("The box is loud and hot.", "盒子又响又烫。"),
        ("The bill can't be read without a magnifying glass.", "账单的字小得看不清。"),
    ),
    "responsiveness": (
        ("Forty minutes in the queue.", "客服电话排队四十分钟。"),
        ("Nobody rang back.", "没人回电话。"),
    ),
    "assurance": (
        ("Each of your people tells me something else.", "每个客服说法都不一样。"),
        ("I don't trust the bill.", "账单让人不放心。"),
    ),
    "empathy": (
        ("I am a number to you.", "你们只把我当一个号码。"),
        ("They read from a sheet and don't listen.", "客服照本宣科，根本不听。"),
    ),
    "praise": (
        ("Works, and I never have to think of it.", "一直很稳定，不用操心。"),
        ("The technician was on time and kind.", "师傅准时上门，人也很好。"),
        ("Good price for what I need.", "价格合适，够用。"),
    ),
}


def draw_questionnaires(
    rng: np.random.Generator, subscribers: pd.DataFrame, satisfied: np.ndarray, last_month: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return those asked (customer, day, whether they answered) and the answered questionnaires.

    In the middle of each quarter a part of the customers is asked; the very content and the
    very cross answer more often. ``true_satisfaction`` is that of the month.
    """
    quarters = np.arange(1, MONTHS, 3)
    there = subscribers["start_month"].to_numpy()[:, None] < quarters[None, :]
    there &= quarters[None, :] <= last_month[:, None]
    quarter, customer = np.nonzero(((rng.random(there.shape) < _ASKED_PER_QUARTER) & there).T)
    month = quarters[quarter]
    felt = satisfied[customer, month]
    chance = np.clip(_ANSWERS + _ANSWERS_MORE_WHEN_MOVED * np.abs(felt), 0.0, _ANSWERS_MOST)
    answered = rng.random(len(customer)) < chance
    day = month_starts()[month] + 4
    asked = pd.DataFrame({"customer": customer, "day": day, "answered": answered})
    who = customer[answered]
    told = pd.DataFrame(
        {
            "customer_id": subscribers["customer_id"].to_numpy()[who],
            "day": dates(day[answered] + rng.integers(0, 12, size=len(who))),
            "channel": rng.choice(["E-mail", "App", "Hotline"], size=len(who), p=(0.5, 0.35, 0.15)),
            "in_chinese": subscribers["speaks_chinese"].to_numpy()[who],
        }
    )
    return asked, pd.concat([told, _ticked(rng, felt[answered])], axis=1)


def _ticked(rng: np.random.Generator, felt: np.ndarray) -> pd.DataFrame:
    expectation = np.clip(rng.normal(6.6, 1.2, len(felt)), 1.0, 10.0)
    cross = np.maximum(-felt - 0.3, 0.0)
    # One dimension is meant above all, the others suffer a little with it.
    meant = rng.choice(len(DIMENSIONS), size=len(felt), p=_HURT_SHARES / _HURT_SHARES.sum())
    hurt = cross[:, None] * 0.3 * _HURT_SHARES[None, :]
    hurt[np.arange(len(felt)), meant] += 0.6 * cross
    return pd.DataFrame(tick(rng, expectation, felt, hurt))


def questionnaires_file(rng: np.random.Generator, told: pd.DataFrame) -> pd.DataFrame:
    """Return the answers, one row a question; questionnaires are numbered in the order of ``told``."""
    return answers_file(rng, told, _WORDS, _LONG_SHARE)
