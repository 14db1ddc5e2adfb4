"""What had been promised, by whom and where, and how far did experience fall short?

Contacts may note what was promised and by whom. Where they don't, files still say who was talked to
before the sale, by which channel and to what end; who was made which offer; which fee a contract names.
Each respondent's expectation and experience are compared by these. That is a difference between groups,
not proof.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from engine.contracts import Relations
from engine.one_spelling import one_spelling
from engine.satisfaction.answers import latest
from engine.satisfaction.intervals import mean_estimate
from engine.satisfaction.point_ranges import SMALLEST_GROUP

PROMISE_DAYS: Final = 180
"""A talk or an offer counts for an answer if it was at most so many days before."""

TOLERATED: Final = 0.02
"""A year's bills above the agreed fee by no more than this share are as agreed."""

NOTHING: Final = "nothing"
PROMISES: Final = ("said", "agent", "talk", "offer", "fee")
COLUMNS: Final = ("promise", "group", "expected", "experienced", "gap", "low", "high", "n", "needed")
_BEFORE_THE_SALE: Final = r"before|pre-?\s?sale|售前"


def promise_table(answers: pd.DataFrame, customers: pd.DataFrame, relations: Relations) -> pd.DataFrame:
    """Return expectation and experience (shares of scale) by what had been promised: ``COLUMNS``.

    ``promise`` is said (what a contact notes as promised), agent (who promised it, or talked before the
    sale), talk (where: purpose and channel of such a contact), offer (the last one made) or fee (agreed and
    billed: ``as_agreed``, ``billed_more``); ``group`` is ``nothing`` for respondents without one. A promise
    of which the files know nothing has no rows, and groups of fewer than five are left out. ``customers``
    have ``amount_12m`` and ``last_purchase_day``.
    """
    each = promise_groups(answers, customers, relations)
    rows = []
    for promise in PROMISES:
        group = each[promise]
        named = group.dropna()
        if set(named) <= {NOTHING}:
            continue
        for name in dict.fromkeys([*sorted(set(named) - {NOTHING}), NOTHING]):
            part = each[group == name]
            if len(part) >= SMALLEST_GROUP:
                gap = mean_estimate((part["experienced"] - part["expected"]).to_numpy(dtype=np.float64))
                middle = (part["expected"].mean(), part["experienced"].mean(), gap.value)
                rows.append((promise, name, *middle, gap.low, gap.high, gap.n, gap.needed))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def promise_groups(answers: pd.DataFrame, customers: pd.DataFrame, relations: Relations) -> pd.DataFrame:
    """Return one row a customer who told both: ``customer_id day expected experienced``, ``PROMISES``.

    The last are what had been promised, null where it can't be told.
    """
    each = _paired(answers)
    if each.empty:
        return each.assign(**dict.fromkeys(PROMISES, pd.Series(dtype="str")))
    return each.assign(
        said=_last_before(each, _noted(relations.contacts, "promise")),
        agent=_last_before(each, _noted(_promising(relations.contacts), "agent")),
        talk=_last_before(each, _talks(relations.contacts)),
        offer=_last_before(each, _offers(relations.rescues)),
        fee=_billed(each, customers, relations.contracts),
    )


def paired_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of customers that tell what was expected and what was experienced.

    Where the whole experience was asked it counts, else all paired items together.
    """
    known = latest(answers).dropna(subset=["score", "expectation", "scale_high", "customer_id"])
    is_whole = known["role"] == "experience"
    return known[is_whole] if is_whole.any() else known


def _paired(answers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a customer with both: ``customer_id day expected experienced``."""
    known = paired_answers(answers)
    span = known["scale_high"] - known["scale_low"]
    shares = known.assign(
        experienced=(known["score"] - known["scale_low"]) / span,
        expected=(known["expectation"] - known["scale_low"]) / span,
    )
    wanted = {"day": "max", "expected": "mean", "experienced": "mean"}
    return shares.groupby("customer_id").agg(wanted).reset_index()


def _promising(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts where expectations are made: before the sale, or with a promise on file."""
    is_before = contacts["stage"].str.contains(_BEFORE_THE_SALE, case=False, na=False)
    return contacts[is_before | contacts["promise"].notna()]


def _noted(contacts: pd.DataFrame, column: str) -> pd.DataFrame:
    return contacts[["customer_id", "day"]].assign(what=contacts[column])


def _talks(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return where expectations were made: ``customer_id day what``."""
    talks = _promising(contacts)
    purpose, channel = (one_spelling(talks[name]).fillna("") for name in ("purpose", "channel"))
    what = purpose + " · " + channel
    return talks[["customer_id", "day"]].assign(what=what.str.strip(" ·"))


def _offers(rescues: pd.DataFrame) -> pd.DataFrame:
    made = rescues[~rescues["is_control"].eq(1.0)]
    return made[["customer_id", "day"]].assign(what=made["measure"])


def _last_before(each: pd.DataFrame, made: pd.DataFrame) -> pd.Series[str]:
    """Return what was said last before each answer, ``nothing`` where it was too long ago or never."""
    made = made.assign(what=one_spelling(made["what"])).dropna(subset=["what", "customer_id"])
    if made.empty:
        return pd.Series(None, index=each.index, dtype="str")
    found = pd.merge_asof(
        each[["customer_id", "day"]].reset_index().sort_values("day"),
        made.sort_values("day", kind="stable"),
        on="day",
        by="customer_id",
        tolerance=pd.Timedelta(days=PROMISE_DAYS),
    )
    return found.set_index("index")["what"].reindex(each.index).fillna(NOTHING)


def _billed(each: pd.DataFrame, customers: pd.DataFrame, contracts: pd.DataFrame) -> pd.Series[str]:
    """Return whether the bills of the last 12 months kept to the fees agreed; null where it can't be told.

    That takes one running contract that names a fee and has run for the whole year.
    """
    running = contracts[contracts["end_day"].isna() & contracts["fee_per_month"].gt(0.0)]
    single = running.drop_duplicates("customer_id", keep=False).set_index("customer_id")
    people = customers.set_index("customer_id")
    known = people.join(single[["fee_per_month", "start_day"]], how="inner")
    since = known["last_purchase_day"] - pd.DateOffset(months=12)
    known = known[known["start_day"] <= since]
    more = known["amount_12m"] > 12.0 * known["fee_per_month"] * (1.0 + TOLERATED)
    said = pd.Series(np.where(more, "billed_more", "as_agreed"), index=known.index, dtype="str")
    return each["customer_id"].map(said)
