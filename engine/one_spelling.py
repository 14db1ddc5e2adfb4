"""Which words of a file are one, however they are written?"""

from __future__ import annotations

import pandas as pd


def one_spelling(labels: pd.Series[str]) -> pd.Series[str]:
    """Return short labels, those that differ by case or outer spaces only in their most frequent spelling.

    "Email", "email " and "EMAIL" are one channel. Of equally frequent spellings the first by code points
    stands for all; null stays null, and nothing but spaces becomes null.
    """
    own = labels.astype("str").str.strip()
    own = own.where(own != "")
    counts = own.value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    spellings = pd.Series(counts.index, index=counts.index.str.casefold(), dtype="str")
    return own.str.casefold().map(spellings[~spellings.index.duplicated()]).astype(labels.dtype)
