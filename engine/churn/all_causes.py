"""Of which causes are those who are here likely to leave, and of which did those leave who have?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.cause_mix import last_words, said_on_leaving
from engine.churn.causes import Causes, causes_of, fit_causes
from engine.churn.chronicle import NEVER, Chronicle
from engine.churn.hazard import DiscreteTimeHazard
from engine.churn.incidents import Evidence, Watched, lately, told
from engine.churn.landmarks import Episodes, Standing

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AllCauses:
    """The causes of all who are or were customers, by ``customer_id``, and what stands behind them.

    ``exits`` are the recorded ones that taught; ``incidents`` has a row an incident of the last year, or of
    that before a silence: ``customer_id day kind factor about``.
    """

    columns: pd.DataFrame
    exits: int
    incidents: pd.DataFrame


def all_causes(
    known: Chronicle, past: Episodes, model: DiscreteTimeHazard, everyone: Standing, hazard: Floats
) -> AllCauses:
    """Return the causes; ``everyone`` is the whole chronicle today.

    ``hazard`` is each customer's cumulative hazard, NaN of who isn't there any more. Who left and said
    why, left for that; who ended a contract without a word has no clear cause.
    """
    evidence = Evidence.of(known)
    why = fit_causes(past, model, evidence)
    was = np.flatnonzero(np.isfinite(hazard) | _ever_came(known))
    standing, own = everyone.rows(was), hazard[was]
    at = known.landmark(0)
    watched = Watched.of(standing.features, was, at.day, standing.contract_age_months)
    usual = float(np.nanmean(own)) if np.isfinite(own).any() else 0.0
    relative = own / usual if usual > 0.0 else np.where(np.isfinite(own), 1.0, np.nan)
    pointing = told(evidence.incidents, watched, why.leaving_per_month)
    # Who ended a contract was bound to a term: what was told last was right in 3 cases of 10 only.
    pointing[np.isnan(own) & _had_contract(known)[was]] = 0.0
    found = why.causes(standing.features, relative, pointing)
    columns = _as_said(found, was, np.isnan(own), evidence).columns(known.customer_ids[was])
    return AllCauses(columns, why.mix.exits, _by_id(lately(evidence.incidents, watched), known))


def _ever_came(known: Chronicle) -> Flags:
    """Return who ever bought or signed."""
    return np.asarray((known.first_day > NEVER) | _had_contract(known))


def _had_contract(known: Chronicle) -> Flags:
    found = np.zeros(len(known.customer_ids), dtype=bool)
    found[known.rows["contracts"]["customer"].to_numpy(dtype=np.int64)] = True
    return found


def _as_said(found: Causes, customer: NDArray[np.int64], left: Flags, evidence: Evidence) -> Causes:
    """Return the causes with those of the last exit where somebody has left and said why."""
    said, shares = said_on_leaving(last_words(evidence.exits), pd.Index(customer), left)
    own = causes_of(shares)
    for name in ("cause", "share", "shares"):
        getattr(found, name)[said] = getattr(own, name)
    return found


def _by_id(rows: pd.DataFrame, known: Chronicle) -> pd.DataFrame:
    ids = known.customer_ids.take(rows["customer"].to_numpy(dtype=np.int64))
    named = rows.rename(columns={"on": "day"}).assign(customer_id=np.asarray(ids, dtype=object))
    texts = dict.fromkeys(("customer_id", "kind", "factor", "about"), "str")
    return named[["customer_id", "day", "kind", "factor", "about"]].astype(texts)
