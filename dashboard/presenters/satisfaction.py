"""How satisfied are customers, with what, and what would raise it most?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.presenters.answer_filters import asking
from dashboard.presenters.answered_figures import answered_figure, lacks_response, trends
from dashboard.presenters.assumptions import number
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.group_bars import group_bars
from dashboard.presenters.item_names import item_words
from dashboard.presenters.result_figures import (
    Shown,
    estimate_of,
    in_rows,
    result_figure,
    written,
)
from dashboard.presenters.terms import COMPLAINED, FEELINGS, term
from engine.estimate import Estimate
from engine.satisfaction.drivers import FIELDS

Tables = Callable[[str], pd.DataFrame]
"""Returns a table of the assessment's results by its name; empty where there is none."""

_FIGURES = (
    Shown("csat", "csat", "percent"),
    Shown("nps", "nps", "points"),
    Shown("ces", "ces", "decimal"),
    Shown("satisfaction_ratio", "satisfaction_ratio", "decimal"),
    Shown("experience_gap", "experience_gap", "decimal"),
    Shown("servqual_gap", "servqual_gap", "decimal"),
    Shown("servqual_gap_weighted", "servqual_gap", "decimal"),
)
_GAPS = ("servqual_gap", "servqual_gap_weighted")
MAP_FIELDS = FIELDS
SHOWN = {shown.name: shown for shown in _FIGURES}
"""The indices of the page by name."""


@dataclass(frozen=True)
class SatisfactionView:
    """What the page says on top; ``missing`` says what is needed where nobody answered.

    ``feelings`` has a row a group of satisfaction (``code word value label``): customers behind it.
    ``names`` are those of the figures; ``gaps`` are the figures, by name, that stand beside the gaps they
    are the mean of. ``response`` says how to give the response rate where nobody knows it.
    """

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    feelings: pd.DataFrame
    missing: str
    names: tuple[str, ...] = ()
    gaps: Mapping[str, Figure] = field(default_factory=dict)
    response: str = ""


@dataclass(frozen=True)
class DriversView:
    """What goes with satisfaction; ``items``: ``item_id importance performance field label`` for the map.

    ``lacks_target`` where no question asks for overall satisfaction, so that nothing can be explained.
    """

    sentence: str
    items: pd.DataFrame
    table: pd.DataFrame
    labels: dict[str, str]
    warnings: tuple[str, ...]
    alt: str
    lacks_target: bool = False


def satisfaction_view(customers: pd.DataFrame, tables: Tables, grounds: Grounds) -> SatisfactionView:
    """Return headline, figures and the groups of satisfaction."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("satisfaction_figures")
    overall = {shown.name: _overall(found, shown.name) for shown in _FIGURES}
    earlier, rates = tables("satisfaction_before"), tables("response_rates")
    asked = {
        shown.name: answered_figure(shown, found, earlier, rates, grounds)
        for shown in _FIGURES
        if overall[shown.name].n > 0
    }
    if not asked:
        # Figures without a respondent: answers came in, but no question is said to measure any of them.
        lack = "experience.missing.roles" if len(found) else "experience.missing"
        return SatisfactionView(texts("experience.headline.none"), "", (), pd.DataFrame(), texts(lack))
    gaps = {name: asked[name] for name in _GAPS if name in asked}
    first = {name: figure for name, figure in asked.items() if name not in gaps} or asked
    return SatisfactionView(
        headline=_headline(overall, tables("drivers"), grounds),
        caption=texts("experience.caption", day=formats.day(grounds.as_of)),
        figures=tuple(first.values()),
        feelings=feelings(customers, grounds),
        missing="",
        names=tuple(first),
        gaps=gaps,
        response=texts("experience.response.how") if lacks_response(rates) else "",
    )


def feelings(customers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return the customers by satisfaction: ``code word value label`` with number and current value."""
    words = {code: term("feel", code, grounds.reader.texts) for code in FEELINGS}
    return group_bars(customers, customers["satisfaction_group"], words, grounds)


def trend(tables: Tables, grounds: Grounds) -> dict[str, pd.DataFrame]:
    """Return each index quarter by quarter (``day value low high label``), where two quarters are known."""
    return trends(tables("satisfaction_trend"), _FIGURES, 2, grounds.reader)


def drivers_view(tables: Tables, grounds: Grounds) -> DriversView:
    """Return the importance-performance map, its table and what to beware of."""
    found = tables("drivers")
    if found.empty or "importance" not in found:
        return _no_drivers(found, grounds)
    texts = grounds.reader.texts
    share = found["importance"] / found["explained"]
    table = _drivers_table(found, share, grounds)
    return DriversView(
        sentence=_drivers_sentence(found, grounds),
        items=found.assign(share=share, label=table["item"].to_numpy()),
        table=table,
        labels={str(name): texts(f"experience.column.{name}") for name in table},
        warnings=_warnings(found, grounds),
        alt=texts("experience.drivers.alt", said=" · ".join(table["item"].head(5))),
    )


def _no_drivers(found: pd.DataFrame, grounds: Grounds) -> DriversView:
    texts = grounds.reader.texts
    count, needed = (int(found[name].iloc[0]) for name in ("n", "needed")) if len(found) else (0, 0)
    lacks_target = len(found) > 0 and not found["target"].iloc[0]
    few = texts("experience.drivers.too_few", count=count, needed=needed)
    said = texts("experience.drivers.no_target") if lacks_target else few
    return DriversView(said, pd.DataFrame(), pd.DataFrame(), {}, (), "", lacks_target)


def _drivers_table(found: pd.DataFrame, share: pd.Series[float], grounds: Grounds) -> pd.DataFrame:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    return pd.DataFrame(
        {
            "item": [item_words(item, grounds) for item in found["item_id"]],
            "importance": _shares(found, share, grounds),
            "rank": [
                texts("experience.ranks", low=round(low), high=round(high))
                for low, high in zip(found["rank_low"], found["rank_high"], strict=True)
            ],
            "correlation": [formats.decimal(value, 2) for value in found["correlation"]],
            "performance": [formats.percent(value, 0) for value in found["performance"]],
            "field": [texts(f"experience.field.{code}") for code in found["field"]],
        },
        index=[asking("driver", str(item)) for item in found["item_id"]],
    )


def _shares(found: pd.DataFrame, share: pd.Series[float], grounds: Grounds) -> list[str]:
    """Return each item's share of importance with the interval of resampled respondents."""
    formats, texts = grounds.reader.formats, grounds.reader.texts
    ends = zip(share, found["low"] / found["explained"], found["high"] / found["explained"], strict=True)
    return [
        texts(
            "experience.with_interval",
            **{name: formats.percent(end) for name, end in zip(("value", "low", "high"), one, strict=True)},
        )
        for one in ends
    ]


def _drivers_sentence(found: pd.DataFrame, grounds: Grounds) -> str:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    said = texts(
        "experience.drivers.sentence",
        target=texts(f"experience.figure.{found['target'].iloc[0]}"),
        explained=formats.percent(float(found["explained"].iloc[0]), 0),
        count=int(found["n"].iloc[0]),
        incomplete=int(found["incomplete"].iloc[0]),
    )
    agreement = float(found["agreement"].iloc[0]) if "agreement" in found else math.nan
    if math.isnan(agreement):
        return said
    return f"{said} {texts('experience.drivers.agreement', rank=formats.decimal(agreement, 2))}"


def expectation_rows(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return what was expected and experienced, by subject and channel, in words, with labels."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("expectations")
    if found.empty:
        return found, {}
    rows = pd.DataFrame(
        {
            "subject": [texts(f"experience.role.{role}") for role in found["role"]],
            "channel": [name or texts("experience.no_channel") for name in found["channel"]],
            # Means of a few answers say as little as their difference.
            **{
                name: [formats.percent(value, 0) for value in found[name].where(found["gap"].notna())]
                for name in ("expected", "experienced")
            },
            "gap": gap_words(found, grounds),
            "answers": [formats.count(n) for n in found["n"]],
        },
        index=[
            asking(f"expected.{role}", channel)
            for role, channel in zip(found["role"], found["channel"], strict=True)
        ],
    )
    labels = {str(name): texts(f"experience.column.{name}") for name in rows}
    return rows, labels | {"answers": texts("answers.dimension.answers")}


def gap_words(found: pd.DataFrame, grounds: Grounds) -> list[str]:
    """Return each ``gap`` (of shares) with its interval; what is needed where there are too few answers."""
    texts, signed = grounds.reader.texts, grounds.reader.formats.signed_percent
    return [
        texts("experience.too_few", count=int(row["n"]), needed=int(row["needed"]))
        if pd.isna(row["gap"])
        else texts(
            "experience.with_interval",
            value=signed(row["gap"]),
            low=signed(row["low"]),
            high=signed(row["high"]),
        )
        for row in found.to_dict("records")
    ]


def separation_bars(tables: Tables, grounds: Grounds) -> pd.DataFrame:
    """Return the items that separate leavers from stayers most, the strongest first."""
    found = tables("separation")
    if found.empty:
        return pd.DataFrame(columns=["code", "word", "value", "label"])
    known = found[found["value"].notna()]
    known = known.assign(strength=(known["value"] - 0.5).abs()).sort_values("strength", ascending=False)
    known = known.head(6).rename(columns={"item_id": "code"})
    words = {str(code): item_words(code, grounds) for code in known["code"]}
    return in_rows(known, words, "percent", grounds.reader)


_SILENT = (
    Shown("dissatisfied", "silent_majority", "count"),
    Shown("silent", "silent_majority", "count"),
    Shown("silent_leavers", "silent_majority", "count"),
    Shown("complaint_share", "silent_majority", "percent"),
)


_UNHAPPY = FEELINGS[:1]
# Who is known by their own answers and complaints, of the figures in their order.
BEHIND_SILENT = (
    CustomerFilters(feel=_UNHAPPY),
    CustomerFilters(feel=_UNHAPPY, spoke=COMPLAINED[1:]),
    CustomerFilters(felt=_UNHAPPY, spoke=COMPLAINED[2:], state=("left",)),
    CustomerFilters(feel=_UNHAPPY, spoke=COMPLAINED[:1]),
)


def silent_figures(tables: Tables, grounds: Grounds) -> tuple[tuple[Figure, ...], str]:
    """Return the silent majority with its intervals, and how much of it is the literature's."""
    found = tables("silent_majority")
    figures = tuple(result_figure(shown, estimate_of(found, figure=shown.name), grounds) for shown in _SILENT)
    weight = estimate_of(found, figure="literature_weight").value
    leaving = estimate_of(found, figure="leaving_literature_weight").value
    percent = grounds.reader.formats.percent
    said = grounds.reader.texts(
        "experience.silent.weight", weight=percent(weight, 0), leaving=percent(leaving, 0)
    )
    return figures, "" if math.isnan(weight) else said


def talk_words(tables: Tables, grounds: Grounds) -> str:
    """Return which rates of talk are in use, each with where it comes from; empty where none are stored."""
    texts = grounds.reader.texts
    found = tables("talk_rates")
    said = []
    for name, value, is_typed in zip(*(found[one] for one in found), strict=True) if len(found) else ():
        is_share = name.endswith("_share")
        origin = "typed" if is_typed else "assumed" if is_share else "source"
        written_value = (
            written(value, "percent", grounds.reader) if is_share else number(value, grounds.reader)
        )
        label = texts(f"assumptions.talk.{name}")
        said.append(texts(f"experience.talk.{origin}", label=label, value=written_value))
    return texts("experience.comma").join(said)


def silent_conflict(tables: Tables, grounds: Grounds) -> str:
    """Return that complaints and the survey don't fit together; empty where they do.

    More customers complained than the survey finds dissatisfied, or what both say together lies beyond
    what the survey says alone.
    """
    found = tables("silent_majority")
    complained = estimate_of(found, figure="complainants").value
    survey, both = (estimate_of(found, figure=one) for one in ("dissatisfied_by_survey", "dissatisfied"))
    texts, count = grounds.reader.texts, grounds.reader.formats.count
    if complained > survey.high:
        return texts("experience.silent.conflict", complained=count(complained), most=count(survey.high))
    if both.low > survey.high:
        ends = {"value": survey.value, "low": survey.low, "high": survey.high}
        said = {**ends, "both": both.value, "complained": complained}
        return texts("experience.silent.apart", **{name: count(number) for name, number in said.items()})
    return ""


def _overall(found: pd.DataFrame, name: str) -> Estimate:
    return estimate_of(found, figure=name, by="", group="")


def _headline(overall: Mapping[str, Estimate], drivers: pd.DataFrame, grounds: Grounds) -> str:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    csat, nps = overall["csat"], overall["nps"]
    if csat.is_defined:
        said = texts("experience.headline.csat", share=formats.percent(csat.value, 0))
    elif nps.is_defined:
        said = texts("experience.headline.nps", points=written(nps.value, "points", grounds.reader))
    else:
        return texts("experience.headline.few")
    fix = drivers[drivers["field"] == "fix_first"] if "field" in drivers else drivers[:0]
    if fix.empty:
        return texts("experience.headline.end", said=said)
    return texts("experience.headline.fix", said=said, item=item_words(fix["item_id"].iloc[0], grounds))


def _warnings(found: pd.DataFrame, grounds: Grounds) -> tuple[str, ...]:
    texts = grounds.reader.texts
    said = []
    near = found.loc[found["is_collinear"].eq(True), "item_id"].tolist()
    if near:
        said.append(
            texts(
                "experience.collinear",
                items=texts("experience.comma").join(item_words(item, grounds) for item in near),
            )
        )
    return tuple(said)
