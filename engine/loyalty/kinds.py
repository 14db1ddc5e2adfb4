"""Who is truly loyal, and who only seems so: attitude against behaviour?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula

LOYALTY_KIND = Formula(
    name="loyalty_kind",
    latex=r"\text{true}: A \ge a^* \wedge B \ge b^*; \quad \text{latent}: A \ge a^* \wedge B < b^*;"
    r" \quad \text{spurious}: A < a^* \wedge B \ge b^*",
    source="Dick & Basu (1994), Journal of the Academy of Marketing Science 22(2)",
)

LOYALTY_KINDS = ("true", "latent", "spurious", "none")
HIGH_ATTITUDE = 0.70
ATTITUDE_ROLES = ("nps", "csat", "loyalty_intention", "attention_to_brand")
"""Answers that tell how a customer is disposed, as shares of their scales."""


def attitude(role_shares: pd.DataFrame) -> pd.Series[float]:
    """Return each respondent's attitude, 0-1: the mean of the answers of ``ATTITUDE_ROLES``; NaN without."""
    known = [name for name in ATTITUDE_ROLES if name in role_shares]
    if not known:
        return pd.Series(np.nan, index=role_shares.index, dtype="float64")
    return role_shares[known].mean(axis=1)


def behaves_loyally(customers: pd.DataFrame) -> pd.Series[float]:
    """Return 1.0 for who buys on as they used to, 0.0 for who doesn't, NaN where it can't be told.

    Loyal behaviour is to be staying (by the churn rule and the own rhythm, see ``churn_state``) and to
    have come again: one purchase is no habit. Under a contract, to be staying is enough.
    """
    state = customers["churn_state"]
    bound = customers["contract_start_day"].notna() if "contract_start_day" in customers else False
    again = (customers["purchase_days"] >= 2) | bound
    return ((state == "staying") & again).astype("float64").where(state.notna())


def loyalty_kinds(attitudes: NDArray[Any], behaviour: NDArray[Any]) -> NDArray[np.object_]:
    """Return true, latent, spurious or none; None where attitude or behaviour is unknown.

    ``attitudes`` are 0-1, high from 0.7; ``behaviour`` is 1.0 or 0.0.
    """
    high, acts = attitudes >= HIGH_ATTITUDE, behaviour >= 0.5
    kinds = np.select([high & acts, high & ~acts, ~high & acts], LOYALTY_KINDS[:3], LOYALTY_KINDS[3])
    found: NDArray[np.object_] = kinds.astype(object)
    found[np.isnan(attitudes) | np.isnan(behaviour)] = None
    return found
