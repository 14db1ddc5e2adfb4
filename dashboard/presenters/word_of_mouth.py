"""How many hear bad and good of us, and how many customers does that lose and win?"""

from __future__ import annotations

import math
from typing import Final

from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import Shown, estimate_of, result_figure
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import FEELINGS

_TALK: Final = tuple(
    Shown(name, "word_of_mouth", "count") for name in ("told_bad", "lost_by_talk", "told_good", "won_by_talk")
)
_UNHAPPY, _HAPPY = CustomerFilters(feel=FEELINGS[:1]), CustomerFilters(feel=FEELINGS[1:])
TALKERS: Final = (_UNHAPPY, _UNHAPPY, _HAPPY, _HAPPY)
"""Who is known to talk so, of the figures in their order."""


def talk_figures(tables: Tables, grounds: Grounds) -> tuple[Figure, ...]:
    """Return how many are told bad and good, and the customers lost and won by it."""
    found = tables("silent_majority")
    return tuple(result_figure(one, estimate_of(found, figure=one.name), grounds) for one in _TALK)


def talk_sentence(tables: Tables, grounds: Grounds) -> str:
    """Return what talk comes to: customers won against customers lost; empty where that is unknown."""
    found, reader = tables("silent_majority"), grounds.reader
    won, lost = (estimate_of(found, figure=name).value for name in ("won_by_talk", "lost_by_talk"))
    if math.isnan(won) or math.isnan(lost):
        return ""
    name = "experience.talk.wins" if won >= lost else "experience.talk.loses"
    return reader.texts(name, count=reader.formats.count(abs(won - lost)))
