"""Who answered and who did not, how firm are the scales, and what followed the answers?"""

from __future__ import annotations

import pandas as pd

from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.assessment_columns import ASSESSMENT_COLUMNS, DTYPES
from engine.months import months_before
from engine.satisfaction.answers import answers_of
from engine.satisfaction.behind import kept_answers
from engine.satisfaction.findings import MONTHS
from engine.satisfaction.later_purchases import later_purchases
from engine.satisfaction.non_response import could_be_asked, customer_profile, weighted_scores
from engine.satisfaction.promises import promise_table

_NEEDED = (
    "first_purchase_day",
    "contract_start_day",
    "value_tier",
    "lifecycle_stage",
    "churn_state",
    "purchase_days_12m",
    "current_value",
    "amount_12m",
    "last_purchase_day",
    "contract_end_day",
    "loyalty_index",
)


def answering_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return scores weighted for non-response, what followed, what was promised, and the answers behind."""
    customers = with_unknown(customers, *_NEEDED)
    known = answers_of(study.relations, study.as_of)
    answers = known.frame
    year_ago, before = (pd.Timestamp(months_before(study.as_of, MONTHS * years)) for years in (1, 2))
    current = answers[answers["day"] > year_ago]
    earlier = answers[(answers["day"] <= year_ago) & (answers["day"] > before)]
    could = could_be_asked(customers, current, year_ago)
    profile = customer_profile(customers[could], study.relations.attributes, study.as_of)
    figures, by = weighted_scores(current, profile)
    weights = study.settings.typed_of("loyalty")
    frames = {
        "weighted_figures": figures,
        "response_profile": by,
        **later_purchases(earlier, customers),
        "promises": promise_table(current, customers, study.relations),
        "answers": kept_answers(known, customers, study.relations, study.as_of, weights),
    }
    return Part(pd.DataFrame(index=customers.index), frames=frames)


def with_unknown(customers: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Return customers with these columns of an assessment, undefined where there were no purchases."""
    lacking = {
        name: pd.Series(None, index=customers.index, dtype=DTYPES.get(kind, kind))
        for name, kind in ASSESSMENT_COLUMNS.items()
        if name in names and name not in customers
    }
    return customers.assign(**lacking)
