"""How does an index of answers differ between groups of customers, and between channels?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboard.presenters.answer_filters import AnswerFilters, asking
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import estimate_of, in_rows
from dashboard.presenters.satisfaction import SHOWN, Tables
from dashboard.presenters.terms import STAGES, STATES, TIERS, term
from engine.satisfaction.point_ranges import SMALLEST_GROUP

_TERMS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "value_tier": ("tier", TIERS),
    "lifecycle_stage": ("stage", STAGES),
    "churn_state": ("state", STATES),
}
CHANNEL: Final = "channel"


def index_choices(tables: Tables, grounds: Grounds) -> dict[str, str]:
    """Return the indices that are known of a group, with their names."""
    found = tables("satisfaction_figures")
    if found.empty:
        return {}
    grouped = set(found.loc[(found["by"] != "") & found["value"].notna(), "figure"])
    return {name: grounds.reader.texts(f"experience.figure.{name}") for name in SHOWN if name in grouped}


def index_groups(tables: Tables, figure: str, grounds: Grounds) -> dict[str, pd.DataFrame]:
    """Return the bars of an index (``code word value label``) by tier, stage, state and channel.

    Groups of fewer than five respondents have none; a kind of groups without any bar is left out.
    """
    found, reader = tables("satisfaction_figures"), grounds.reader
    part = found[(found["figure"] == figure) & (found["n"] >= SMALLEST_GROUP)].rename(
        columns={"group": "code"}
    )
    words = {
        by: {code: term(kind, code, reader.texts) for code in codes} for by, (kind, codes) in _TERMS.items()
    }
    words[CHANNEL] = {str(code): str(code) for code in part.loc[part["by"] == CHANNEL, "code"]}
    kinds = {by: kind for by, (kind, _) in _TERMS.items()} | {CHANNEL: CHANNEL}
    bars = {
        kinds[by]: in_rows(part[part["by"] == by], named, SHOWN[figure].kind, reader)
        for by, named in words.items()
    }
    return {kind: one for kind, one in bars.items() if len(one)}


def usual_value(tables: Tables, figure: str) -> float | None:
    """Return the index of all respondents; None where it is undefined."""
    found = estimate_of(tables("satisfaction_figures"), figure=figure, by="", group="")
    return found.value if found.is_defined else None


def behind_group(kind: str, figure: str, code: str) -> tuple[AnswerFilters, CustomerFilters]:
    """Return what narrows the answers to those behind a bar."""
    if kind == CHANNEL:
        return asking(figure, code), CustomerFilters()
    chosen: dict[str, Any] = {kind: (code,)}
    return AnswerFilters(figure), CustomerFilters(**chosen)
