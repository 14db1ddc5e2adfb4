"""How long does an assessment of 100,000 customers with 1 million transactions take, and what in it?

    python bench/assessment.py

Makes seeded facts as Parquet files in a temporary folder (contacts, complaints, answers, rescues and
attributes beside the transactions), assesses them in a process of its own, in full, and prints the time on
the wall and of the processor, the peak of memory and the largest parts by name.
"""

from __future__ import annotations

import cProfile
import datetime as dt
import json
import pstats
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
CUSTOMERS, TRANSACTIONS, DAYS = 100_000, 1_000_000, 1_096
AS_OF = dt.date(2025, 12, 31)
PARTS = {
    "read and summarise purchases (DuckDB)": ("engine/assessing/study.py", "summary"),
    "lengths of gaps (DuckDB)": ("engine/assessing/behaviour.py", "rule_in_force"),
    "span of the facts (DuckDB)": ("engine/value/basis.py", "history"),
    "fit the company's rhythm": ("engine/rhythm.py", "fit_rhythm"),
    "alarm of each customer": ("engine/rhythm.py", "rhythm_columns"),
    "follow peers": ("engine/value/potential.py", "follow_peers"),
    "potential value": ("engine/value/potential.py", "potential_columns"),
    "states and stages": ("engine/assessing/behaviour.py", "with_states"),
    "tiers, classes, RFM": ("engine/assessing/worth.py", "with_classes"),
    "value to come": ("engine/assessing/value_to_come.py", "purchases_part"),
    "chance, time and cause of leaving": ("engine/assessing/warnings.py", "churn_part"),
    "learners compared": ("engine/churn/comparison.py", "compare_past"),
    "measure, ceiling, gain": ("engine/assessing/warnings.py", "rescue_part"),
    "groups, firmness, likeness, next product": ("engine/assessing/groups.py", "groups_part"),
    "satisfaction and loyalty": ("engine/assessing/experience.py", "experience_part"),
}


def facts() -> pd.DataFrame:
    rng = np.random.default_rng(20_251_231)
    start = rng.uniform(0, DAYS, CUSTOMERS)
    end = np.minimum(start + rng.exponential(600, CUSTOMERS), DAYS)
    weight = rng.gamma(0.8, 1.0, CUSTOMERS) * (end - start)
    owner = np.concatenate(
        [np.arange(CUSTOMERS), rng.choice(CUSTOMERS, TRANSACTIONS - CUSTOMERS, p=weight / weight.sum())]
    )
    day = np.floor(rng.uniform(start[owner], end[owner])).astype(int)
    amount = np.round(rng.lognormal(3.5, 0.8, TRANSACTIONS), 2) * np.where(
        rng.random(TRANSACTIONS) < 0.02, -1, 1
    )
    first = np.datetime64(AS_OF) - DAYS + 1
    names = np.array([f"C{number:06d}" for number in range(CUSTOMERS)])
    return pd.DataFrame(
        {
            "customer_id": names[owner],
            "day": first + day,
            "amount": amount,
            "margin": np.where(rng.random(TRANSACTIONS) < 0.9, np.round(amount * 0.4, 2), np.nan),
            "quantity": 1.0,
            "product_id": "P1",
            "channel": "web",
            "order_id": [str(number) for number in range(TRANSACTIONS)],
        }
    )


def relations() -> dict[str, pd.DataFrame]:
    """Return what is known beside purchases, a few rows a customer."""
    rng = np.random.default_rng(7)

    def drawn(rows: int) -> dict[str, object]:
        day = np.datetime64(AS_OF) - rng.integers(0, DAYS, rows)
        return {"customer_id": [f"C{number:06d}" for number in rng.integers(0, CUSTOMERS, rows)], "day": day}

    contacts, complaints, answers, rescues = (drawn(rows) for rows in (300_000, 20_000, 200_000, 40_000))
    listed = {"customer_id": [f"C{number:06d}" for number in range(CUSTOMERS)]}
    return {
        "contacts": pd.DataFrame({**contacts, "purpose": "care", "cost": 0.5}),
        "complaints": pd.DataFrame(complaints)
        .rename(columns={"day": "opened_at"})
        .assign(complaint_id=[str(number) for number in range(20_000)], cause="noise"),
        "survey_items": pd.DataFrame(
            {"item_id": ["nps"], "label": ["nps"], "role": ["nps"], "scale_low": [0.0], "scale_high": [10.0]}
        ),
        "survey_answers": pd.DataFrame({**answers, "item_id": "nps", "score": rng.integers(0, 11, 200_000)}),
        "rescues": pd.DataFrame(
            {**rescues, "measure": "voucher", "is_control": rng.random(40_000) < 0.3, "cost": 15.0}
        ),
        "attributes": pd.DataFrame(
            {**listed, "known_on": np.datetime64(AS_OF) - DAYS, "name": "region", "value": "north"}
        ),
    }


def write(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = facts()
    schema = pa.schema(
        [(name, pa.string()) for name in ("customer_id",)]
        + [("day", pa.date32())]
        + [(name, pa.float64()) for name in ("amount", "margin", "quantity")]
        + [(name, pa.string()) for name in ("product_id", "channel", "order_id")]
    )
    pq.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False), folder / "facts.parquet")
    ids = sorted(frame["customer_id"].unique())
    keys = pd.DataFrame({"customer_id": ids, "customer_key": np.arange(1, len(ids) + 1)})
    keys.to_parquet(folder / "customers.parquet")
    for kind, rows in relations().items():
        rows.to_parquet(folder / f"relation-{kind}.parquet")


def measure(folder: Path, profile: bool) -> dict[str, object]:
    import resource

    sys.path.insert(0, str(ROOT))
    started = time.perf_counter()
    import ibis

    from engine.assessment import assess
    from engine.contracts import Relations, Tables, answer_of

    told = {path.stem.removeprefix("relation-"): path for path in folder.glob("relation-*.parquet")}
    connection = ibis.duckdb.connect(memory_limit="1GB")
    transactions = connection.read_parquet(folder / "facts.parquet")
    tables = Tables(
        transactions,
        pd.read_parquet(folder / "customers.parquet"),
        partial(answer_of, connection),
        Relations.from_frames(**{kind: pd.read_parquet(path) for kind, path in told.items()}),
    )
    imported, worked = time.perf_counter(), time.process_time()
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    found = assess(tables, AS_OF)
    profiler.disable()
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    result: dict[str, object] = {
        "customers": len(found.customers),
        "start_seconds": imported - started,
        "assess_seconds": done - imported,
        "processor_seconds": time.process_time() - worked,
        "peak_gb": peak,
    }
    if profile:
        result["parts"] = parts(profiler)
    return result


def parts(profiler: cProfile.Profile) -> dict[str, float]:
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    return {
        title: sum(row[3] for key, row in stats.items() if key[0].endswith(file) and key[2] == function)
        for title, (file, function) in PARTS.items()
    }


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]), "profile" in sys.argv)))
        return
    with tempfile.TemporaryDirectory() as name:
        write(Path(name))
        for mode in ("plain", "profile"):
            command = [sys.executable, __file__, name, mode]
            print(mode, json.dumps(json.loads(subprocess.check_output(command)), indent=2))


if __name__ == "__main__":
    main()
