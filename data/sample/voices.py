"""What do guests say: answers to surveys, and complaints?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.complaint_steps import priorities
from data.sample.questionnaire import tick
from data.sample.world import DAYS, FACTORS, HOUSES, LAST_DAY, dates, house_table

ASKED, ANSWERS = 0.40, 0.34
# How much a failure of severity 1 takes off each dimension (1-7), by factor.
_HURT = np.array(
    [
        [0.6, 0.2, 0.3, 1.2, 0.5],
        [0.5, 0.9, 1.4, 0.2, 0.6],
        [2.6, 1.5, 0.6, 0.7, 0.4],
        [0.6, 0.1, 1.6, 1.1, 2.4],
        [0.7, 0.0, 2.4, 0.9, 1.9],
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.9, 0.1, 0.3, 3.0, 1.6],
        [0.0, 0.0, 0.0, 0.0, 0.0],
    ]
)
# What is urgent is settled sooner: days by priority, as a share of the usual.
_DAYS_BY_PRIORITY = np.array([0.6, 1.0, 1.4])
_CHANNELS = np.array(["face to face", "telephone", "website", "e-mail", "letter"])
_TEXTS = {
    "price": "The bill was higher than what had been agreed.",
    "inconvenience": "Long wait at the desk, and the car park was full.",
    "core_service_failure": "The room was not as booked: it was loud and the heating failed.",
    "service_encounter_failure": "The desk was short with us and would not listen.",
    "ethics": "Charged for a minibar that nobody had opened.",
}


def draw_surveys(
    rng: np.random.Generator, guests: pd.DataFrame, stays: pd.DataFrame, failures: pd.DataFrame
) -> pd.DataFrame:
    """Return one row an answered survey with the true satisfaction behind it, by its label in ``stays``.

    ``expectation`` and ``experience`` are on 0-10, the SERVQUAL items on 1-7 (``_e`` what was
    expected, ``_p`` perceived), CSAT 1-5, NPS 0-10, effort (CES) 1-7. The angry answer a
    little more often.
    """
    severity = np.zeros(len(stays))
    factor = np.full(len(stays), FACTORS.index("involuntary"))
    place = pd.Series(np.arange(len(stays)), index=stays.index)
    hit = place.loc[failures["stay"]].to_numpy()
    eased = np.where(failures["handled_well"], 0.45, np.where(failures["complained"], 1.15, 1.0))
    severity[hit], factor[hit] = failures["severity"].to_numpy() * eased, failures["factor"].to_numpy()
    answered = rng.random(len(stays)) < ASKED * np.clip(ANSWERS + 0.25 * severity, 0.0, 1.0)
    answered &= ~stays["cancelled"].to_numpy()
    chosen = stays[answered]
    answers = _answers(rng, chosen, severity[answered], factor[answered])
    said = pd.DataFrame(
        {
            "customer_id": guests["customer_id"].to_numpy()[chosen["guest"]],
            "day": dates(np.minimum((chosen["day"] + chosen["nights"] + 1).to_numpy(), DAYS - 1)),
            "house": house_table("name")[chosen["house"]],
        },
        index=chosen.index,
    )
    return pd.concat([said, answers], axis=1)


def _answers(
    rng: np.random.Generator, stays: pd.DataFrame, severity: np.ndarray, factor: np.ndarray
) -> pd.DataFrame:
    count = len(stays)
    quality = 0.9 - 4.0 * house_table("failure")[stays["house"]]
    expectation = np.clip(rng.normal(6.8, 1.1, count), 1.0, 10.0)
    satisfaction = quality + rng.normal(0.0, 0.9, count) - 4.2 * severity
    hurt = severity[:, None] * _HURT[factor]
    return pd.DataFrame(tick(rng, expectation, satisfaction, hurt), index=stays.index)


def draw_complaints(
    rng: np.random.Generator, guests: pd.DataFrame, stays: pd.DataFrame, failures: pd.DataFrame
) -> pd.DataFrame:
    """Return one row a complaint: who, when, where, what, how, and how it ended."""
    said = failures[failures["complained"]].reset_index(drop=True)
    count = len(said)
    # Four in ten speak up in the house, before they check out.
    in_house = rng.random(count) < 0.4
    delay = np.where(in_house, 0, 1 + rng.poisson(3.0, count))
    spoken = np.where(in_house, 0, rng.integers(1, len(_CHANNELS), size=count))
    handled = said["handled_well"].to_numpy()
    days = np.where(handled, rng.poisson(1.2, count), 3 + rng.poisson(9.0, count))
    days = np.where(in_house & handled, 0, days) * _DAYS_BY_PRIORITY[priorities(said["severity"].to_numpy())]
    factors = np.array(FACTORS)[said["factor"]]
    where = stays["house"].loc[said["stay"]].to_numpy()
    complaints = pd.DataFrame(
        {
            "customer_id": guests["customer_id"].to_numpy()[said["guest"]],
            "day": dates(said["day"].to_numpy() + delay),
            "house": np.array([house.name for house in HOUSES])[where],
            "factor": factors,
            "text": [_TEXTS[factor] for factor in factors],
            "channel": _CHANNELS[spoken],
            "severity": said["severity"],
            "before_check_out": in_house,
            "days_to_resolve": days.round().astype(np.int64),
            "remedy_share": said["refunded_share"],
            "satisfied_with_remedy": rng.random(count) < np.where(handled, 0.84, 0.12),
        }
    )
    return complaints[complaints["day"] <= np.datetime64(LAST_DAY)].reset_index(drop=True)
