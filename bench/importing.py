"""How long does an import of 1 million transactions take, against pandas alone?

    python bench/importing.py [--rounds 3]

Writes a seeded CSV into a temporary folder and, in processes of their own, taking turns:
brings it in as the worker does (every check, the rows, the snapshot), and loads it with
``pandas.read_csv`` followed by ``to_sql`` into SQLite, once through an SQLAlchemy engine and once
through a bare ``sqlite3`` connection. Prints the best time of each, the ratios and the peak of memory.
Beside busy neighbours the time of the processor says more than that of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
ROWS, CUSTOMERS, DAYS, PRODUCTS = 1_000_000, 100_000, 1_096, 300
MEASURED = ("import", "to_sql_engine", "to_sql_sqlite3")


def write(path: Path) -> None:
    rng = np.random.default_rng(20_251_231)
    first = np.datetime64("2023-01-01")
    amount = np.round(rng.gamma(2, 40, ROWS), 2) * np.where(rng.random(ROWS) < 0.02, -1, 1)
    customers = np.array([f"C{number:06d}" for number in range(CUSTOMERS)])
    products = np.array([f"P{number:03d}" for number in range(PRODUCTS)])
    pd.DataFrame(
        {
            "row_id": np.arange(ROWS),
            "customer_id": customers[rng.integers(0, CUSTOMERS, ROWS)],
            "day": (first + rng.integers(0, DAYS, ROWS)).astype(str),
            "amount": amount,
            "margin": np.round(amount * 0.4, 2),
            "product_id": products[rng.integers(0, PRODUCTS, ROWS)],
            "channel": rng.choice(np.array(["web", "shop", "phone"]), ROWS),
        }
    ).to_csv(path, index=False)


def import_rows(path: Path, folder: Path) -> None:
    os.environ["HOLDFAST_HOME"] = str(folder / "home")
    sys.path.insert(0, str(ROOT))
    from data.importing.report import ImportRequest
    from data.importing.run import run_import
    from data.viewer import OWNER
    from data.workspaces import create_workspace

    slug = create_workspace(OWNER, "Bench").slug
    began = time.perf_counter(), time.process_time()
    report = run_import(OWNER, slug, ImportRequest("transactions", path))
    finished(began)
    if report.rows.accepted != ROWS:
        raise SystemExit(f"only {report.rows.accepted} rows were accepted")


def to_sql(path: Path, connection: object) -> None:
    began = time.perf_counter(), time.process_time()
    pd.read_csv(path).to_sql("transactions", connection, index=False)
    if hasattr(connection, "commit"):
        connection.commit()
    finished(began)


def finished(began: tuple[float, float]) -> None:
    seconds, work = time.perf_counter() - began[0], time.process_time() - began[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"seconds": seconds, "work": work, "peak_gb": peak}))


def measure(what: str, path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        if what == "import":
            import_rows(path, folder)
        elif what == "to_sql_engine":
            import sqlalchemy

            to_sql(path, sqlalchemy.create_engine(f"sqlite:///{folder / 'plain.db'}"))
        else:
            import sqlite3

            to_sql(path, sqlite3.connect(folder / "plain.db"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--measure", nargs=2, metavar=("WHAT", "FILE"))
    given = arguments.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]))
        return
    found: dict[str, list[dict[str, float]]] = {what: [] for what in MEASURED}
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        path = Path(folder) / "transactions.csv"
        write(path)
        for _ in range(given.rounds):
            for what in MEASURED:
                command = [sys.executable, __file__, "--measure", what, str(path)]
                answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                found[what].append(json.loads(answer.strip().splitlines()[-1]))
    best, work = ({what: min(one[of] for one in found[what]) for what in found} for of in ("seconds", "work"))
    for what, runs in found.items():
        times, most = ", ".join(f"{one['seconds']:.2f}" for one in runs), max(one["peak_gb"] for one in runs)
        print(f"{what:16} best {best[what]:5.2f} s (of {times}), {work[what]:.2f} s of work, {most:.2f} GB")
    for what in MEASURED[1:]:
        time_ratio, work_ratio = best["import"] / best[what], work["import"] / work[what]
        print(f"import / {what}: {time_ratio:.2f}; of the processor's time: {work_ratio:.2f}")


if __name__ == "__main__":
    main()
