"""What does each part add to an assessment?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from engine.cards import Card, ModelCard
from engine.estimate import Estimate


@dataclass(frozen=True)
class Part:
    """Columns of the customers in their order, figures of the whole, and the part's own accounts."""

    columns: pd.DataFrame
    cards: tuple[Card, ...] = ()
    models: tuple[ModelCard, ...] = ()
    figures: Mapping[str, Estimate] = field(default_factory=dict)

    def of(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Return customers with this part's columns."""
        return customers.assign(**{str(name): self.columns[name].to_numpy() for name in self.columns})


def joined(*columns: pd.DataFrame) -> pd.DataFrame:
    """Return frames of the same customers side by side."""
    return pd.concat([one.reset_index(drop=True) for one in columns], axis=1)
