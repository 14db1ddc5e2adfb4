"""What did customers say in their own words, and what did somebody note that it was about?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from engine.contracts import Relations
from engine.satisfaction.answers import who_answered
from engine.satisfaction.roles import REVERSED
from engine.texts.labels import NO_COMPLAINT, label_code

TEXT_COLUMNS = ("source", "row_key", "customer_id", "day", "label", "words", "complains", "ticked", "judged")
COMPLAINS_BELOW = 0.5
"""A comment beside an answer below the middle of its scale is a complaint."""

_ON_THE_WHOLE = ("csat", "nps", "experience")


def spoken_texts(relations: Relations) -> pd.DataFrame:
    """Return complaints, reasons for leaving and comments that have words, in the order of days.

    Columns are ``TEXT_COLUMNS``: ``source`` is complaint, exit or comment, ``row_key`` the number of its
    row there; ``label`` the cause that was noted (null where none was; an exit for several is left out);
    ``complains`` 1.0 or 0.0, NaN for a comment without an answer that tells. Of comments ``ticked`` is that
    before anybody ``judged`` them (NaN of others), and this what a person decided ("" where nobody did).
    """
    complaints = relations.complaints.rename(columns={"opened_at": "day"})
    exits = relations.exits.rename(columns={"causes": "cause"})
    # Where several reasons were given the words may be about any of them.
    exits = exits[~exits["cause"].fillna("").str.contains(",")]
    parts = [
        _texts(complaints.assign(complains=1.0, ticked=np.nan), "complaint"),
        _texts(exits.assign(complains=1.0, ticked=np.nan), "exit"),
        _texts(_comments(relations), "comment"),
    ]
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values("day", kind="stable", ignore_index=True)


def since(texts: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the texts after a day."""
    return texts[texts["day"] > pd.Timestamp(day)]


def _texts(rows: pd.DataFrame, source: str) -> pd.DataFrame:
    said = rows["words"].fillna("").str.strip() != ""
    rows = rows[said]
    label = [
        label_code(cause) if isinstance(cause, str) and cause.strip() else None for cause in rows["cause"]
    ]
    found = rows.assign(source=source, label=pd.Series(label, index=rows.index, dtype="str"))
    is_none = found["label"] == NO_COMPLAINT
    kept = {"label": found["label"].mask(is_none), "complains": found["complains"].mask(is_none, 0.0)}
    judged = found["label"].fillna("") if source == "comment" else ""
    return found.assign(judged=judged, **kept)[list(TEXT_COLUMNS)]


def _comments(relations: Relations) -> pd.DataFrame:
    items = relations.survey_items.drop_duplicates("item_id").set_index("item_id")
    answers = relations.survey_answers.join(items[["role", "scale_low", "scale_high"]], on="item_id")
    span = (answers["scale_high"] - answers["scale_low"]).where(lambda wide: wide > 0)
    share = (answers["score"] - answers["scale_low"]) / span
    share = share.where(~answers["role"].isin(REVERSED), 1.0 - share)
    share = _beside(answers, share)
    ticked = np.where(share.isna(), np.nan, (share < COMPLAINS_BELOW).astype("float64"))
    # Who names its cause has read it as a complaint, whatever was ticked beside it.
    return answers.assign(ticked=ticked, complains=np.where(answers["cause"].notna(), 1.0, ticked))


def _beside(answers: pd.DataFrame, share: pd.Series[float]) -> pd.Series[float]:
    """Return how good the answer beside a comment is, 0-1; without one, what the person ticked that day.

    What was ticked on the whole goes before what was ticked of parts.
    """
    if not (answers["words"].notna() & share.isna()).any():
        return share
    by = [who_answered(answers), answers["day"]]
    whole = share.where(answers["role"].isin(_ON_THE_WHOLE)).groupby(by).transform("mean")
    return share.fillna(whole).fillna(share.groupby(by).transform("mean"))
