"""Which figures say how the company is doing, which of them first, and has each become better or worse?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dashboard.formats import Reader
from dashboard.presenters.figure import Figure, Meaning
from dashboard.presenters.grounds import Grounds, explained
from engine.assessing.bonds import CONTRACT_END
from engine.estimate import Estimate, is_beyond_chance
from engine.methods import FORMULAS, METHOD_OF

Kind = Literal["count", "money", "rate", "signed_rate", "score", "index"]
UNDEFINED = Estimate(math.nan)
# How many points one unit of a figure has.
_IN_POINTS: Mapping[str, float] = {"rate": 100.0, "signed_rate": 100.0, "score": 100.0, "index": 1.0}
_OF_ANSWERS = ("csat", "nps")
# One row, so that the picture below it is seen without scrolling.
MOST_FIRST = 5
_DIFFERENT_WITH_CONTRACTS = ("retention_rate", "leaning_customers", "left_share")


@dataclass(frozen=True)
class Shown:
    """A figure that Overview shows: how it is written, and whether more of it is good.

    ``needs`` is what it takes besides rows: the churn rule, two years of history, a value to come, or
    answers of customers; ``beside`` the figure that stands below it. A ``score`` is 0-1 and written in
    points (NPS), an ``index`` 0-100.
    """

    name: str
    kind: Kind
    more_is: Meaning
    needs: Literal["rows", "churn_rule", "two_years", "to_come", "answers"] = "rows"
    beside: str = ""

    @property
    def group(self) -> str:
        """Return the code of the titled group it stands in where it isn't among the first."""
        return "experience" if self.needs == "answers" else "customers"


@dataclass(frozen=True)
class FigureGroup:
    """Figures that stand together, under a title where it isn't those on top; ``code`` names the group.

    ``names`` are those of the figures, in their order.
    """

    code: str
    title: str
    figures: tuple[Figure, ...]
    names: tuple[str, ...]


# In the order in which a board asks for them.
FIGURES = (
    Shown("active_customers_12m", "count", "good", beside="customers"),
    Shown("current_value_total", "money", "good", beside="current_value_prior_12m_total"),
    Shown("lifetime_value_total", "money", "good", "to_come", "value_to_come_12m_total"),
    Shown("retention_rate", "rate", "good", "two_years"),
    Shown("leaning_customers", "count", "bad", "churn_rule", "leaning_value"),
    Shown("growth_rate", "signed_rate", "good", "two_years"),
    Shown("worth_contacting_customers", "count", "neutral", "to_come", "expected_gain_total"),
    Shown("left_share", "rate", "bad", "churn_rule"),
    Shown("repeat_purchase_rate", "rate", "good"),
    Shown("top_20_percent_share", "rate", "neutral"),
    Shown("csat", "rate", "good", "answers"),
    Shown("nps", "score", "good", "answers"),
    Shown("true_loyalty_share", "rate", "good", "answers"),
    Shown("loyalty_index", "index", "good", "answers"),
    Shown("benefit_index", "index", "good", "answers"),
)


def overview_figures(
    figures: Mapping[str, Estimate], before: Mapping[str, Estimate], grounds: Grounds
) -> dict[Shown, Figure]:
    """Return the figures of the company, each with its change against ``before`` (empty: none).

    What only answers tell is left out where nobody answered, what needs purchases where none are on file.
    """
    asked = FIGURES if grounds.has_purchases else _without_purchases(figures)
    return {
        shown: _figure(shown, figures, before.get(shown.name, UNDEFINED), grounds)
        for shown in asked
        if shown.needs != "answers" or figures.get(shown.name, UNDEFINED).n > 0
    }


def first_figures(found: Mapping[Shown, Figure]) -> FigureGroup:
    """Return the few that stand at the top: in a board's order, what is known before what is not."""
    first = sorted(found, key=lambda shown: bool(found[shown].missing))[:MOST_FIRST]
    return _group("figures", "", {shown: found[shown] for shown in first})


def further_figures(found: Mapping[Shown, Figure], reader: Reader) -> tuple[FigureGroup, ...]:
    """Return all the others in their groups; a group without any is left out."""
    first = first_figures(found).names
    others = {shown: figure for shown, figure in found.items() if shown.name not in first}
    codes = dict.fromkeys(shown.group for shown in others)
    return tuple(
        _group(
            code,
            reader.texts(f"frame.section.{code}"),
            {shown: figure for shown, figure in others.items() if shown.group == code},
        )
        for code in codes
    )


def _group(code: str, title: str, figures: Mapping[Shown, Figure]) -> FigureGroup:
    return FigureGroup(code, title, tuple(figures.values()), tuple(shown.name for shown in figures))


def _without_purchases(figures: Mapping[str, Estimate]) -> tuple[Shown, ...]:
    """Return what can be said without any purchase: the page says once what needs them."""
    found = (shown for shown in FIGURES if figures.get(shown.name, UNDEFINED).is_defined)
    # A name that no figure has: nothing stands below, as there is no value to stand there.
    return tuple(replace(shown, beside="nothing") if shown.beside else shown for shown in found)


def change_of(shown: Shown, now: float, before: float, reader: Reader) -> tuple[str, float]:
    """Return a change in words and its size: rates and scores differ by points, the rest in proportion.

    Nothing is said ("" and NaN) where either is undefined or there is nothing to compare with.
    """
    if math.isnan(now) or math.isnan(before):
        return "", math.nan
    if shown.kind in _IN_POINTS:
        points = round((now - before) * _IN_POINTS[shown.kind], 1)
        sign = "+" if points > 0 else ""
        return reader.texts("overview.points", points=sign + reader.formats.decimal(points)), points
    if before <= 0:
        return "", math.nan
    share = round(now / before - 1, 3)
    return reader.formats.signed_percent(share), share


def _figure(shown: Shown, figures: Mapping[str, Estimate], before: Estimate, grounds: Grounds) -> Figure:
    texts, now = grounds.reader.texts, figures.get(shown.name, UNDEFINED)
    change, size = change_of(shown, now.value, before.value, grounds.reader)
    meaning, said = _meaning(shown, now, before, size)
    basis = f".{grounds.basis}" if shown.name == "current_value_total" else ""
    contracts = grounds.of_contracts if shown.name in _DIFFERENT_WITH_CONTRACTS else ""
    method = CONTRACT_END.name if contracts else METHOD_OF.get(shown.name, shown.name)
    return Figure(
        label=texts(f"overview.figure.{shown.name}{basis}"),
        value=_written(shown, now.value, grounds.reader),
        explanation=explained(
            f"overview.why.{shown.name}{basis}{contracts}",
            FORMULAS[method],
            texts("experience.rows.answers" if shown.name in _OF_ANSWERS else "overview.rows", count=now.n),
            grounds,
            interval=_interval(shown, now, grounds.reader),
            inputs={"churn_rule": grounds.churn_rule} if shown.needs == "churn_rule" else None,
        ),
        missing="" if now.is_defined else _missing(shown, now, figures, grounds),
        note=_note(shown, now, figures, grounds.reader),
        change=change,
        change_meaning=meaning,
        change_direction="none" if math.isnan(size) or size == 0 else ("up" if size > 0 else "down"),
        against=texts(f"overview.against.{said}") if change else "",
    )


def _meaning(shown: Shown, now: Estimate, before: Estimate, size: float) -> tuple[Meaning, str]:
    """Return what a change means, and as which: of shares and scores it may be no more than chance."""
    if size == 0 or math.isnan(size):
        return "neutral", "same"
    has_range = shown.kind in _IN_POINTS and not math.isnan(now.low + before.low)
    if has_range and not is_beyond_chance(now, before):
        return "neutral", "chance"
    if shown.more_is == "neutral":
        return "neutral", "neutral"
    is_good = (size > 0) == (shown.more_is == "good")
    return ("good", "good") if is_good else ("bad", "bad")


def _written(shown: Shown, value: float, reader: Reader) -> str:
    formats = reader.formats
    if shown.kind == "count":
        return formats.count(value)
    if shown.kind == "money":
        return formats.money(value)
    if shown.kind in ("score", "index"):
        return formats.decimal(value * _IN_POINTS[shown.kind], 0)
    return formats.signed_percent(value) if shown.kind == "signed_rate" else formats.percent(value)


def _interval(shown: Shown, estimate: Estimate, reader: Reader) -> str:
    if math.isnan(estimate.low) or math.isnan(estimate.high):
        return ""
    low, high = (_written(shown, bound, reader) for bound in (estimate.low, estimate.high))
    return reader.texts(
        "overview.interval", low=low, high=high, level=reader.formats.percent(estimate.level, 0)
    )


def _note(shown: Shown, estimate: Estimate, figures: Mapping[str, Estimate], reader: Reader) -> str:
    """Return the line below a figure: its interval, and what to see it beside."""
    if not estimate.is_defined:
        return ""
    if math.isnan(estimate.low) or math.isnan(estimate.high):
        return _beside(shown, figures, reader)
    low, high = (_written(shown, bound, reader) for bound in (estimate.low, estimate.high))
    interval = reader.texts("overview.interval_short", low=low, high=high)
    if shown.beside not in figures:
        return interval
    return reader.texts("overview.interval_beside", interval=interval, beside=_beside(shown, figures, reader))


def _beside(shown: Shown, figures: Mapping[str, Estimate], reader: Reader) -> str:
    if shown.beside not in figures:
        return reader.texts(f"overview.note.{shown.name}") if not shown.beside else ""
    other = figures[shown.beside].value
    said = reader.formats.count(other) if shown.beside == "customers" else reader.formats.money(other)
    return reader.texts(f"overview.note.{shown.name}", other=said)


def _missing(shown: Shown, estimate: Estimate, figures: Mapping[str, Estimate], grounds: Grounds) -> str:
    """Return what is needed for the figure and what there is."""
    texts = grounds.reader.texts
    period = figures.get("value_to_come_12m_total", UNDEFINED)
    if shown.name == "lifetime_value_total" and period.is_defined:
        return texts("overview.missing.leaving_untold", other=grounds.reader.formats.money(period.value))
    if shown.needs == "answers":
        return texts("experience.too_few", count=estimate.n, needed=estimate.needed)
    if estimate.n < estimate.needed:
        return texts("overview.missing.rows", count=estimate.n, needed=estimate.needed)
    if shown.needs == "churn_rule":
        return grounds.churn_rule
    if shown.needs == "to_come":
        return texts("warning.missing.value")
    return texts("overview.missing.two_years" if shown.needs == "two_years" else "overview.missing.undefined")
