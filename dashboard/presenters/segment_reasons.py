"""Why are the customers cut this way, and by which formula?"""

from __future__ import annotations

from typing import Final

from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from engine.formulas import Formula
from engine.segments.lifecycle import LIFECYCLE_STAGE
from engine.segments.rfm import RFM_SCORE
from engine.value.concentration import CONCENTRATION
from engine.value.matrix import PYRAMID, VALUE_TIER

_FORMULAS: Final[dict[str, Formula]] = {
    "matrix": VALUE_TIER,
    "abc": CONCENTRATION,
    "pyramid": PYRAMID,
    "rfm": RFM_SCORE,
    "lifecycle": LIFECYCLE_STAGE,
}


def segment_reason(tab: str, customers_count: int, grounds: Grounds) -> Figure:
    """Return what explains the figures of a view of segments (``matrix``, ``abc``, ``pyramid`` …)."""
    texts = grounds.reader.texts
    rows = texts("customers.rows", count=customers_count)
    inputs = {
        "value_share": grounds.reader.formats.percent(grounds.value_share, 0),
        "churn_rule": grounds.churn_rule,
    }
    used = {"matrix": ("value_share",), "lifecycle": ("churn_rule",)}.get(tab, ())
    return Figure(
        label=texts(f"segments.tab.{tab}"),
        value=grounds.reader.formats.count(customers_count),
        explanation=explained(
            f"segments.why.{tab}.{grounds.measure}",
            _FORMULAS[tab],
            rows,
            grounds,
            inputs={name: inputs[name] for name in used},
        ),
    )
