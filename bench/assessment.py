"""How long does an assessment of 100,000 customers with 1 million transactions take, and what in it?

    python bench/assessment.py

Makes seeded facts as a Parquet file in a temporary folder, assesses them in a process of its own
and prints the time, the peak of memory and the largest parts by name.
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
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
CUSTOMERS, TRANSACTIONS, DAYS = 100_000, 1_000_000, 1_096
AS_OF = dt.date(2025, 12, 31)
PARTS = {
    "read and summarise purchases (DuckDB)": ("engine/assessment.py", "summary"),
    "lengths of gaps (DuckDB)": ("engine/assessment.py", "_rule"),
    "span of the facts (DuckDB)": ("engine/value/basis.py", "history"),
    "fit the company's rhythm": ("engine/rhythm.py", "fit_rhythm"),
    "alarm of each customer": ("engine/rhythm.py", "rhythm_columns"),
    "follow peers": ("engine/value/potential.py", "follow_peers"),
    "potential value": ("engine/value/potential.py", "potential_columns"),
    "states and stages": ("engine/assessment.py", "_with_states"),
    "tiers, classes, RFM": ("engine/assessment.py", "_with_classes"),
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


def measure(folder: Path, profile: bool) -> dict[str, object]:
    import resource

    sys.path.insert(0, str(ROOT))
    started = time.perf_counter()
    import ibis

    from engine.assessment import assess
    from engine.contracts import Tables

    connection = ibis.duckdb.connect(memory_limit="1GB")
    transactions = connection.read_parquet(folder / "facts.parquet")
    tables = Tables(transactions, pd.read_parquet(folder / "customers.parquet"), connection.execute)
    imported = time.perf_counter()
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
