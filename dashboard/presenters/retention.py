"""Who came together and is still there, how high are the rates, and who is behind each of them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.cohorts import cohort_quarters
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import in_rows
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import CLASSES, RETENTIONS, TENURES, TIMES
from engine.loyalty.cohorts import MINIMUM_COHORT
from engine.satisfaction.point_ranges import SMALLEST_GROUP

MOST_COHORTS: Final = 16
_IN_PERCENT: Final = 100.0
BEHIND_RATES: Final[Mapping[str, CustomerFilters]] = {
    "retention_rate": CustomerFilters(kept=RETENTIONS),
    "repeat_purchase_rate": CustomerFilters(times=TIMES),
}
"""Of whom each rate is a share."""

# The bands of today, and those of assessments that were made before them.
_TENURES: Final = (*TENURES, "1_to_3_years", "3_years_and_more")


@dataclass(frozen=True)
class CohortsView:
    """The triangle and the curves, of which each mark carries the code of who is behind it.

    ``cells`` has ``cohort period share label code hover``, ``curve`` (of all who came) ``period share low
    high label code hover``, ``years`` (of those who came in a ``year``) the same without an interval;
    ``notes`` say what is left out.
    """

    cells: pd.DataFrame
    curve: pd.DataFrame
    years: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def curve_groups(self) -> dict[str, CustomerFilters]:
        """Who is behind each point of a curve."""
        return _groups(pd.concat([self.curve["code"], self.years["code"]]))

    @property
    def cell_groups(self) -> dict[str, CustomerFilters]:
        """Who is behind each cell of the triangle."""
        return _groups(self.cells["code"])


def _groups(codes: pd.Series[str]) -> dict[str, CustomerFilters]:
    return {code: CustomerFilters(cohort=(code,)) for code in codes}


def cohorts_view(customers: pd.DataFrame, tables: Tables, grounds: Grounds) -> CohortsView | None:
    """Return cohorts of at least 30 customers, quarter by quarter after the first; None without any."""
    found, curve = tables("cohorts"), tables("retention_curve")
    later = found[found["period"] > 0] if len(found) else found
    if later.empty or not later["share"].notna().any():
        return None
    return CohortsView(
        cells=_cells(later, grounds.reader),
        curve=_marks(curve[(curve["period"] > 0) & curve["share"].notna()], grounds.reader),
        years=_years(later, grounds.reader),
        notes=_notes(customers, found, grounds),
    )


def _cells(later: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    known = later[later["share"].notna()]
    newest = known["cohort"].drop_duplicates().nlargest(MOST_COHORTS)
    known = known[known["cohort"].isin(newest)]
    came = [f"{day.year}q{day.quarter}" for day in known["cohort"]]
    sizes = zip(came, known["customers"], strict=True)
    return _marks(known.assign(came=came), reader).assign(
        # Without a sign of percent, so that many fit beside each other on a phone.
        label=[reader.formats.decimal(_IN_PERCENT * share, 0) for share in known["share"]],
        cohort=[f"{code.replace('q', '-Q')}<br>n = {size}" for code, size in sizes],
    )


def _years(later: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the share by year of the first purchase, as far as all its quarters have been followed."""
    by = [later["cohort"].dt.year.rename("came"), "period"]
    sums = later.groupby(by).agg(
        customers=("customers", "sum"), active=("active", "sum"), quarters=("cohort", "size")
    )
    whole = sums["quarters"] == sums["quarters"].groupby(level="came").transform("max")
    known = sums[whole & (sums["customers"] >= MINIMUM_COHORT)].reset_index()
    known = known.assign(share=known["active"] / known["customers"], came=known["came"].astype(str))
    return _marks(known, reader).assign(year=known["came"])


def _marks(known: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return marks with ``label``, ``code`` and ``hover``; ``came`` is a code of when, empty for all."""
    came = known["came"].tolist() if "came" in known else [""] * len(known)
    said = [
        reader.texts(
            "loyalty.cohorts.hover",
            cohort=code.replace("q", "-Q") or reader.texts("loyalty.cohorts.all"),
            count=int(period),
            share=reader.formats.percent(share, 0),
            customers=reader.formats.count(customers),
        )
        for code, period, share, customers in zip(
            came, known["period"], known["share"], known["customers"], strict=True
        )
    ]
    return known.assign(
        label=[reader.formats.percent(share, 0) for share in known["share"]],
        code=[f"{code}f{int(period)}" for code, period in zip(came, known["period"], strict=True)],
        hover=said,
    )


def _notes(customers: pd.DataFrame, found: pd.DataFrame, grounds: Grounds) -> tuple[str, ...]:
    """Return what the first cohort holds, or which are left out, and how many of many are shown."""
    texts = grounds.reader.texts
    first = f"{found['cohort'].min().year}-Q{found['cohort'].min().quarter}"
    quarters = cohort_quarters(customers)
    is_older = bool(((quarters != "") & (quarters < first.replace("-Q", "q"))).any())
    notes = []
    if is_older:
        notes.append(texts("loyalty.cohorts.older", quarter=first))
    elif not customers["contract_start_day"].notna().any():
        notes.append(texts("loyalty.cohorts.first", quarter=first))
    if found.loc[found["share"].notna(), "cohort"].nunique() > MOST_COHORTS:
        notes.append(texts("loyalty.cohorts.newest", count=MOST_COHORTS))
    return tuple(notes)


def rate_bars(tables: Tables, figure: str, grounds: Grounds) -> dict[str, pd.DataFrame]:
    """Return a rate by tenure and by what customers were worth before, as bars; none of fewer than five."""
    found = tables("retention_rates")
    if found.empty:
        return {}
    reader = grounds.reader
    words = {
        "tenure": {code: reader.texts(f"loyalty.tenure.{code}") for code in _TENURES},
        "abc_class_before": {code: reader.texts("loyalty.class", code=code) for code in CLASSES},
    }
    part = found[(found["figure"] == figure) & (found["n"] >= SMALLEST_GROUP)].rename(
        columns={"group": "code"}
    )
    return {by: in_rows(part[part["by"] == by], named, "percent", reader) for by, named in words.items()}


def behind_rate(figure: str, by: str, codes: pd.Series[str]) -> dict[str, CustomerFilters]:
    """Return of whom each bar of a rate is a share."""
    of = BEHIND_RATES[figure]
    if by == "tenure":
        return {code: replace(of, tenure=(code,)) for code in codes if code in TENURES}
    return {code: replace(of, prior=(code,)) for code in codes if code in CLASSES}
