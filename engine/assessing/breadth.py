"""From how many categories of products does each customer buy, now and a year before?"""

from __future__ import annotations

import pandas as pd

from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.satisfaction.breadth import bought_products, category_columns


def breadth_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return the breadth of each customer, as far as products have categories."""
    bought = study.tables.execute(bought_products(study.tables.transactions, study.as_of, study.history))
    return Part(category_columns(customers, bought, study.relations.products))
