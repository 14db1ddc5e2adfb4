"""Of how many customers is the cause known, what is it most often, and what if it isn't?"""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.terms import CAUSES, term
from engine.cards import ModelCard
from engine.churn.factors import PRIOR_EXITS, UNCLEAR

_MOSTLY: Final = 0.5


def with_causes(said: str, leaning: pd.DataFrame, reader: Reader) -> str:
    """Return a headline with the commonest cause and the time; of few known causes it says of how many."""
    clear = leaning["cause"][leaning["cause"].isin(CAUSES) & (leaning["cause"] != UNCLEAR)]
    months = leaning["churn_expected_months"].median()
    if clear.empty or pd.isna(months):
        return reader.texts("warning.headline.end", said=said)
    counts = clear.value_counts()
    told = {
        "cause": term("cause", counts.index[0], reader.texts),
        "share": reader.formats.percent(counts.iloc[0] / len(leaning), 0),
        "count": len(clear),
        "months": max(1, round(months)),
    }
    kind = "why" if len(clear) >= _MOSTLY * len(leaning) else "few"
    return reader.texts(f"warning.headline.{kind}", said=said, **told)


def unclear_note(customers: pd.DataFrame, card: ModelCard | None, reader: Reader) -> str:
    """Return why most of those worth contacting have no cause, and how causes get known; else empty."""
    worth = customers[(customers["expected_gain"] > 0) & (customers["churn_state"] != "left")]
    unclear = int((worth["cause"] == UNCLEAR).sum())
    if card is None or unclear < _MOSTLY * len(worth) or not unclear:
        return ""
    exits = int(card.facts.get("exits_with_causes", 0))
    numbers = {"unclear": reader.formats.count(unclear), "all": reader.formats.count(len(worth))}
    known = "many" if exits >= PRIOR_EXITS else "few" if exits else "none"
    return reader.texts(f"warning.unclear.{known}", exits=exits, needed=round(PRIOR_EXITS), **numbers)
