"""What are customers' own words about?"""

from __future__ import annotations

import pandas as pd

from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.months import months_before
from engine.texts.findings import sorted_texts
from engine.texts.spoken import since, spoken_texts

MONTHS = 24


def texts_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return the texts of the last 24 months with what they are about, and how sure that is.

    Where nobody said anything there is nothing to say of it either.
    """
    texts = spoken_texts(study.relations)
    columns = pd.DataFrame(index=customers.index)
    if texts.empty:
        return Part(columns)
    found = sorted_texts(texts, since(texts, months_before(study.as_of, MONTHS)))
    frames = {"texts": found.frame, "text_labels": found.by_label}
    return Part(columns, models=(found.card,), frames=frames)
