"""From how many kinds of products do customers buy, apart from how much they spend?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import interval_words
from dashboard.presenters.terms import term
from engine.rates import MINIMUM_CUSTOMERS, share_estimate
from engine.satisfaction.breadth import BREADTHS
from engine.satisfaction.point_ranges import SMALLEST_GROUP


def breadth_bars(customers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return who buys from more, as many and fewer categories than a year before: ``code word value label``.

    Empty below 30 customers of whom it is known, and where one of the three is of one to four of them.
    """
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = customers["breadth"].dropna() if "breadth" in customers else pd.Series(dtype="str")
    counts = {code: int((known == code).sum()) for code in BREADTHS}
    rows = []
    if len(known) >= MINIMUM_CUSTOMERS and not any(0 < count < SMALLEST_GROUP for count in counts.values()):
        for code, count in counts.items():
            found = share_estimate(count, len(known))
            said = texts(
                "value_to_customers.breadth.label",
                share=formats.percent(found.value, 0),
                interval=interval_words(found, "percent", grounds.reader),
                count=count,
                known=len(known),
            )
            rows.append((code, term("breadth", code, texts), found.value, said))
    return pd.DataFrame(rows, columns=["code", "word", "value", "label"])
