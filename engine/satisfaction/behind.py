"""Which answers stand behind a figure?

An assessment keeps the answers it knew with what decides whether a figure counts them, so that the
list behind a figure holds just those answers that the figure rests on, however many come later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from engine.contracts import Relations
from engine.loyalty.kinds import ATTITUDE_ROLES
from engine.membership import is_among
from engine.months import months_before
from engine.satisfaction.answers import Answers, on_scale, who_answered
from engine.satisfaction.drivers import explaining
from engine.satisfaction.findings import MONTHS, satisfaction_groups
from engine.satisfaction.non_response import SCORES
from engine.satisfaction.point_ranges import Range
from engine.satisfaction.promises import PROMISES, paired_answers, promise_groups
from engine.satisfaction.ratio import has_gap, has_ratio, ratio_bands
from engine.satisfaction.reliability import SCALES
from engine.satisfaction.roles import COSTS, GROUPS, LOYALTY_INDICATORS, ROLES, SERVQUAL, VALUES
from engine.satisfaction.scores import counts_for_csat, counts_for_nps

NOW, BEFORE, EARLIER = 0, 1, 2
OF_ONE_CUSTOMER: Final = ("satisfaction_score", "true_loyalty_share", "loyalty_index", "benefit_index")
"""Figures that each customer has an own one of, from their own answers."""

_NO_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({})
_NAMES = ("item_id", "role", "channel", "felt", *PROMISES)

Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]


def kept_answers(
    answers: Answers,
    customers: pd.DataFrame,
    relations: Relations,
    as_of: dt.date,
    weights: Mapping[str, float] = _NO_WEIGHTS,
) -> pd.DataFrame:
    """Return all answers with what decides which figures count them, in the order of days.

    Beside the columns of an answer: ``row_key`` of the answer and ``comment_key`` of the one that holds
    the comment of the same respondent and day (NaN where nobody wrote one); ``as_given``: the score as it
    was ticked, where ``score`` is turned round; ``year`` (``NOW``: the last
    12 months, ``BEFORE``, ``EARLIER``); ``is_last`` and ``is_last_of_quarter``: the respondent's last to
    the question in that year or quarter; ``explains``: among the whole answers that drivers are taken
    from; ``known``: given by one of ``customers``, not by somebody nameless or unknown; ``followed``: by one
    of whom it is known who left since; ``weighs``: to an indicator of loyalty that has a weight, ``weights``
    being the manager's, by one who has an index; ``felt``: the group that
    what followed counts it in; ``talk``, ``offer``, ``fee``: what had been promised, as ``promise_table``
    names it, empty where no figure counts it.
    """
    every = answers.frame
    unnumbered = pd.Series(-1.0 - np.arange(len(every)), index=every.index)
    every = every.assign(row_key=every["row_key"].fillna(unnumbered))
    year_ago, before = (pd.Timestamp(months_before(as_of, MONTHS * years)) for years in (1, 2))
    year = np.select([every["day"] > year_ago, every["day"] > before], [NOW, BEFORE], EARLIER)
    quarter = _quarters(every["day"])
    asked = every[["respondent", "item_id"]].assign(year=year, quarter=quarter)
    current, earlier = every[year == NOW], every[year == BEFORE]
    people = customers.set_index("customer_id")
    state, index = people["churn_state"], people["loyalty_index"]
    weighing = [role for role in LOYALTY_INDICATORS if weights.get(role, 1.0) > 0]
    promised = promise_groups(current, customers, relations).set_index("customer_id")
    counted = every.index.isin(paired_answers(current).index)
    given = relations.survey_answers.dropna(subset="row_key").set_index("row_key")["score"]
    found = every.assign(
        as_given=every["row_key"].map(given).fillna(every["score"]),
        respondent=pd.factorize(every["respondent"])[0],
        comment_key=_comments(every, relations, as_of),
        year=year.astype(np.int8),
        is_last=~asked.duplicated(["respondent", "item_id", "year"], keep="last"),
        is_last_of_quarter=~asked.duplicated(["respondent", "item_id", "quarter"], keep="last"),
        explains=(year == NOW) & every["respondent"].isin(explaining(current).respondents),
        known=is_among(every["customer_id"], customers["customer_id"]),
        followed=every["customer_id"].map(state).notna(),
        weighs=every["role"].isin(weighing) & every["customer_id"].map(index).notna(),
        felt=every["row_key"].map(_felt(earlier, state)),
        **{name: every["customer_id"].map(promised[name]).where(counted) for name in PROMISES},
    )
    return found.astype(dict.fromkeys(_NAMES, "category")).astype({"row_key": "int64"})


def answers_behind(kept: pd.DataFrame, figure: str = "", of: str = "", quarter: str = "") -> pd.DataFrame:
    """Return the answers that a figure counts; ``kept`` as ``kept_answers`` made it.

    ``figure`` is an index, a role of a question with its own figure (SERVQUAL, values, costs),
    ``scale.<role or group>``, ``ratio.<bands>`` (``3``, ``0-2``), ``driver`` or ``separation`` (``of`` a
    question), ``felt`` (``of`` a group), ``talk``, ``offer`` or ``fee`` (``of`` what had been promised),
    ``expected.<role>`` (``of`` a channel), ``weighted.<score>``, or empty: the answers to the question
    ``of``. An index may be that ``of`` a channel, and of a ``quarter`` such as ``2026q1``; without one it is
    that of the last 12 months. An unknown figure has no answers.
    """
    if quarter:
        window = kept[_quarters(kept["day"]).eq(_number_of(quarter)) & kept["is_last_of_quarter"]]
    else:
        window = kept[(kept["year"] == NOW) & kept["is_last"]]
    if figure in _INDICES:
        window = window[window["channel"] == of] if of else window
        return window[_INDICES[figure](window)]
    kind, _, rest = figure.partition(".")
    if kind in _KINDS:
        return _KINDS[kind](window, rest, of)
    return _then(kept, kind, of)


def counted_answers(kept: pd.DataFrame) -> pd.DataFrame:
    """Return which answers count for the figures of ``OF_ONE_CUSTOMER``: ``figure row_key``."""
    parts = [answers_behind(kept, name)[["row_key"]].assign(figure=name) for name in OF_ONE_CUSTOMER]
    return pd.concat(parts, ignore_index=True)


def _then(kept: pd.DataFrame, kind: str, of: str) -> pd.DataFrame:
    """Return the answers of the year before, or those by what had been promised."""
    if kind == "separation":
        then = kept[(kept["year"] == BEFORE) & kept["is_last"] & kept["followed"] & (kept["item_id"] == of)]
        return then[on_scale(then).notna()]
    if kind not in ("felt", *PROMISES) or kind not in kept:
        return kept[:0]
    return kept[kept[kind] == of] if of else kept[kept[kind].notna()]


def _expected(window: pd.DataFrame, role: str, channel: str) -> pd.DataFrame:
    is_there = window["channel"].astype("object").fillna("") == channel
    return window[(window["role"] == role) & is_there & _is_paired(window) & window["scale_high"].notna()]


def _weighted(window: pd.DataFrame, score: str, _: str) -> pd.DataFrame:
    """Return the answers that are weighted for non-response: those of customers."""
    # Assessments made before this was kept know the nameless only.
    is_known = window["known"] if "known" in window else window["customer_id"].notna()
    return window[is_known & _INDICES[score](window)] if score in SCORES else window[:0]


def band_range(ends: str) -> Range:
    """Return the first and the last band of a range such as ``0-2``, or of a band such as ``3``."""
    first, _, last = ends.partition("-")
    return int(first), int(last or first)


def _in_bands(window: pd.DataFrame, ends: str, _: str) -> pd.DataFrame:
    own = window[_INDICES["satisfaction_ratio"](window)]
    return own[ratio_bands(own["score"] / own["expectation"]).between(*band_range(ends))]


def _quarters(days: pd.Series[Any]) -> pd.Series[int]:
    found: pd.Series[int] = 10 * days.dt.year + days.dt.quarter
    return found


def _number_of(quarter: str) -> int:
    year, _, number = quarter.partition("q")
    return 10 * int(year) + int(number)


def _comments(every: pd.DataFrame, relations: Relations, as_of: dt.date) -> pd.Series[float]:
    """Return the row of the comment of the same respondent and day, an answer's own before others'."""
    given = relations.up_to(as_of).survey_answers
    said = given[given["words"].fillna("").str.strip() != ""]
    of_day = said.assign(who=who_answered(said)).drop_duplicates(["who", "day"]).set_index(["who", "day"])
    places = pd.MultiIndex.from_frame(every[["respondent", "day"]])
    own = every["row_key"].where(every["row_key"].isin(said["row_key"]))
    return own.fillna(pd.Series(of_day["row_key"].reindex(places).to_numpy(), index=every.index))


def _felt(earlier: pd.DataFrame, state: pd.Series[str]) -> Mapping[Any, str]:
    """Return the group of each answer that what followed is told by."""
    groups = satisfaction_groups(earlier)
    known = groups[state.reindex(groups.index).notna()]
    return dict(zip(known["row_key"], known["group"], strict=True))


def _is_paired(answers: pd.DataFrame) -> pd.Series[bool]:
    return answers["score"].notna() & answers["expectation"].notna()


def _of_role(role: str, answers: pd.DataFrame) -> pd.Series[bool]:
    return (answers["role"] == role) & on_scale(answers).notna()


def _gap(role: str, answers: pd.DataFrame) -> pd.Series[bool]:
    return (answers["role"] == role) & _is_paired(answers)


def _all_gaps(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return the pairs of those who gave one for every dimension that anybody gave one for."""
    paired = answers["role"].isin(SERVQUAL) & _is_paired(answers)
    return paired & answers["respondent"].isin(_whole(answers[paired], answers[paired]))


def _weighted_gaps(answers: pd.DataFrame) -> pd.Series[bool]:
    paired = answers["role"].isin(SERVQUAL) & _is_paired(answers)
    weighed = answers[paired & answers["importance"].notna()]
    points = weighed.groupby("respondent")["importance"].sum()
    whole = _whole(weighed[weighed["respondent"].isin(points.index[points > 0])], answers[paired])
    return paired & answers["respondent"].isin(whole)


def _whole(given: pd.DataFrame, asked: pd.DataFrame) -> pd.Index:
    """Return the respondents whose answers have every role of ``asked``."""
    roles = given.groupby("respondent")["role"].nunique()
    return roles.index[roles == asked["role"].nunique()]


def _gained_and_given(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return the parts of those who told at least one value and one cost."""
    on = on_scale(answers).notna()
    sides = [answers["role"].isin(roles) & on for roles in (VALUES, COSTS)]
    both = set(answers.loc[sides[0], "respondent"]) & set(answers.loc[sides[1], "respondent"])
    return (sides[0] | sides[1]) & answers["respondent"].isin(both)


def _of_customers(roles: tuple[str, ...], answers: pd.DataFrame) -> pd.Series[bool]:
    return answers["customer_id"].notna() & answers["role"].isin(roles) & on_scale(answers).notna()


def _attitude(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return what tells the attitude of those of whom it is known how they behave."""
    return _of_customers(ATTITUDE_ROLES, answers) & answers["followed"]


def has_unweighed(kept: pd.DataFrame) -> bool:
    """Whether somebody with an index answered to an indicator of loyalty that has no weight in it."""
    if "weighs" not in kept:
        return False
    indexed = kept.loc[kept["weighs"], "customer_id"]
    asked = kept["role"].isin(LOYALTY_INDICATORS) & kept["customer_id"].isin(indexed)
    return bool((asked & ~kept["weighs"]).any())


def _indicating(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return what the index of loyalty is made of; an older assessment does not say what weighs nothing."""
    own = _of_customers(LOYALTY_INDICATORS, answers)
    return own & answers["weighs"] if "weighs" in answers else own


def _satisfied(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return each customer's last overall answer, and their last that has a ratio beside it."""
    overall = answers["row_key"].isin(satisfaction_groups(answers)["row_key"])
    experience = answers[answers["customer_id"].notna() & (answers["role"] == "experience")]
    last = experience.drop_duplicates("customer_id", keep="last")
    beside = last[has_ratio(last) & last["customer_id"].isin(answers.loc[overall, "customer_id"])]
    return overall | answers["row_key"].isin(beside["row_key"])


def _scale(window: pd.DataFrame, scale: str, _: str) -> pd.DataFrame:
    """Return the answers of those who answered every question of a role, or of a group of roles."""
    group = scale.removeprefix("group_")
    roles = GROUPS[group] if group in SCALES and group != scale else (scale,) if scale in ROLES else ()
    usable = window["score"].notna() if group == scale else on_scale(window).notna()
    own = window[window["role"].isin(roles) & usable]
    items = own.groupby("respondent")["item_id"].nunique()
    return own[own["respondent"].isin(items.index[items == own["item_id"].nunique()])]


_INDICES: Final[Mapping[str, Mask]] = {
    "csat": lambda answers: (answers["role"] == "csat") & counts_for_csat(answers),
    "nps": lambda answers: (answers["role"] == "nps") & counts_for_nps(answers),
    "ces": lambda answers: (answers["role"] == "ces") & answers["score"].notna(),
    "satisfaction_ratio": lambda answers: (answers["role"] == "experience") & has_ratio(answers),
    "experience_gap": lambda answers: (answers["role"] == "experience") & has_gap(answers),
    "servqual_gap": _all_gaps,
    "servqual_gap_weighted": _weighted_gaps,
    **{role: partial(_gap, role) for role in SERVQUAL},
    "delivered_value": _gained_and_given,
    "benefit_index": _gained_and_given,
    "satisfaction_score": _satisfied,
    "true_loyalty_share": _attitude,
    "loyalty_index": _indicating,
    **{role: partial(_of_role, role) for role in (*VALUES, *COSTS)},
}
_KINDS: Final[Mapping[str, Callable[[pd.DataFrame, str, str], pd.DataFrame]]] = {
    "": lambda window, _, of: window[window["item_id"] == of] if of else window,
    "driver": lambda window, _, of: window[window["explains"] & (window["item_id"] == of)],
    "expected": _expected,
    "ratio": _in_bands,
    "scale": _scale,
    "weighted": _weighted,
}
