"""What does one unanswered complaint cost, directly and by talk, and on what does that figure stand?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.assumption_words import Tried, amount, name, origin
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.sensitivity import interval, table, worded_bars
from dashboard.presenters.terms import TIERS, term
from engine.estimate import Estimate
from engine.simulation.complaint_cost import COMPLAINT_COST, ComplaintCost

_HANDLING = ("failures", "horizon_months", "discount_rate_per_year")


@dataclass(frozen=True)
class ComplaintCostView:
    """The cost in words and figures; ``bars`` how far each assumption moves it, the frames hold texts."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    bars: pd.DataFrame
    today: float
    lines: tuple[str, str]
    alt: str
    tiers: pd.DataFrame
    table: pd.DataFrame
    assumptions: pd.DataFrame


def complaint_cost_view(
    cost: ComplaintCost, bars: pd.DataFrame, tried: Tried, grounds: Grounds
) -> ComplaintCostView:
    """Return what an unanswered complaint costs, and on what that stands."""
    reader = grounds.reader
    texts, money = reader.texts, reader.formats.money
    worded = worded_bars(bars, tried, reader)
    return ComplaintCostView(
        headline=_headline(cost, reader),
        caption=" ".join((_seen(cost, tried, reader), tried.told(reader))),
        figures=_figures(cost, tried, grounds),
        bars=worded,
        today=cost.total.value,
        lines=(texts("sensitivity.line.cost", value=money(cost.total.value)), texts("sensitivity.line.free")),
        alt=texts("sensitivity.alt", count=len(worded), name=worded["word"].iloc[0] if len(worded) else "–"),
        tiers=_tiers(cost, reader),
        table=table(bars, tried, reader),
        assumptions=_assumptions(cost, tried, reader),
    )


def _headline(cost: ComplaintCost, reader: Reader) -> str:
    money = reader.formats.money
    sure = "sure" if cost.total.low > 0 else "open"
    return reader.texts(
        f"complaint_cost.headline.{sure}",
        total=money(cost.total.value),
        span=interval(cost.total, reader),
        direct=money(cost.direct.value),
        talk=money(cost.talk.value),
    )


def _seen(cost: ComplaintCost, tried: Tried, reader: Reader) -> str:
    """Return how many complaints there are, and what those without an answer cost together."""
    formats = reader.formats
    lost = cost.unanswered.value * cost.total.value
    kind = "some" if cost.unanswered.value >= 0.5 else "none"
    seen = reader.texts(
        f"complaint_cost.seen.{kind}",
        months=tried.months,
        complaints=formats.count(cost.complaints.value),
        unanswered=formats.count(cost.unanswered.value),
        lost=formats.money(lost),
    )
    pays = reader.texts(
        "complaint_cost.pays", total=formats.money(cost.total.value), saved=formats.money(cost.saved.value)
    )
    return f"{pays} {seen}"


def _figures(cost: ComplaintCost, tried: Tried, grounds: Grounds) -> tuple[Figure, ...]:
    def figure(part: str, found: Estimate, paths: tuple[str, ...]) -> Figure:
        reader = grounds.reader
        says = interval(found, reader)
        why = explained(
            f"complaint_cost.why.{part}", COMPLAINT_COST, tried.told(reader), grounds, interval=says
        )
        inputs = [(name(path, {}, reader), _with_origin(path, cost, tried, reader)) for path in paths]
        return Figure(
            label=reader.texts(f"complaint_cost.figure.{part}"),
            value=reader.formats.money(found.value),
            explanation=replace(why, inputs=tuple(inputs)),
            missing="" if found.is_defined else reader.texts("complaint_cost.missing"),
            note=says,
        )

    paths = tuple(cost.assumptions)
    handling = tuple(path for path in paths if path.startswith(_HANDLING))
    return (
        figure("total", cost.total, paths),
        figure("direct", cost.direct, handling),
        figure("talk", cost.talk, tuple(path for path in paths if path.startswith("talk"))),
        figure("saved", cost.saved, ()),
    )


def _with_origin(path: str, cost: ComplaintCost, tried: Tried, reader: Reader) -> str:
    value = amount(path, cost.assumptions[path], reader)
    return reader.texts("sensitivity.from_source", origin=value, source=origin(path, tried.origins, reader))


def _tiers(cost: ComplaintCost, reader: Reader) -> pd.DataFrame:
    """Return a row a tier: what its own customers take along when a complaint stays unanswered."""
    texts = reader.texts
    rows = []
    for tier in TIERS:
        found = cost.of_tier.get(tier, Estimate(float("nan")))
        said = reader.formats.money(found.value)
        rows.append(
            {
                texts("whatif.table.tier"): term("tier", tier, texts),
                texts("complaint_cost.figure.direct"): said,
                texts("complaint_cost.interval"): interval(found, reader) or texts("complaint_cost.missing"),
            }
        )
    return pd.DataFrame(rows)


def _assumptions(cost: ComplaintCost, tried: Tried, reader: Reader) -> pd.DataFrame:
    texts = reader.texts
    return pd.DataFrame(
        [
            {
                texts("sensitivity.table.name"): name(path, {}, reader),
                texts("sensitivity.table.now"): amount(path, value, reader),
                texts("sensitivity.table.origin"): origin(path, tried.origins, reader),
            }
            for path, value in cost.assumptions.items()
        ]
    )
