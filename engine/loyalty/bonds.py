"""What holds a customer: value, reward, price, lack of choice, convenience or habit?

Only superior value is safe; every other bond ends when what it rests on ends. The bond is judged by
stated rules, the first that fits; a rule whose answers nobody gave fits nobody, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula

LOYALTY_BOND = Formula(
    name="loyalty_bond",
    latex=r"\text{the first that holds of: superior value, incentive, price, monopoly, convenience, inertia}",
)

BONDS: Final = ("superior_value", "incentive", "price", "monopoly", "convenience", "inertia")
HIGH, LOW = 0.70, 0.30

EXPOSURE: Final = {
    "superior_value": "none",
    "incentive": "end_of_scheme",
    "price": "lower_price",
    "monopoly": "entry_of_rival",
    "convenience": "nearer_shop",
    "inertia": "first_disturbance",
}
"""What would end the bond."""

NEEDS: Final = {
    "superior_value": ("attitude",),
    "incentive": ("incentive_share",),
    "price": ("price_sensitivity",),
    "monopoly": ("attention_to_rivals", "share_of_needs"),
    "convenience": ("time_to_choose", "channel_share"),
    "inertia": ("attitude", "attention_to_rivals"),
}
"""The indicators, 0-1 as asked or measured, without which a bond can't be told."""


@dataclass(frozen=True)
class Bonds:
    """The bond of each customer who still buys; None where no rule can be tried or none fits.

    ``summary``: ``bond``, ``exposure``, ``customers``, ``value``, ``can_be_told`` (how many customers
    have what the rule needs); ``untold`` counts customers without any rule to try, ``none_fits``
    those whom no rule describes.
    """

    each: pd.Series[str]
    summary: pd.DataFrame
    untold: int
    none_fits: int


def bonds(traits: pd.DataFrame, value: pd.Series[float]) -> Bonds:
    """Return the bonds from ``traits`` (columns of ``NEEDS``, NaN where unknown) and the current value.

    ``incentive_share`` is the share of offers among the reasons to buy (accepted offers against
    purchases), ``channel_share`` the share of purchases by the main channel; the others are answers as
    shares of their scales, not turned round.
    """
    known = traits.reindex(columns=sorted({name for names in NEEDS.values() for name in names}))
    tried = {bond: known[list(names)].notna().all(axis=1).to_numpy() for bond, names in NEEDS.items()}
    fits = _fits({str(name): known[name].to_numpy(dtype=np.float64) for name in known})
    each = np.full(len(traits), None, dtype=object)
    for bond in reversed(BONDS):
        each[fits[bond] & tried[bond]] = bond
    any_tried = np.logical_or.reduce(list(tried.values())) if len(traits) else np.empty(0, dtype=bool)
    money = value.to_numpy(dtype=np.float64)
    summary = pd.DataFrame(
        {
            "bond": BONDS,
            "exposure": [EXPOSURE[bond] for bond in BONDS],
            "customers": [int((each == bond).sum()) for bond in BONDS],
            "value": [float(np.nansum(money[each == bond])) for bond in BONDS],
            "can_be_told": [int(tried[bond].sum()) for bond in BONDS],
        }
    )
    untold = int((~any_tried).sum())
    nobody = int((pd.isna(each) & any_tried).sum())
    return Bonds(pd.Series(each, index=traits.index, dtype="str"), summary, untold, nobody)


def _fits(trait: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.bool_]]:
    """Return whom each rule describes; a comparison with NaN holds for nobody."""
    return {
        "superior_value": trait["attitude"] >= HIGH,
        "incentive": trait["incentive_share"] >= 0.5,
        "price": trait["price_sensitivity"] >= HIGH,
        "monopoly": (trait["attention_to_rivals"] <= LOW) & (trait["share_of_needs"] >= HIGH),
        "convenience": (trait["time_to_choose"] <= LOW) & (trait["channel_share"] >= HIGH),
        "inertia": (trait["attitude"] < HIGH) & (trait["attention_to_rivals"] <= 0.5),
    }
