"""What did customers do after they answered, and what does a point of satisfaction go with?"""

from __future__ import annotations

import pandas as pd

from dashboard.formats import UNDEFINED
from dashboard.presenters.answer_filters import asking
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import Kind, Shown, estimate_of, result_figure, written
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import FEELINGS, term
from engine.satisfaction.intervals import MINIMUM_ANSWERS
from engine.satisfaction.point_ranges import SMALLEST_GROUP


def later_rows(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return what followed the answers of a year ago, by group, in words, with the columns' labels."""
    texts, found = grounds.reader.texts, tables("later_behaviour")
    if found.empty:
        return found, {}
    found = found[found["customers"] >= SMALLEST_GROUP].set_index("group")
    found = found.reindex([code for code in FEELINGS if code in found.index])
    rows = pd.DataFrame(
        {
            "group": [term("feel", code, texts) for code in found.index],
            "customers": [_counted(int(n), grounds) for n in found["customers"]],
            "margin": _bounded(found, "margin", "money", grounds),
            "purchases": _purchases(tables("later_purchases"), found, grounds),
            "left": _bounded(found, "left", "percent", grounds),
        },
        index=[asking("felt", str(code)) for code in found.index],
    )
    labels = {str(name): texts(f"experience.column.{name}") for name in rows}
    return rows, labels | {"margin": texts(f"experience.column.margin.{grounds.measure}")}


def point_figures(tables: Tables, grounds: Grounds) -> tuple[Figure, ...]:
    """Return what one point of the index, and of the answer, goes with in the year after it."""
    known = [tables(name) for name in ("later_behaviour_points", "later_index_points")]
    found = pd.concat([one for one in known if len(one)] or known[:1], ignore_index=True)
    shown = (
        Shown("margin_an_index_point", "worth_of_a_point", "money", "customers"),
        Shown("left_an_index_point", "worth_of_a_point", "signed_points", "customers"),
        Shown("margin_a_point", "worth_of_a_point", "money", "customers"),
        Shown("left_a_point", "worth_of_a_point", "signed_points", "customers"),
    )
    return tuple(result_figure(one, estimate_of(found, figure=one.name), grounds) for one in shown)


def _purchases(later: pd.DataFrame, groups: pd.DataFrame, grounds: Grounds) -> list[str]:
    """Return the mean number of purchase days of each group with its interval."""
    known = {code: estimate_of(later, group=code) for code in groups.index}
    columns = {
        "purchases": [one.value for one in known.values()],
        "purchases_low": [one.low for one in known.values()],
        "purchases_high": [one.high for one in known.values()],
    }
    return _bounded(groups.assign(**columns), "purchases", "decimal", grounds)


def _counted(customers: int, grounds: Grounds) -> str:
    """Return how many customers a group has, and how many it takes where they are too few for a figure."""
    if customers >= MINIMUM_ANSWERS:
        return grounds.reader.formats.count(customers)
    return grounds.reader.texts("answers.too_few", count=customers, needed=MINIMUM_ANSWERS)


def _bounded(found: pd.DataFrame, column: str, kind: Kind, grounds: Grounds) -> list[str]:
    """Return a figure of each group with its interval; a dash where there are too few customers."""
    texts, said = grounds.reader.texts, []
    for numbers in zip(*(found[f"{column}{end}"] for end in ("", "_low", "_high")), strict=True):
        if pd.isna(numbers[0]):
            said.append(UNDEFINED)
            continue
        value, low, high = (written(number, kind, grounds.reader) for number in numbers)
        said.append(texts("experience.with_interval", value=value, low=low, high=high))
    return said
