"""What did respondents write beside their answers?"""

from __future__ import annotations

import pandas as pd

from data import voices
from data.viewer import Viewer


def comments(viewer: Viewer, slug: str, answers: pd.DataFrame) -> pd.Series[str]:
    """Return the comment beside each answer (its ``comment_key``), empty where there is none.

    A masked viewer gets none, and one that is gone since is gone here.
    """
    keys = answers["comment_key"].dropna().unique()
    asked = pd.DataFrame({"source": "comment", "row_key": keys})
    words = dict(zip(keys, voices.spoken_words(viewer, slug, asked), strict=True))
    return pd.Series([words.get(key, "") for key in answers["comment_key"]], index=answers.index, dtype="str")
