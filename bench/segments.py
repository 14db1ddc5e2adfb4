"""How long do groups, firmness of tiers and suggestions take for 100,000 customers and a million rows?

    .venv/bin/python bench/segments.py

Made-up facts with tastes; prints seconds a part. Results are in docs/performance.md.
"""

import datetime as dt
import time

import numpy as np
import pandas as pd

from engine.assessing.behaviour import with_keys
from engine.assessing.study import study_of
from engine.contracts import Tables
from engine.segments import clusters, next_product
from engine.settings import AssessmentSettings
from engine.value import tier_stability

CUSTOMERS, ROWS, PRODUCTS = 100_000, 1_000_000, 2_000
AS_OF = dt.date(2026, 9, 26)


def facts() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    often = rng.gamma(0.8, 1.0, CUSTOMERS)
    customer = rng.choice(CUSTOMERS, ROWS, p=often / often.sum())
    taste = rng.integers(0, 40, CUSTOMERS)[customer]
    own = rng.random(ROWS) < 0.6
    anything = np.floor(PRODUCTS * rng.random(ROWS) ** 2)
    product = np.where(own, taste * 50 + np.floor(50 * rng.random(ROWS) ** 2), anything).astype(int)
    amount = rng.gamma(2.0, 20.0, ROWS).round(2)
    return pd.DataFrame(
        {
            "customer_id": np.char.add("C", customer.astype(str)),
            "product_id": np.char.add("P", product.astype(str)),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 1000, ROWS), unit="D"),
            "amount": amount,
            "margin": (amount * 0.4).round(2),
        }
    )


def timed(name, work):
    start, cpu = time.perf_counter(), time.process_time()
    found = work()
    print(f"{name:24} {time.perf_counter() - start:6.1f} s ({time.process_time() - cpu:.1f} s of processor)")
    return found


def main():
    tables = Tables.from_frames(facts())
    study = study_of(tables, AS_OF, AssessmentSettings())
    people = with_keys(study.summary(AS_OF), tables.customers)
    people["age_weeks"] = (pd.Timestamp(AS_OF) - people["first_purchase_day"]).dt.days / 7.0
    sold = people["amount_total"] - people["refund_amount_total"]
    people["monetary_value"] = sold / people["purchase_days"]
    potential = np.random.default_rng(1).gamma(0.5, 50.0, len(people))
    people = people.assign(
        potential_value=potential,
        potential_value_high=potential * 1.2,
        peers_count=np.random.default_rng(2).integers(30, 400, len(people)).astype(float),
        value_tier=np.where(potential > 30, "iron", "lead"),
    )
    timed("groups", lambda: clusters.assessment_columns(people))
    expression = tier_stability.month_values(tables.transactions, AS_OF, study.history)
    months = timed("months of value", lambda: tables.execute(expression))
    timed("firmness of tiers", lambda: tier_stability.assessment_columns(people, months, 0.8))
    known = (tables, people, AS_OF, study.history, study.history_months)
    _, card = timed("what to offer next", lambda: next_product.assessment_columns(*known))
    print({name: card.facts[name] for name in ("way", "products", "hit_3_rate", "popular_3_rate")})


if __name__ == "__main__":
    main()
