"""What do the answers of a company's surveys say, as tables that a page can show?

Every table is long: what it is about, for whom, and the figure with its interval and its number of
answers. Figures take the last answer of each respondent within the last 12 months; groups of fewer
than five are not broken out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

import numpy as np
import pandas as pd
from numpy.random import Generator

from engine.estimate import Estimate
from engine.months import months_before
from engine.rates import share_estimate
from engine.satisfaction.answers import ANSWER_COLUMNS, Answers, answer_matrix, latest, on_scale
from engine.satisfaction.consequences import later_behaviour
from engine.satisfaction.delivered_value import delivered_value
from engine.satisfaction.drivers import drivers, explaining, performance_map
from engine.satisfaction.intervals import mean_by_person
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from engine.satisfaction.ratio import RATIO_GROUPS, ratio_groups, ratio_table, satisfaction_ratio
from engine.satisfaction.reliability import scale_reliability
from engine.satisfaction.roles import SERVQUAL
from engine.satisfaction.scores import FULL_SCALE, csat, effort_score, net_promoter
from engine.satisfaction.separation import separation
from engine.satisfaction.servqual import servqual
from engine.satisfaction.silent_majority import Survey, Talk, scaled, silent_majority, talk_effect

MONTHS = 12
_LEAST_RANKED = 3
GROUP_COLUMNS = ("value_tier", "lifecycle_stage", "churn_state", "channel")
_FIGURE_COLUMNS = ["figure", "by", "group", "value", "low", "high", "n", "needed"]
Row = tuple[object, ...]


def score_figures(answers: pd.DataFrame) -> dict[str, Estimate]:
    """Return the three scores of a set of answers: CSAT, NPS, CES."""
    return _scores(answers, net_promoter(answers[answers["role"] == "nps"]).score)


def _scores(answers: pd.DataFrame, nps: Estimate) -> dict[str, Estimate]:
    return {
        "csat": csat(answers[answers["role"] == "csat"]),
        "nps": nps,
        "ces": effort_score(answers[answers["role"] == "ces"]),
    }


def headline_figures(answers: pd.DataFrame) -> dict[str, Estimate]:
    """Return the figures that stand for a set of answers: ratio, gap, CSAT, NPS, CES, SERVQUAL, value."""
    ratio = satisfaction_ratio(answers[answers["role"] == "experience"])
    gaps = servqual(answers)
    value = delivered_value(answers)
    nps = net_promoter(answers[answers["role"] == "nps"])
    return {
        "satisfaction_ratio": ratio.mean,
        "experience_gap": ratio.gap,
        **{f"ratio_{name}": share for name, share in ratio.groups.items()},
        **_scores(answers, nps.score),
        "nps_promoters": nps.promoters,
        "nps_passives": nps.passives,
        "nps_detractors": nps.detractors,
        "servqual_gap": gaps.unweighted,
        "servqual_gap_weighted": gaps.weighted,
        "delivered_value": value.delivered,
        "benefit_index": value.benefit,
    }


def figure_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of all and by group: ``figure by group value low high n needed``.

    ``answers`` may carry ``value_tier``, ``lifecycle_stage``, ``churn_state`` and ``channel``; ``by`` and
    ``group`` are empty for all respondents together.
    """
    answers = latest(answers)
    rows = [*_rows(headline_figures(answers), "", "")]
    for by in GROUP_COLUMNS:
        for group, part in answers.groupby(by) if by in answers else ():
            if part["respondent"].nunique() >= SMALLEST_GROUP:
                rows += _rows(headline_figures(part), by, str(group))
    return pd.DataFrame(rows, columns=_FIGURE_COLUMNS)


def trend_table(answers: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the figures, and the gap of each dimension, by whole quarter of a year.

    Columns are ``figure day value low high n needed``.
    """
    quarters = answers["day"].dt.to_period("Q")
    last_whole = pd.Period(pd.Timestamp(as_of) + pd.Timedelta(days=1), "Q") - 1
    rows = [
        (row[0], quarter.start_time, *row[3:])
        for quarter, part in answers.groupby(quarters)
        if quarter <= last_whole
        for row in _rows({**headline_figures(part), **servqual(part).gaps}, "", "")
        if row[6]
    ]
    return pd.DataFrame(rows, columns=["figure", "day", "value", "low", "high", "n", "needed"])


def servqual_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return, by dimension, gap, perception, expectation and importance, each with interval and n."""
    found = servqual(answers)
    parts = {
        "gap": found.gaps,
        "perception": found.perceptions,
        "expectation": found.expectations,
        "importance": found.importance,
    }
    rows = [(name, part, *_written(by[name])) for part, by in parts.items() for name in SERVQUAL]
    return pd.DataFrame(rows, columns=["dimension", "part", "value", "low", "high", "n", "needed"])


def nps_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return what the points 0-10 contribute to the net promoter score, as ``points_of_score`` has it."""
    return net_promoter(answers[answers["role"] == "nps"]).points


def reliability_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return Cronbach's alpha of every role with two items or more, and the item that lowers it most."""
    rows = []
    for one in scale_reliability(answers):
        worst = max(one.without, key=lambda name: one.without[name]) if one.without else ""
        gains = bool(worst) and one.without[worst] > one.alpha.value
        without = one.without[worst] if gains else np.nan
        alpha = _written(one.alpha)
        rows.append((one.role, len(one.items), *alpha, one.is_poor, worst if gains else "", without))
    columns = ["role", "items", "value", "low", "high", "n", "needed", "is_poor", "worst_item", "without_it"]
    return pd.DataFrame(rows, columns=columns)


def driver_table(answers: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return what goes with overall satisfaction, its performance (0-1 of the scale) and its field.

    The target is the CSAT item, else NPS, else the experience; ``target`` (empty where none of them was
    asked), ``explained``, ``agreement``, ``n``, ``needed`` and ``incomplete`` are the same in every row.
    Without a result one row without an item says what is missing. ``agreement`` is the rank correlation
    of importance with the plain correlations (their size).
    """
    known = explaining(answers)
    target, items = known.target, known.items
    found = drivers(known.score, items, rng)
    table = found.items
    if table.empty:
        table = pd.DataFrame({"item_id": [""]})
    else:
        performance = items[list(table["item_id"])].mean()
        by_item = table.set_index("item_id")["importance"]
        fields = performance_map(by_item, performance.reindex(by_item.index))
        table = table.assign(performance=performance.to_numpy(), field=fields.to_numpy())
    return table.assign(
        target=target,
        explained=found.explained,
        agreement=_agreement(found.items),
        n=found.n,
        needed=found.needed,
        incomplete=found.incomplete,
    )


def _agreement(items: pd.DataFrame) -> float:
    """Return how far importance orders items as their correlations with the target do, -1 to 1."""
    if len(items) < _LEAST_RANKED:
        return float("nan")
    return float(items["importance"].rank().corr(items["correlation"].abs().rank()))


def separation_table(earlier: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return, by item, how well answers of a year ago separate who left since from who stayed."""
    named = earlier[earlier["customer_id"].notna()].assign(share=on_scale(earlier))
    scores = answer_matrix(named.assign(respondent=named["customer_id"]), "share")
    state = customers.set_index("customer_id")["churn_state"].reindex(scores.index)
    scores, state = scores[state.notna()], state[state.notna()]
    rows = [(name, *_written(one)) for name, one in separation(scores, state == "left").items()]
    return pd.DataFrame(rows, columns=["item_id", "value", "low", "high", "n", "needed"])


def behaviour_tables(earlier: pd.DataFrame, customers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what followed the answers of a year ago: margin and leaving, by group and per point.

    The 12 months of the customers' current value are those after the answers.
    """
    groups = satisfaction_groups(earlier)
    found = groups.join(customers.set_index("customer_id")[["current_value", "churn_state"]], how="inner")
    left = (found["churn_state"] == "left").astype("float64").where(found["churn_state"].notna())
    behaviour = later_behaviour(found["score"], found["group"], found["current_value"], left)
    slopes = {"margin_a_point": behaviour.margin_a_point, "left_a_point": behaviour.left_a_point}
    points = [(name, *_written(one)) for name, one in slopes.items()]
    return {
        "later_behaviour": behaviour.groups,
        "later_behaviour_points": pd.DataFrame(
            points, columns=["figure", "value", "low", "high", "n", "needed"]
        ),
    }


def satisfaction_groups(answers: pd.DataFrame) -> pd.DataFrame:
    """Return ``score`` (as asked), ``share`` (0-1), ``ratio``, ``group``, ``row_key`` by customer.

    Score and share are those of the last overall answer, ``ratio`` that of the last answer with an
    expectation beside it, where there is one. One rule groups all: where overall satisfaction was
    asked its scale does (dissatisfied below its middle, delighted at its best point, which takes a
    scale of four points at least), else the ratio.
    """
    named = answers[answers["customer_id"].notna()]
    is_overall = bool((named["role"] == "csat").any())
    last = _last_of_role(named, "csat" if is_overall else "experience").assign(share=on_scale)
    paired = _last_of_role(named, "experience")
    usable = (paired["scale_low"] == 0) & (paired["expectation"] > 0)
    ratio = (paired["score"] / paired["expectation"]).where(usable).reindex(last.index)
    share = last["share"].to_numpy(dtype=np.float64)
    can_delight = (last["scale_high"] - last["scale_low"] >= FULL_SCALE).to_numpy()
    named_groups = np.select(
        [share < 0.5, (share >= 1.0) & can_delight], ["dissatisfied", "delighted"], "satisfied"
    )
    group = named_groups.astype(object)
    if not is_overall:
        by_ratio = ratio_groups(ratio.to_numpy(dtype=np.float64))
        group = np.where(pd.isna(by_ratio), group, by_ratio)
    found = last[["score", "share", "row_key"]].assign(
        ratio=ratio, group=pd.Series(group, index=last.index, dtype="str")
    )
    return found[found["share"].notna()]


def _last_of_role(answers: pd.DataFrame, role: str) -> pd.DataFrame:
    last = latest(answers[answers["role"] == role])
    return last.drop_duplicates("customer_id", keep="last").set_index("customer_id")


def silent_tables(
    current: pd.DataFrame,
    earlier: pd.DataFrame,
    customers: pd.DataFrame,
    complaints: pd.DataFrame,
    talk: Talk,
    rng: Generator,
) -> dict[str, pd.DataFrame]:
    """Return the silent majority and what talk makes of it: ``figure value low high n needed``.

    ``complaints`` has ``customer_id`` and ``opened_at`` of two years, ``is_recent`` for the last 12 months;
    it is empty where complaints are not recorded. Who was dissatisfied a year ago and silent is
    followed until now.
    """
    groups = satisfaction_groups(current)
    known = _survey(groups, satisfaction_groups(earlier), customers, complaints)
    found = silent_majority(known, rng)
    shares = {
        name: share_estimate(int((groups["group"] == name).sum()), len(groups)) for name in RATIO_GROUPS
    }
    effect = talk_effect(shares, known.customers, talk)
    named = {
        "dissatisfied": found.dissatisfied,
        "silent": found.silent,
        "silent_leavers": found.silent_leavers,
        "complaint_share": found.complaint_share,
        "literature_weight": Estimate(found.literature_weight, n=known.dissatisfied),
        "leaving_literature_weight": Estimate(found.leaving_literature_weight, n=known.followed),
        "complainants": Estimate(float(known.complainants or 0), n=known.customers),
        "dissatisfied_by_survey": scaled(shares["dissatisfied"], float(known.customers)),
        "told_bad": effect.told_bad,
        "told_good": effect.told_good,
        "lost_by_talk": effect.lost,
        "won_by_talk": effect.won,
    }
    rows = [(name, *_written(one)) for name, one in named.items()]
    columns = ["figure", "value", "low", "high", "n", "needed"]
    return {"silent_majority": pd.DataFrame(rows, columns=columns), "talk_rates": _talk_rates(talk)}


def _talk_rates(talk: Talk) -> pd.DataFrame:
    """Return the rates of talk in use: ``name value is_typed``."""
    used, given = asdict(talk), asdict(Talk())
    rows = [(name, value, value != given[name]) for name, value in used.items()]
    return pd.DataFrame(rows, columns=["name", "value", "is_typed"])


def _survey(
    groups: pd.DataFrame, before: pd.DataFrame, customers: pd.DataFrame, complaints: pd.DataFrame
) -> Survey:
    state = customers.set_index("customer_id")["churn_state"]
    present = customers["customer_id"][(customers["churn_state"] != "left")]
    recent = set(complaints.loc[complaints["is_recent"], "customer_id"].dropna())
    unhappy = groups.index[groups["group"] == "dissatisfied"]
    spoke = before.index.isin(complaints["customer_id"].dropna())
    silent_then = before.index[(before["group"] == "dissatisfied") & ~spoke]
    followed = state.reindex(silent_then).dropna()
    return Survey(
        customers=len(present),
        complainants=len(recent & set(present)) if len(complaints) else None,
        surveyed=len(groups),
        dissatisfied=len(unhappy),
        dissatisfied_who_complained=len(recent & set(unhappy)),
        followed=len(followed),
        lapsed=int((followed == "left").sum()),
    )


def value_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the four values and four costs on 0-100, and which of them drags."""
    found = delivered_value(answers)
    parts = {**found.gains, **found.costs}
    rows = [(name, *_written(one), name == found.drag) for name, one in parts.items()]
    return pd.DataFrame(rows, columns=["part", "value", "low", "high", "n", "needed", "drags"])


def expectation_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return what was expected and experienced, by what it was about and by channel (shares of scale)."""
    paired = latest(answers).dropna(subset=["score", "expectation", "scale_high"])
    span = paired["scale_high"] - paired["scale_low"]
    paired = paired.assign(
        experienced=(paired["score"] - paired["scale_low"]) / span,
        expected=(paired["expectation"] - paired["scale_low"]) / span,
    )
    rows = []
    for (role, channel), part in paired.fillna({"channel": ""}).groupby(["role", "channel"]):
        if part["respondent"].nunique() >= SMALLEST_GROUP:
            gap = mean_by_person(part["experienced"] - part["expected"], part["respondent"])
            rows.append((role, channel, part["expected"].mean(), part["experienced"].mean(), *_written(gap)))
    columns = ["role", "channel", "expected", "experienced", "gap", "low", "high", "n", "needed"]
    return pd.DataFrame(rows, columns=columns)


def satisfaction_findings(
    answers: Answers,
    customers: pd.DataFrame,
    complaints: pd.DataFrame,
    as_of: dt.date,
    talk: Talk,
    rng: Generator,
) -> Mapping[str, pd.DataFrame]:
    """Return all tables by name; ``customers`` are the assessment's rows so far.

    ``complaints`` are all up to ``as_of`` with ``customer_id`` and ``opened_at``; ``talk`` is what the
    literature says of it, or the user.
    """
    known = customers.set_index("customer_id")[list(GROUP_COLUMNS[:3])]
    every = answers.frame.join(known, on="customer_id")
    year_ago = pd.Timestamp(months_before(as_of, MONTHS))
    current = every[every["day"] > year_ago]
    before = pd.Timestamp(months_before(as_of, 2 * MONTHS))
    earlier = every[(every["day"] <= year_ago) & (every["day"] > before)]
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        "satisfaction_figures": lambda: figure_table(current),
        "satisfaction_before": lambda: figure_table(earlier[[*ANSWER_COLUMNS]]),
        "satisfaction_trend": lambda: trend_table(every, as_of),
        "servqual": lambda: servqual_table(current),
        "ratio_bands": lambda: ratio_table(current),
        "nps_points": lambda: nps_table(current),
        "scale_reliability": lambda: reliability_table(current),
        "drivers": lambda: driver_table(current, rng),
        "separation": lambda: separation_table(earlier, customers),
        "delivered_value": lambda: value_table(current),
        "expectations": lambda: expectation_table(current),
    }
    two_years = complaints[complaints["opened_at"] > before]
    two_years = two_years.assign(is_recent=two_years["opened_at"] > year_ago)
    return {
        **{name: make() for name, make in tables.items()},
        **behaviour_tables(earlier, customers),
        **silent_tables(current, earlier, customers, two_years, talk, rng),
    }


def _rows(figures: Mapping[str, Estimate], by: str, group: str) -> Iterator[Row]:
    for name, one in figures.items():
        yield (name, by, group, *_written(one))


def _written(one: Estimate) -> Row:
    return one.value, one.low, one.high, one.n, one.needed
