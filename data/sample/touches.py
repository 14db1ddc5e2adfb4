"""What does one kind of contact look like as rows of a company's file?"""

from __future__ import annotations

import numpy as np
import pandas as pd


def touches(
    heading: str, customers: np.ndarray, days: np.ndarray, how: tuple[str, str, str, float], result: object
) -> pd.DataFrame:
    """Return a row a contact, its customer under ``heading``; ``how`` is channel, purpose, stage and cost."""
    channel, purpose, stage, cost = how
    return pd.DataFrame(
        {
            heading: customers,
            "Contact date": days,
            "Channel": channel,
            "Purpose": purpose,
            "Stage": stage,
            "Cost": cost,
            "Result": result,
        }
    )
