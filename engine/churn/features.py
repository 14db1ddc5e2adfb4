"""What is known of each customer on a day, as columns for a model, and which factor does each speak of?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from engine.churn.care_features import answer_columns, complaint_columns, contact_columns, offer_columns
from engine.churn.chronicle import Landmark
from engine.churn.factors import NO_FACTOR
from engine.churn.profile_features import attribute_columns, contract_columns
from engine.churn.purchase_features import Columns, assortment_columns, purchase_columns

_KINDS = (
    purchase_columns,
    assortment_columns,
    complaint_columns,
    contact_columns,
    offer_columns,
    answer_columns,
    contract_columns,
    attribute_columns,
)


@dataclass(frozen=True)
class FeatureFrame:
    """One row a customer, indexed by ``customer_id``.

    Columns are float64 or texts (``str``), NaN where unknown. ``groups`` has for each
    column the code of its factor, or ``none``.
    """

    frame: pd.DataFrame
    groups: Mapping[str, str]

    def without(self, columns: Collection[str]) -> FeatureFrame:
        """Return the frame less some columns."""
        kept = [name for name in self.frame.columns if name not in columns]
        return FeatureFrame(self.frame[kept], {name: self.groups[name] for name in kept})


def features_at(at: Landmark) -> FeatureFrame:
    """Return what was known at a landmark; nothing of a later day is looked at."""
    found = Columns()
    for columns in _KINDS:
        found.take(columns(at))
    ids = pd.Index(at.chronicle.customer_ids.take(at.customers), name="customer_id")
    frame = pd.DataFrame(found.by_name, index=ids)
    texts = [name for name, values in found.by_name.items() if values.dtype == object]
    frame = frame.astype(dict.fromkeys(texts, "str"))
    return FeatureFrame(frame, {name: found.factors.get(name, NO_FACTOR) for name in frame.columns})
