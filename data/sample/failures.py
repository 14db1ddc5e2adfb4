"""What goes wrong at a stay, who complains of it, and how well is it put right?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.world import DAYS, FACTORS, HOUSES, MONTHS, house_table

# Of the failures that a stay can bring: price (bills), inconvenience, core, encounter, ethics.
_FACTOR_SHARES = np.array([0.16, 0.15, 0.38, 0.27, 0.0, 0.0, 0.04, 0.0])
_IN_TROUBLE = 2.4
_HANDLED_WELL = 0.66
# Added monthly intensity of leaving by a failure of severity 1, in the months after it.
ADDED_INTENSITY = 0.36
FADING = np.array([1.0, 0.6, 0.35, 0.2])
_FELT_LESS_WHEN_HANDLED = 0.35
_RESPONSE_BADLY_HANDLED = 0.9
_STAFF_COST_PER_COMPLAINT = 24.0


def draw_failures(rng: np.random.Generator, guests: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    """Return one row a stay that went wrong; ``stay`` is its label in ``stays``.

    ``severity`` is 0-1. A guest who complains is handled well or badly; who is handled badly
    gets the response to the failure as a second reason to leave.
    """
    trouble = np.array([house.trouble for house in HOUSES])
    house, month = stays["house"].to_numpy(), stays["month"].to_numpy()
    troubled = (month >= trouble[house, 0]) & (month <= trouble[house, 1])
    chance = house_table("failure")[house] * np.where(troubled, _IN_TROUBLE, 1.0)
    wrong = stays[(rng.random(len(stays)) < chance) & ~stays["cancelled"].to_numpy()]
    count = len(wrong)
    severity = rng.beta(2.2, 2.6, size=count)
    eagerness = guests["complains"].to_numpy()[wrong["guest"]]
    complained = rng.random(count) < np.clip(eagerness * (0.5 + 1.2 * severity), 0.0, 0.97)
    handled = np.where(complained, rng.random(count) < _HANDLED_WELL, False)
    failures = pd.DataFrame(
        {
            "stay": wrong.index.to_numpy(),
            "guest": wrong["guest"].to_numpy(),
            "month": wrong["month"].to_numpy(),
            "day": (wrong["day"] + wrong["nights"]).to_numpy(),
            "factor": rng.choice(len(FACTORS), size=count, p=_FACTOR_SHARES),
            "severity": severity,
            "complained": complained,
            "handled_well": handled.astype(bool),
        }
    )
    # What goes wrong after the last day isn't known yet.
    failures = failures[failures["day"] < DAYS].reset_index(drop=True)
    failures["refunded_share"] = _refunds(rng, failures)
    spent = _STAFF_COST_PER_COMPLAINT * (0.6 + failures["severity"])
    failures["staff_cost"] = spent.where(failures["complained"], 0.0)
    return failures


def _refunds(rng: np.random.Generator, failures: pd.DataFrame) -> np.ndarray:
    """Return the share of the room's price given back; half of the well handled, few of the others."""
    chance = np.where(failures["handled_well"], 0.62, np.where(failures["complained"], 0.10, 0.01))
    share = np.clip(0.15 + 0.75 * failures["severity"].to_numpy(), 0.0, 1.0)
    return np.where(rng.random(len(failures)) < chance, share.round(2), 0.0)


def added_intensity(failures: pd.DataFrame, guests_count: int) -> np.ndarray:
    """Return what failures add to the intensity of leaving: guest x month x factor.

    It begins in the month after the stay and fades over four months, so that nobody leaves
    over something that hasn't happened yet.
    """
    added = np.zeros((guests_count, MONTHS + len(FADING) + 1, len(FACTORS)))
    own, response = failure_weights(failures)
    guest, month = failures["guest"].to_numpy(), failures["month"].to_numpy()
    responding = np.full(len(guest), FACTORS.index("response_to_failure"))
    for lag, weight in enumerate(FADING, start=1):
        np.add.at(added, (guest, month + lag, failures["factor"].to_numpy()), own * weight)
        np.add.at(added, (guest, month + lag, responding), response * weight)
    return added[:, :MONTHS]


def failure_weights(failures: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return each failure's intensity in its first month: by its own factor, and by the response."""
    strength = ADDED_INTENSITY * failures["severity"].to_numpy()
    handled = failures["handled_well"].to_numpy()
    badly = failures["complained"].to_numpy() & ~handled
    own = strength * np.where(handled, _FELT_LESS_WHEN_HANDLED, 1.0)
    return own, strength * np.where(badly, _RESPONSE_BADLY_HANDLED, 0.0)
