"""Of those who were asked, how many answered?

Whom a company asked is known where its file of contacts tells of invitations; else somebody may type how
many were asked in the last 12 months. Where neither is known there is no response rate: who answered
says nothing of who was asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

from engine.errors import SettingOutOfRangeError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate
from engine.satisfaction.intervals import MINIMUM_ANSWERS
from engine.satisfaction.roles import COSTS, SERVQUAL, VALUES

RESPONSE_RATE = Formula(
    name="response_rate",
    latex=r"\rho = \frac{|\{\text{invitations answered within 60 days}\}|}"
    r"{|\{\text{invitations of at least 60 days ago}\}|}",
)

ANSWER_DAYS: Final = 60
MOST_INVITED: Final = 1e9
ROLES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "csat": ("csat",),
    "nps": ("nps",),
    "ces": ("ces",),
    "satisfaction_ratio": ("experience",),
    "servqual_gap": SERVQUAL,
    "delivered_value": (*VALUES, *COSTS),
    **{role: (role,) for role in (*SERVQUAL, *VALUES, *COSTS)},
}
"""Which answers each index rests on, and each part of one; the empty name stands for any answer."""

_INVITES = re.compile(r"survey|questionnaire|feedback|\bnps\b|问卷|調查|调查|满意度|滿意度", re.IGNORECASE)
_COLUMNS = ("figure", "value", "low", "high", "n", "needed", "answered", "origin")


def check_invited(typed: Mapping[str, float]) -> None:
    """Refuse any other typed name than ``invited``, and a number of people that can't be.

    Raises
    ------
    SettingOutOfRangeError
        There is one.
    """
    for name, value in typed.items():
        if name != "invited" or not 1.0 <= value <= MOST_INVITED:
            raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)


def invitations(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts whose purpose was to have a survey answered: ``customer_id``, ``day``."""
    asked = contacts["purpose"].str.contains(_INVITES, na=False)
    return contacts.loc[asked & contacts["customer_id"].notna(), ["customer_id", "day"]]


def response_rates(
    answers: pd.DataFrame,
    invited: pd.DataFrame,
    typed: Mapping[str, float],
    as_of: dt.date,
    needed: int = MINIMUM_ANSWERS,
) -> pd.DataFrame:
    """Return the response rate of each index and part: ``figure value low high n needed answered origin``.

    ``n`` is the number of invitations that had their 60 days by ``as_of``, of which ``answered`` brought an
    answer; ``origin`` is ``contacts``, ``typed`` or empty where nobody knows whom the company asked. More
    answers than were asked for leave the rate undefined, as do fewer than ``needed`` invitations. A typed
    number goes before contacts.
    """
    wanted = {"": tuple(answers["role"].dropna().unique()), **ROLES_OF}
    # Who was asked a week ago may still answer: counted now, they would only lower the rate.
    settled = invited[invited["day"] <= pd.Timestamp(as_of) - pd.Timedelta(days=ANSWER_DAYS)]
    rows = []
    for figure, roles in wanted.items():
        given = answers if not figure else answers[answers["role"].isin(roles)]
        found, answered, origin = _rate(given, settled, typed.get("invited"), needed)
        if not origin and len(invited) and len(given):
            origin = "contacts"
        rows.append((figure, found.value, found.low, found.high, found.n, found.needed, answered, origin))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _rate(
    given: pd.DataFrame, invited: pd.DataFrame, typed: float | None, needed: int
) -> tuple[Estimate, int, str]:
    respondents = int(given["respondent"].nunique())
    if typed is not None:
        asked = round(typed)
        if respondents > asked:
            return Estimate(float("nan"), n=asked), respondents, "typed"
        return share_estimate(respondents, asked, needed), respondents, "typed"
    if invited.empty or not respondents:
        return Estimate(float("nan")), respondents, ""
    answered = _answered(given, invited)
    return share_estimate(answered, len(invited), needed), answered, "contacts"


def _answered(given: pd.DataFrame, invited: pd.DataFrame) -> int:
    """Return how many invitations were followed by an answer of that customer within 60 days."""
    named = given.loc[given["customer_id"].notna(), ["customer_id", "day"]].sort_values("day")
    asked = invited.sort_values("day")
    joined = pd.merge_asof(
        asked,
        named.assign(answered=named["day"]),
        on="day",
        by="customer_id",
        direction="forward",
        tolerance=pd.Timedelta(days=ANSWER_DAYS),
    )
    return int(joined["answered"].notna().sum())
