"""What did the company's own rescues cost, how many took them, and how many stayed or came back?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# How people write down what came of a rescue; a text with none of these words says nothing.
_KEPT = """
    stayed, stays, stay, kept, keep, retained, returned, came back, won back, success, successful,
    saved, renewed, active, 保留, 留下, 留存, 挽回, 成功, 回来, 返回, 续约, 继续
"""
_LOST = """
    left, lost, leave, not seen, not stayed, not kept, gone, churned, churn, cancelled, canceled,
    failed, failure, unsuccessful, inactive, 流失, 离开, 失败, 未回, 取消, 退订, 未成功, 未挽回
"""
_WHOLE = {"yes": 1.0, "是": 1.0, "no": 0.0, "否": 0.0}


@dataclass(frozen=True)
class Trial:
    """What came of one measure: customers asked and kept, left alone for comparison and kept all the same.

    ``of_leavers`` tells rescues of those who had left already. Costs are money: ``contact_cost``
    for everybody asked, ``offer_cost`` for who took it; ``redeemed`` is the share that did. NaN is
    not recorded. ``is_control_shared`` marks a control group that stands for several measures.
    """

    measure: str
    of_leavers: bool
    asked: int
    asked_kept: int
    control: int
    control_kept: int
    contact_cost: float = np.nan
    offer_cost: float = np.nan
    redeemed: float = np.nan
    is_control_shared: bool = False


def kept(rescues: pd.DataFrame) -> pd.Series:
    """Return of each rescue whether the customer stayed or came back: 1, 0, or NaN where nobody knows.

    The outcome's words are read in English or Chinese; where they say nothing, what the customer
    brought afterwards does.
    """
    words = rescues["outcome"].astype("str").where(rescues["outcome"].notna(), "")
    read = words.map({text: _read(text) for text in words.unique()}).astype("float64")
    brought = rescues["outcome_amount"].gt(0).astype("float64").where(rescues["outcome_amount"].notna())
    return read.fillna(brought)


def trials(rescues: pd.DataFrame, exits: pd.DataFrame) -> tuple[Trial, ...]:
    """Return what came of each measure, by name; those of leavers apart from the others.

    Who had an exit on file by the day of the rescue had left. Rescues whose outcome isn't known
    count for the cost, not for the effect.
    """
    if rescues.empty:
        return ()
    known = rescues.assign(kept=kept(rescues), of_leavers=_had_left(rescues, exits))
    grouped = known[known["measure"].notna()].groupby(["measure", "of_leavers"], sort=True)
    found = [_trial(str(name), bool(left), rows) for (name, left), rows in grouped]
    return tuple(_with_control(trial, found) for trial in found if trial.asked)


def _with_control(trial: Trial, found: list[Trial]) -> Trial:
    """Return a trial with the customers left alone for all measures, where it has none of its own.

    Who was left alone belongs to the measure that it was left alone for; a "measure" that nobody
    was asked for is such a group for all.
    """
    common = [one for one in found if not one.asked and one.control and one.of_leavers == trial.of_leavers]
    if trial.control or not common:
        return trial
    control, control_kept = sum(one.control for one in common), sum(one.control_kept for one in common)
    return replace(trial, control=control, control_kept=control_kept, is_control_shared=True)


def pooled(found: tuple[Trial, ...]) -> Trial | None:
    """Return all trials together as if they were one measure, ``None`` without any.

    A control group that several share counts once.
    """
    if not found:
        return None
    alone = [trial for trial in found if not trial.is_control_shared]
    alone += [trial for trial in found if trial.is_control_shared][:1]
    return Trial(
        "",
        found[0].of_leavers,
        asked=sum(trial.asked for trial in found),
        asked_kept=sum(trial.asked_kept for trial in found),
        control=sum(trial.control for trial in alone),
        control_kept=sum(trial.control_kept for trial in alone),
    )


def _read(text: str) -> float:
    plain = re.sub(r"[\s_\-]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
    if plain in _WHOLE:
        return _WHOLE[plain]
    # Losses first: "not stayed" holds "stayed".
    for words, meaning in ((_LOST, 0.0), (_KEPT, 1.0)):
        if any(_names(plain, word.strip()) for word in words.split(",")):
            return meaning
    return np.nan


def _names(text: str, word: str) -> bool:
    if not word.isascii():
        return word in text
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


def _had_left(rescues: pd.DataFrame, exits: pd.DataFrame) -> NDArray[np.bool_]:
    if exits.empty:
        return np.zeros(len(rescues), dtype=bool)
    first = exits.groupby("customer_id")["day"].min()
    left_on = rescues["customer_id"].map(first)
    # An exit on the same day may as well be the outcome of the rescue.
    return (left_on < rescues["day"]).to_numpy()


def _trial(measure: str, of_leavers: bool, rows: pd.DataFrame) -> Trial:
    control = rows["is_control"].eq(1.0)
    known = rows["kept"].notna()
    asked = rows[~control]
    contact, offer = _costs(asked)
    return Trial(
        measure=measure,
        of_leavers=of_leavers,
        asked=int((~control & known).sum()),
        asked_kept=int(asked["kept"].sum()),
        control=int((control & known).sum()),
        control_kept=int(rows.loc[control, "kept"].sum()),
        contact_cost=contact,
        offer_cost=offer,
        redeemed=float(asked["accepted"].mean()) if asked["accepted"].notna().any() else np.nan,
    )


def _costs(asked: pd.DataFrame) -> tuple[float, float]:
    """Return the mean cost of asking and what taking the offer adds to it; NaN where not recorded."""
    cost, took = asked["cost"], asked["accepted"].eq(1.0)
    if not cost.notna().any():
        return np.nan, np.nan
    if not (took & cost.notna()).any() or not (~took & cost.notna()).any():
        return float(cost.mean()), 0.0
    contact = float(cost[~took].mean())
    return contact, max(0.0, float(cost[took].mean()) - contact)
