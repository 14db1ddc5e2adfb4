"""Who is like whom, how firmly does each tier hold, and what would each customer buy next?"""

from __future__ import annotations

import pandas as pd

from engine.assessing.part import Part, joined
from engine.assessing.study import Study
from engine.segments import clusters, next_product, prospects
from engine.segments.accounts import group_accounts
from engine.value import tier_stability


def groups_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return clusters, firmness of tiers, likeness to the best customers, and the next product."""
    tables, as_of, known, months = study.tables, study.as_of, study.history, study.history_months
    cluster, clusters_card = clusters.assessment_columns(customers)
    values = tables.execute(tier_stability.month_values(tables.transactions, as_of, known))
    firm, changes, firm_card = tier_stability.assessment_columns(
        customers, values, study.settings.value_share
    )
    like, like_cards = prospects.assessment_columns(tables, customers, as_of, known, months)
    following, next_card = next_product.assessment_columns(tables, customers, as_of, known, months)
    cards = (clusters_card, firm_card, *like_cards, next_card)
    return Part(
        joined(cluster, firm, like, following),
        cards=cards,
        models=group_accounts(cards, known.first_day, as_of),
        figures=changes,
    )
