"""How often are comments of surveys sorted wrong, as far as persons read a drawn few of them?

Complaints and exits come with their cause noted, comments don't. The comments that persons decide because
the model was unsure are its hardest ones and would make it look worse than it is; so a few are drawn from
all, are decided without its opinion beside them, and only they are counted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import NotEnoughDataError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate
from engine.texts.sorting import TextSorter

COMMENTS_RIGHT = Formula(
    name="comments_right",
    latex=r"\hat p = \frac{|\{i \in S : \hat k_{-S}(x_i) = k_i\}|}{|S|}",
    origin="estimated",
)

DRAWN = 40
NEEDED = 30


def drawn_comments(texts: pd.DataFrame) -> pd.Series[bool]:
    """Return which of ``texts`` are comments to check: forty of those beside a low answer, as if by lot.

    What somebody decided since is no matter. The lot is made of the comment's own number, so that every
    assessment draws the same, but for comments that came since.
    """
    could_be = texts["source"].eq("comment") & texts["ticked"].eq(1.0)
    lots = pd.Series(_lots(texts["row_key"].to_numpy(dtype=np.float64)), index=texts.index)
    return texts.index.to_series().isin(lots[could_be].nsmallest(DRAWN).index)


def right_on_comments(texts: pd.DataFrame, drawn: pd.Series[bool]) -> Estimate:
    """Return the share of drawn comments whose decided cause a model that never saw them names.

    Nor did it see the same words elsewhere. Who decides that a comment complains of nothing says that any
    cause is wrong. Undefined below 30.
    """
    checked = texts[drawn & texts["judged"].ne("")]
    rest = texts[~drawn & texts["label"].notna() & ~texts["words"].isin(checked["words"])]
    if len(checked) < NEEDED:
        return share_estimate(0, len(checked), NEEDED)
    try:
        sorter = TextSorter().fit(rest["words"].tolist(), rest["label"].tolist())
    except NotEnoughDataError:
        return share_estimate(0, 0, NEEDED)
    named = sorter.sort(checked["words"].tolist())["best_label"].to_numpy(dtype=object)
    right = named == checked["judged"].to_numpy(dtype=object)
    return share_estimate(int(right.sum()), len(checked), NEEDED)


def _lots(numbers: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return a lot a number, as good as random (splitmix64; Steele, Lea & Flood 2014, OOPSLA)."""
    with np.errstate(over="ignore"):
        lots = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        lots = (lots ^ (lots >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        lots = (lots ^ (lots >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return lots ^ (lots >> np.uint64(31))
