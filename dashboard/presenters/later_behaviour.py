"""What did customers do after they answered, and what does a point of satisfaction go with?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import Shown, estimate_of, result_figure, written
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import FEELINGS, term
from engine.satisfaction.findings import SMALLEST_GROUP


def later_rows(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return what followed the answers of a year ago, by group, in words, with the columns' labels."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("later_behaviour")
    if found.empty:
        return found, {}
    found = found[found["customers"] >= SMALLEST_GROUP].set_index("group")
    found = found.reindex([code for code in FEELINGS if code in found.index])
    rows = pd.DataFrame(
        {
            "group": [term("feel", code, texts) for code in found.index],
            "customers": [formats.count(n) for n in found["customers"]],
            "margin": [
                texts(
                    "experience.with_interval",
                    value=formats.money(v),
                    low=formats.money(lo),
                    high=formats.money(hi),
                )
                for v, lo, hi in zip(found["margin"], found["margin_low"], found["margin_high"], strict=True)
            ],
            "purchases": _purchases(tables("later_purchases"), found.index, grounds),
            "left": [
                texts(
                    "experience.with_interval",
                    value=formats.percent(v),
                    low=formats.percent(lo),
                    high=formats.percent(hi),
                )
                for v, lo, hi in zip(found["left"], found["left_low"], found["left_high"], strict=True)
            ],
        }
    )
    labels = {str(name): texts(f"experience.column.{name}") for name in rows}
    return rows, labels | {"margin": texts(f"experience.column.margin.{grounds.measure}")}


def point_figures(tables: Tables, grounds: Grounds) -> tuple[Figure, ...]:
    """Return what one point of the index, and of the answer, goes with in the year after it."""
    known = [tables(name) for name in ("later_behaviour_points", "later_index_points")]
    found = pd.concat([one for one in known if len(one)] or known[:1], ignore_index=True)
    shown = (
        Shown("margin_an_index_point", "worth_of_a_point", "money", "customers"),
        Shown("left_an_index_point", "worth_of_a_point", "signed_percent", "customers"),
        Shown("margin_a_point", "worth_of_a_point", "money", "customers"),
        Shown("left_a_point", "worth_of_a_point", "signed_percent", "customers"),
    )
    return tuple(result_figure(one, estimate_of(found, figure=one.name), grounds) for one in shown)


def _purchases(later: pd.DataFrame, groups: pd.Index[str], grounds: Grounds) -> list[str]:
    """Return the mean number of purchase days of each group with its interval."""
    said = []
    for group in groups:
        found = estimate_of(later, group=group)
        bounds = {"low": found.low, "high": found.high}
        shown = {name: written(value, "decimal", grounds.reader) for name, value in bounds.items()}
        middle = written(found.value, "decimal", grounds.reader)
        said.append(grounds.reader.texts("experience.with_interval", value=middle, **shown))
    return said
