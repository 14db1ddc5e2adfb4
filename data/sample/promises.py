"""What do the hotel group's own people note as promised, and does the stay after it show?

Promises change nothing in this world: they are drawn given what the next answer will say, so that whoever
was promised too much expects more of that stay and finds less. They have random numbers of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

_LASTS_DAYS = 180
# Where promises are made, and how often one is noted there.
_NOTED = {"season's greetings": 0.9, "account visit": 0.85, "welcome call": 0.6}
_NOT_REACHED = "not reached"
_WRITERS = np.array(["R. Thornfeldt", "A. Vesterlind", "何静怡"])


@dataclass(frozen=True)
class Promise:
    """What is promised: how often beside the others, what it goes with, and who writes it.

    ``expected`` and ``kept`` tilt the odds by standard deviations of what the next answer expects and of how
    far experience exceeds that; ``writers`` are shares of ``_WRITERS``.
    """

    words: str
    share: float
    expected: float
    kept: float
    writers: tuple[float, ...]


PROMISES = (
    Promise("Room upgrade", 0.36, 1.0, -2.4, (0.20, 0.60, 0.20)),
    Promise("Quiet room", 0.32, 0.0, 0.8, (0.50, 0.15, 0.35)),
    Promise("The rate of last year", 0.32, -0.2, -0.2, (0.38, 0.24, 0.38)),
)


def with_promises(
    rng: np.random.Generator, contacts: pd.DataFrame, answers: pd.DataFrame, customers: pd.DataFrame
) -> pd.DataFrame:
    """Return the contacts with who spoke for the group and what was promised, empty where nobody did.

    ``answers`` are those on file, ``customers`` have the ``account_manager`` of those who have one.
    """
    chance = contacts["Purpose"].map(_NOTED).fillna(0.0).to_numpy()
    made = (rng.random(len(contacts)) < chance) & (contacts["Result"] != _NOT_REACHED).to_numpy()
    chosen = _drawn(rng, _odds(contacts, answers))
    writer = _WRITERS[_drawn(rng, np.array([promise.writers for promise in PROMISES])[chosen])]
    own = contacts["Customer no."].map(customers.set_index("customer_id")["account_manager"])
    speaker = np.where(contacts["Purpose"] == "account visit", own, writer)
    return contacts.assign(
        **{
            "Spoken by": np.where(chance > 0.0, speaker, ""),
            "Promised": np.where(made, np.array([promise.words for promise in PROMISES])[chosen], ""),
        }
    )


def _odds(contacts: pd.DataFrame, answers: pd.DataFrame) -> np.ndarray:
    """Return the odds of each promise, contact x promise, given what the same guest answers next."""
    whole = answers[answers["Measures"] == "experience"].dropna(subset=["Expected", "Score"])
    following = pd.merge_asof(
        contacts[["Customer no.", "Contact date"]].astype({"Customer no.": "str"}),
        whole.sort_values("Answer date", kind="stable")[["Customer no.", "Answer date", "Expected", "Score"]],
        left_on="Contact date",
        right_on="Answer date",
        by="Customer no.",
        direction="forward",
        tolerance=pd.Timedelta(days=_LASTS_DAYS),
    )
    expected = _standardised(following["Expected"], whole["Expected"])
    kept = _standardised(following["Score"] - following["Expected"], whole["Score"] - whole["Expected"])
    tilts = [np.exp(promise.expected * expected + promise.kept * kept) for promise in PROMISES]
    return np.column_stack([promise.share * tilt for promise, tilt in zip(PROMISES, tilts, strict=True)])


def _standardised(values: pd.Series, every: pd.Series) -> np.ndarray:
    """Return values in standard deviations from the mean of all; 0 where nothing was answered."""
    return np.asarray(((values - every.mean()) / every.std()).fillna(0.0))


def _drawn(rng: np.random.Generator, odds: np.ndarray) -> np.ndarray:
    """Return one column for each row, drawn by its odds."""
    ends = np.cumsum(odds, axis=1)
    return np.asarray((rng.random(len(odds))[:, None] * ends[:, -1:] >= ends).sum(axis=1))
