"""Was the simulator right at earlier dates of this company?

A customer without a contract has left once their silence crosses the churn rule in force on the
earlier day, whether or not they come back later: that is what the hazard model says, and what the
simulator counts.
"""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from dashboard.usecases.assessed import found
from dashboard.usecases.simulating import start
from data import assessments
from data.assessments import AssessmentInfo
from data.viewer import Viewer
from engine.errors import EngineError
from engine.months import whole_months
from engine.simulation.past import PastCheck, Stand, past_record

_YEAR = 12


def past(viewer: Viewer, slug: str, replications: int = 50) -> list[PastCheck]:
    """Return what earlier assessments would have had the simulator say about the newest.

    Each earlier assessment's customers are simulated on to the newest one's day. Margins are
    compared where a year lies between the two. Assessments that can't be simulated are left out.
    """
    made = assessments.assessments(viewer, slug)
    earlier = [one for one in made if one.as_of < made[0].as_of]
    if not earlier:
        return []
    columns = ["customer_id", "churn_state", "current_value"]
    now = assessments.assessment_frame(viewer, slug, made[0].assessment_id, columns).set_index("customer_id")
    days = _purchase_days(viewer, slug, made[0].as_of)
    stands = [_stand(viewer, slug, one, made[0], (now, days)) for one in earlier]
    return past_record([one for one in stands if one is not None], replications)


def never_silent_for(days: pd.DataFrame, ids: pd.Series, span: tuple[dt.date, dt.date], limit: float) -> int:
    """Return how many of the customers had no silence longer than ``limit`` days within the span.

    ``days`` has ``customer_id`` and ``day`` of each purchase day; the silence that runs when
    the span begins counts from the last purchase before it.
    """
    began, ended = (pd.Timestamp(day) for day in span)
    own = days[days["customer_id"].isin(ids) & (days["day"] <= ended)]
    last = own[own["day"] <= began].groupby("customer_id")["day"].max().reset_index()
    over = last.assign(day=ended)
    moments = pd.concat([last, own[own["day"] > began], over]).sort_values(["customer_id", "day"])
    gaps = moments.groupby("customer_id")["day"].diff().dt.days
    longest = gaps.groupby(moments["customer_id"]).max()
    return int((longest <= limit).sum())


def _purchase_days(viewer: Viewer, slug: str, as_of: dt.date) -> pd.DataFrame:
    """Return the days on which each customer bought, up to a day."""
    from data.snapshot import tables

    known = tables(viewer, slug)
    bought = known.transactions.filter(known.transactions.amount > 0)
    days = known.execute(bought.select("customer_id", "day").distinct())
    days["day"] = pd.to_datetime(days["day"])
    return days[days["day"] <= pd.Timestamp(as_of)]


def _stand(
    viewer: Viewer,
    slug: str,
    then: AssessmentInfo,
    newest: AssessmentInfo,
    outcome: tuple[pd.DataFrame, pd.DataFrame],
) -> Stand | None:
    months = whole_months(then.as_of, newest.as_of)
    try:
        begun = start(viewer, slug, then.assessment_id)
    except EngineError:
        return None
    if months < 1 or begun.population.is_sample:
        return None
    now, days = outcome
    own = now.reindex(begun.customer_ids)
    rule = found(viewer, slug, then.assessment_id).cards.get("churn_rule", {})
    if rule.get("origin") == "contracts":
        still = float(own["churn_state"].isin(["staying", "leaning"]).sum())
    else:
        limit = float(rule.get("churn_after_days", math.nan))
        still = float(never_silent_for(days, begun.customer_ids, (then.as_of, newest.as_of), limit))
    margin = float(own["current_value"].sum()) if months == _YEAR else math.nan
    return Stand(then.as_of.isoformat(), begun.population, begun.base, months, still, margin)
