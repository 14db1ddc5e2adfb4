"""On what are customers grouped, and how do so unlike measures become comparable?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TRAITS: dict[str, str] = {
    "current_value": "signed_log",
    "purchase_days_12m": "log",
    "monetary_value": "signed_log",
    "days_since_last_purchase": "log",
    "age_weeks": "root",
    "refund_share": "plain",
}
"""Column of the trait and how it is bent before it is scaled: money and counts are heavy-tailed."""

_REACH = 3.0
_MIDDLE_90 = 3.289707
"""Width of the middle 90 % of a normal variable in standard deviations."""


def trait_frame(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the traits in their own units, indexed like ``customers``; a row of NaN without a purchase.

    ``refund_share`` (0-1) is what was refunded of everything ever sold to the customer.
    """
    bought = customers["purchase_days"].notna()
    sold = customers["amount_total"] - customers["refund_amount_total"]
    share = (-customers["refund_amount_total"] / sold.where(sold > 0)).clip(upper=1.0)
    own = customers[[name for name in TRAITS if name != "refund_share"]]
    frame = own.assign(refund_share=share.fillna(0.0))[list(TRAITS)]
    return frame.where(bought).astype("float64")


@dataclass(frozen=True)
class Scale:
    """Where the middle of each trait lies and how far its middle 90 % reaches, as learned once.

    Robust: a few giants move neither. ``names`` are the traits that tell customers apart at all.
    """

    names: tuple[str, ...]
    middle: Floats
    spread: Floats
    unit: Floats

    @classmethod
    def of(cls, traits: pd.DataFrame) -> Scale:
        """Return the scale of traits without NaN; what nearly nobody differs in is left out."""
        unit = {name: _unit(traits[name]) for name in TRAITS}
        bent = pd.DataFrame({name: _bent(traits[name], name, unit[name]) for name in TRAITS})
        low, middle, high = (bent.quantile(share) for share in (0.05, 0.5, 0.95))
        spread = (high - low) / _MIDDLE_90
        names = tuple(name for name in TRAITS if spread[name] > 0)
        picked = list(names)
        return cls(
            names,
            middle[picked].to_numpy(dtype=np.float64),
            spread[picked].to_numpy(dtype=np.float64),
            np.array([unit[name] for name in names]),
        )

    def scaled(self, traits: pd.DataFrame) -> Floats:
        """Return the traits as numbers around 0 with a spread near 1, at most 3; shape (n, traits)."""
        bent = [
            _bent(traits[name], name, unit).to_numpy(dtype=np.float64)
            for name, unit in zip(self.names, self.unit, strict=True)
        ]
        columns = np.column_stack(bent) if bent else np.empty((len(traits), 0))
        return np.clip((columns - self.middle) / self.spread, -_REACH, _REACH)


def _unit(values: pd.Series[float]) -> float:
    """Return the size from which on money is bent: the median of what is not nothing."""
    sizes = values.abs()
    typical = float(sizes[sizes > 0].median()) if (sizes > 0).any() else 1.0
    return max(typical, 1e-9)


def _bent(values: pd.Series[float], name: str, unit: float) -> pd.Series[float]:
    how = TRAITS[name]
    if how == "signed_log":
        return pd.Series(np.arcsinh(values.to_numpy(dtype=np.float64) / unit), index=values.index)
    if how == "log":
        return pd.Series(np.log1p(values.clip(lower=0.0).to_numpy(dtype=np.float64)), index=values.index)
    if how == "root":
        return pd.Series(np.sqrt(values.clip(lower=0.0).to_numpy(dtype=np.float64)), index=values.index)
    return values
