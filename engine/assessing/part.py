"""What does each part add to an assessment?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from engine.cards import Card, ModelCard
from engine.churn.other_curves import OtherCurves
from engine.estimate import Estimate


@dataclass(frozen=True)
class Part:
    """Columns of the customers in their order, figures of the whole, the part's own accounts.

    ``frames`` are tables of results by name, for pages that show more than columns and figures;
    ``curves`` serve the parts after this one and aren't kept.
    """

    columns: pd.DataFrame
    cards: tuple[Card, ...] = ()
    models: tuple[ModelCard, ...] = ()
    figures: Mapping[str, Estimate] = field(default_factory=dict)
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    curves: OtherCurves | None = None

    def of(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Return customers with this part's columns in the place of their own of these names."""
        others = customers.drop(columns=[name for name in self.columns if name in customers])
        return pd.concat([others, self.columns.set_axis(customers.index)], axis=1)


def joined(*columns: pd.DataFrame) -> pd.DataFrame:
    """Return frames of the same customers side by side."""
    return pd.concat([one.reset_index(drop=True) for one in columns], axis=1)
