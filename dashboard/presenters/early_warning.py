"""Who is leaning to leave, why and by when, and whom to contact first?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_filters import CustomerFilters, count_matching
from dashboard.presenters.customer_list import ROWS_A_PAGE, CustomerList
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.named_causes import unclear_note, with_causes
from dashboard.presenters.paging import part_of
from dashboard.presenters.terms import CAUSES, term
from dashboard.presenters.warnings import warning_rows
from engine.cards import ModelCard
from engine.churn.hazard import CHURN_PROBABILITY
from engine.churn.rule import CHURN_STATE
from engine.estimate import Estimate
from engine.rescue.warning import WARNING_GAIN

HAZARD = "churn_hazard"
_HERE_STILL: Final = ("staying", "leaning")


@dataclass(frozen=True)
class EarlyWarningView:
    """What the page says above its list.

    ``behind`` says whom each figure counts, None where no list holds just these; ``missing`` says why
    nobody has a chance of leaving, where nobody has; ``causes`` has a row a cause: ``code``, ``word``,
    ``gain``, ``count`` and ``label``; ``causes_note`` says why most have none.
    """

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    behind: tuple[CustomerFilters | None, ...]
    missing: str
    causes: pd.DataFrame
    causes_alt: str
    causes_note: str


def early_warning_view(
    customers: pd.DataFrame,
    models: Mapping[str, ModelCard],
    grounds: Grounds,
    figures: Mapping[str, Estimate] | None = None,
) -> EarlyWarningView:
    """Return headline, figures and picture of an assessment's warnings.

    ``figures`` are those of the whole company, which say how sure the number of leavers is.
    """
    reader = grounds.reader
    causes = gain_by_cause(customers, reader)
    known = customers["churn_probability"].notna().any()
    return EarlyWarningView(
        headline=headline(customers, grounds),
        caption=reader.texts(f"warning.caption{grounds.of_contracts}", months=grounds.horizon_months),
        figures=_figures(customers, (figures or {}).get("expected_leavers"), grounds) if known else (),
        behind=behind_figures(customers) if known else (),
        missing="" if known else what_is_missing(models.get(HAZARD), reader),
        causes=causes,
        causes_alt="; ".join(f"{row.word}: {row.label}" for row in causes.itertuples()),
        causes_note=unclear_note(customers, models.get(HAZARD), reader),
    )


def headline(customers: pd.DataFrame, grounds: Grounds) -> str:
    """Return how many worth how much lean to leave, for which cause most, and by when."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    if customers["churn_state"].isna().all():
        return texts("warning.headline.unknown")
    leaning = customers[customers["churn_state"] == "leaning"]
    if leaning.empty:
        return texts("warning.headline.nobody")
    value = formats.money(float(leaning["current_value"].sum()))
    said = texts(f"warning.headline.leaning.{grounds.measure}", count=len(leaning), value=value)
    return with_causes(said, leaning, grounds.reader)


def behind_figures(customers: pd.DataFrame) -> tuple[CustomerFilters | None, ...]:
    """Return whom each figure counts, in their order: an expected number counts all who have a chance."""
    chances = customers["churn_probability"].notna()
    counted = (
        (CustomerFilters(state=("leaning",)), customers["churn_state"] == "leaning"),
        (CustomerFilters(state=_HERE_STILL), chances),
        (CustomerFilters(state=_HERE_STILL), chances & customers["value_to_come_12m"].notna()),
        (
            CustomerFilters(worth=True),
            (customers["expected_gain"] > 0) & (customers["churn_state"] != "left"),
        ),
    )
    return tuple(
        filters if 0 < int(own.sum()) == count_matching(customers, filters) else None
        for filters, own in counted
    )


def what_is_missing(card: ModelCard | None, reader: Reader) -> str:
    """Return which gates of the model of leaving aren't met."""
    gates = [gate for gate in card.gates if not gate.is_met] if card else []
    if not gates:
        return reader.texts("warning.missing.none")
    said = [reader.texts(f"models.gate.{gate.name}", count=gate.count, needed=gate.needed) for gate in gates]
    return reader.texts("warning.missing.gates", gates=reader.texts("warning.comma").join(said))


def gain_by_cause(customers: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return what contacting those worth it who haven't left would bring, by likely cause, most first."""
    here = customers[customers["churn_state"] != "left"]
    worth = here[(here["expected_gain"] > 0) & here["cause"].isin(CAUSES)]
    rows = []
    for code, members in worth.groupby("cause"):
        gain = float(members["expected_gain"].sum())
        label = reader.texts("warning.cause.label", count=len(members), gain=reader.formats.money(gain))
        word = term("cause", code, reader.texts)
        rows.append({"code": code, "word": word, "gain": gain, "count": len(members), "label": label})
    columns = ["code", "word", "gain", "count", "label"]
    return pd.DataFrame(rows, columns=columns).sort_values("gain", ascending=False, ignore_index=True)


def warning_list(customers: pd.DataFrame, page: int, reader: Reader) -> CustomerList:
    """Return a page of the customers with a warning, whom to contact first at the top."""
    known = customers[customers["expected_gain"].notna() | customers["churn_probability"].notna()]
    by = ["expected_gain", "churn_probability", "customer_id"]
    ordered = known.sort_values(by, ascending=[False, False, True], na_position="last")
    part = part_of(ordered, page, ROWS_A_PAGE)
    rows = warning_rows(part.rows, reader)
    place = reader.texts("customers.list.place", **part.numbers)
    labels = {name: reader.texts(f"customers.column.{name}") for name in rows.columns}
    return CustomerList(rows, labels, part.page, part.pages, place)


def _figures(customers: pd.DataFrame, leavers: Estimate | None, grounds: Grounds) -> tuple[Figure, ...]:
    return (
        _leaning(customers, grounds),
        _expected_leavers(customers, leavers, grounds),
        _at_risk(customers, grounds),
        _worth_contacting(customers, grounds),
    )


def _leaning(customers: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    leaning = customers[customers["churn_state"] == "leaning"]
    return Figure(
        label=texts("overview.figure.leaning_customers"),
        value=formats.count(len(leaning)),
        explanation=explained(
            f"overview.why.leaning_customers{grounds.of_contracts}",
            CHURN_STATE,
            texts("customers.rows", count=len(customers)),
            grounds,
            inputs={"churn_rule": grounds.churn_rule},
        ),
        note=texts(
            "overview.note.leaning_customers", other=formats.money(float(leaning["current_value"].sum()))
        ),
    )


def _expected_leavers(customers: pd.DataFrame, found: Estimate | None, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    chances = customers["churn_probability"].dropna()
    note = texts("warning.note.leavers", share=formats.percent(float(chances.mean())), count=len(chances))
    interval = ""
    # Assessments from before the interval have none.
    if found is not None and not math.isnan(found.low):
        bounds = {"low": formats.count(found.low), "high": formats.count(found.high)}
        interval = texts("customer_file.interval", **bounds)
        note = texts("warning.note.leavers_between", **bounds, said=note)
    return Figure(
        label=texts("warning.figure.leavers", months=grounds.horizon_months),
        value=formats.count(float(chances.sum())),
        explanation=explained(
            "warning.why.leavers",
            CHURN_PROBABILITY,
            texts("customers.rows", count=len(chances)),
            grounds,
            interval=interval,
        ),
        note=note,
    )


def _at_risk(customers: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = customers[customers["churn_probability"].notna() & customers["value_to_come_12m"].notna()]
    lost = known["churn_probability"] * known["current_value"].clip(lower=0.0)
    return Figure(
        label=texts(f"warning.figure.at_risk.{grounds.measure}"),
        value=formats.money(float(lost.sum()) if len(known) else None),
        explanation=explained(
            "warning.why.at_risk",
            CHURN_PROBABILITY,
            texts("customers.rows", count=len(known)),
            grounds,
        ),
        missing="" if len(known) else texts("warning.missing.value"),
    )


def _worth_contacting(customers: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    here = customers[(customers["churn_state"] != "left") & customers["expected_gain"].notna()]
    known = here["expected_gain"]
    worth = known[known > 0]
    said = {"gain": formats.money(float(worth.sum())), "sure": int((here["expected_gain_low"] > 0).sum())}
    return Figure(
        label=texts("warning.figure.worth"),
        value=formats.count(len(worth) if len(known) else None),
        explanation=explained(
            "warning.why.worth", WARNING_GAIN, texts("customers.rows", count=len(known)), grounds
        ),
        note=texts("warning.note.worth", **said) if len(known) else "",
        missing="" if len(known) else texts("warning.missing.value"),
    )
