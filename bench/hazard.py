"""How long does the model of leaving take on 100,000 customers and 24 months, and the causes of 10,000?

    python bench/hazard.py [customers]
    python bench/hazard.py truth
    python bench/hazard.py coverage
    python bench/hazard.py past

``past`` holds what was said of both sample companies a year before their last day against what came, over
three seeds. ``truth`` holds named causes against the truth behind both sample companies, over five seeds;
``coverage`` counts how often intervals hold the true chance and the true median in drawn companies. Without
any of them it makes seeded facts (purchases, complaints, contacts, attributes, exits with causes) as files
in a temporary folder, fits and applies the model in a process of its own, and prints time, peak of memory
and accuracy.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
AS_OF, DAYS = dt.date(2025, 12, 31), 731
FIRST = np.datetime64(AS_OF) - DAYS + 1
FACTORS = ("price", "core_service_failure", "service_encounter_failure", "competition")
RULE_DAYS = 180.0


def made(customers: int) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(20_251_231)
    ids = np.array([f"C{number:06d}" for number in range(customers)])
    start = np.where(rng.random(customers) < 0.6, 0, rng.integers(0, DAYS - 60, customers))
    angry = rng.random(customers) < 0.15
    angry_on = rng.integers(0, DAYS, customers)
    end = np.minimum(start + rng.exponential(900, customers), DAYS)
    leaves = angry & (rng.random(customers) < 0.5) & (angry_on > start)
    end = np.where(leaves, np.minimum(end, angry_on + 20), end)
    rate = rng.gamma(2.0, 0.012, customers)
    counts = rng.poisson(rate * (end - start)) + 1
    owner = np.repeat(np.arange(customers), counts)
    day = np.floor(rng.uniform(start[owner], np.maximum(end[owner], start[owner] + 1))).astype(int)
    amount = np.round(rng.lognormal(3.5, 0.8, len(owner)), 2)
    purchases = pd.DataFrame({"customer_id": ids[owner], "day": FIRST + day, "amount": amount})
    products = "P" + pd.Series(owner % 7).astype(str)
    purchases = purchases.assign(margin=amount * 0.4, quantity=1.0, product_id=products, channel="web",
                                 order_id=np.arange(len(owner)).astype(str))  # fmt: skip
    who = np.flatnonzero(angry & (angry_on > start))
    complaints = pd.DataFrame({"complaint_id": [f"K{place}" for place in who], "customer_id": ids[who],
                               "opened_at": FIRST + angry_on[who],
                               "cause": np.array(FACTORS)[rng.integers(0, 4, len(who))]})  # fmt: skip
    touched = rng.integers(0, customers, 3 * customers)
    purposes = np.array(["call", "letter", "visit"])[rng.integers(0, 3, len(touched))]
    contacts = pd.DataFrame({"customer_id": ids[touched], "day": FIRST + rng.integers(0, DAYS, len(touched)),
                             "purpose": purposes})  # fmt: skip
    gone = np.flatnonzero((end < DAYS - RULE_DAYS) & (rng.random(customers) < 0.3))
    exits = pd.DataFrame({"customer_id": ids[gone], "day": FIRST + (end[gone] + RULE_DAYS).astype(int),
                          "causes": np.array(FACTORS)[rng.integers(0, 4, len(gone))]})  # fmt: skip
    names = {"region": np.array(["north", "south", "east"]), "age": np.arange(20, 80).astype(str)}
    attributes = pd.concat([
        pd.DataFrame({"customer_id": ids, "known_on": FIRST, "name": name,
                      "value": rng.choice(values, customers)})
        for name, values in names.items()
    ])  # fmt: skip
    keys = pd.DataFrame({"customer_id": ids, "customer_key": np.arange(1, customers + 1)})
    return {"purchases": purchases, "complaints": complaints, "contacts": contacts, "exits": exits,
            "attributes": attributes, "customers": keys}  # fmt: skip


def write(folder: Path, customers: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    frames = made(customers)
    rows = frames.pop("purchases")
    rows = rows.assign(day=rows["day"].astype("datetime64[s]"))
    texts = ("customer_id", "product_id", "channel", "order_id")
    kinds = {name: pa.string() if name in texts else pa.float64() for name in rows} | {"day": pa.date32()}
    table = pa.Table.from_pandas(rows, pa.schema(list(kinds.items())), preserve_index=False)
    pq.write_table(table, folder / "purchases.parquet")
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet")


def measure(folder: Path) -> dict[str, object]:
    import resource

    sys.path.insert(0, str(ROOT))
    import ibis

    from engine.churn.causes import fit_causes
    from engine.churn.forecast import Forecast, Terms, forecast
    from engine.churn.incidents import Evidence, Watched, told
    from engine.contracts import Relations, Tables, answer_of

    frames = {name: pd.read_parquet(folder / f"{name}.parquet")
              for name in ("complaints", "contacts", "exits", "attributes")}  # fmt: skip
    connection = ibis.duckdb.connect(memory_limit="1GB", threads=1)
    tables = Tables(connection.read_parquet(folder / "purchases.parquet"),
                    pd.read_parquet(folder / "customers.parquet"), partial(answer_of, connection),
                    Relations.from_frames(**frames))  # fmt: skip
    started, cpu = time.perf_counter(), time.process_time()
    found = forecast(tables, AS_OF, Terms(12, RULE_DAYS, has_contracts=False))
    fitted, cpu = time.perf_counter(), time.process_time() - cpu
    if not isinstance(found, Forecast):
        raise SystemExit(f"not enough data: {found.gates}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    known, rows = found.prepared.known, found.standing.features.iloc[:10_000]
    evidence = Evidence.of(known)
    model = fit_causes(found.prepared.past, found.model, evidence)
    hazard = found.outlook.cumulative_hazard(12)[:10_000]
    bound, who = found.standing.contract_age_months[:10_000], np.flatnonzero(found.here)[:10_000]
    begun = time.perf_counter()
    watched = Watched.of(rows, who, known.landmark(0).day, bound)
    model.causes(rows, hazard / hazard.mean(), told(evidence.incidents, watched, model.leaving_per_month))
    return {
        "customers": len(tables.customers),
        "still_there": len(found.standing.features),
        "rows": len(found.prepared.past.churned),
        "events": found.prepared.past.events,
        "fit_and_apply_seconds": round(fitted - started, 1),
        "of_which_cpu_seconds": round(cpu, 1),
        "peak_gb": round(peak, 2),
        "causes_of_10000_seconds": round(time.perf_counter() - begun, 2),
        **{name: round(one.value, 3) for name, one in found.later.accuracy.figures.items()},
    }


def truth() -> None:
    """Print how often a named cause is the true one, by whether a customer truly still is one.

    Of who still is it is the factor that pulls most in the month after; of who has gone, the one they
    truly left for: those whom the rule still counts as customers, and those whom it counts as left.
    """
    sys.path.insert(0, str(ROOT))
    from data.sample.hotel_group import hotel_group
    from data.sample.telephone_company import telephone_company
    from engine.churn.factors import UNCLEAR
    from engine.churn.forecast import Forecast, Terms, forecast
    from tests.engine.churn.sample_companies import hotel_tables, telephone_tables, true_causes

    day = dt.date(2026, 7, 31)
    for make, tables, terms in (
        (telephone_company, telephone_tables, Terms(12, float("nan"), True)),
        (hotel_group, hotel_tables, Terms(12, 480.0, False)),
    ):
        parts = []
        for seed in (20261031, 1, 2, 3, 4):
            company = make(seed)
            found = forecast(tables(company), day, terms)
            if not isinstance(found, Forecast):
                raise SystemExit(f"not enough data: {found.gates}")
            true = true_causes(company, day, found.standing.features.index)
            parts.append(true.join(found.why.columns["cause"].rename("named"), how="inner"))
        every = pd.concat(parts)
        for group, rows in every.groupby("group"):
            named = rows[rows["named"] != UNCLEAR]
            counts = {"of": len(rows), "named": len(named)}
            is_right = named["named"] == named["cause"]
            shares = {
                "right": is_right.mean(),
                "right_or_second": (
                    (named["named"] == named["cause"]) | (named["named"] == named["second"])
                ).mean(),
                "commonest_of_all": (named["cause"] == rows["cause"].mode()[0]).mean(),
                "commonest_of_named": named["cause"].value_counts(normalize=True).max(),
            }
            rounded = {name: round(float(share), 3) for name, share in shares.items()}
            print(make.__name__, group, json.dumps(counts | rounded))


def coverage() -> None:
    """Print the share of intervals that hold the true chance within each horizon, and the true median.

    The interval is that of one error, of the cumulative hazard within twelve months; nobody is followed
    for longer. A median beyond 36 months is held by an interval that is open above.
    """
    sys.path.insert(0, str(ROOT))
    from engine.churn.hazard import DiscreteTimeHazard
    from engine.churn.holdout import chosen_ridge
    from tests.engine.churn.made_companies import drawn_past, standing

    for effects, noise in (
        ((1.0, 0.5), 3),
        ((0.3, 0.3, 0.2, 0.2, 0.1, 0.1), 20),
        ((0.8, 0.6, 0.4, 0.2, 0.2, 0.1, 0.1), 40),
    ):
        hits = []
        for seed in range(40):
            past, people, chance = drawn_past(np.random.default_rng(seed), 1_500, effects, noise)
            model = DiscreteTimeHazard(ridge=chosen_ridge(past, 3, 300.0)).fit(past)
            outlook, own = model.outlook(standing(people.iloc[:300]), 12), chance[:300]
            held = {}
            for horizon in (3, 6, 12, 24, 36):
                band, true = outlook.churn_probability(horizon), 1.0 - (1.0 - own) ** horizon
                held[f"{horizon} months"] = ((band.low <= true) & (true <= band.high)).mean()
            band, true = outlook.median_months(), np.ceil(np.log(0.5) / np.log1p(-own))
            true = np.where(true > 36, np.inf, true)
            low, high = np.nan_to_num(band.low, nan=37.0), np.nan_to_num(band.high, nan=np.inf)
            held |= {"median": ((low <= true) & (true <= high)).mean(), "open": np.isnan(band.high).mean()}
            hits.append(held)
        print(
            f"{len(effects)} effects, {noise} columns of noise:", pd.DataFrame(hits).mean().round(3).to_dict()
        )


def past() -> None:
    """Print how many were said to leave within a year, with the range, and how many did by the same rule."""
    sys.path.insert(0, str(ROOT))
    from data.sample.hotel_group import hotel_group
    from data.sample.telephone_company import telephone_company
    from engine.assessing.leavers_total import expected_leavers
    from engine.churn.accuracy import accuracy
    from engine.churn.chronicle import chronicle
    from engine.churn.forecast import Forecast, Terms, forecast
    from engine.churn.landmarks import departures, episodes
    from engine.churn.other_curves import other_curves
    from tests.engine.churn.sample_companies import hotel_tables, telephone_tables

    day, last = dt.date(2025, 10, 31), dt.date(2026, 10, 31)
    for make, tables, terms in (
        (telephone_company, telephone_tables, Terms(12, float("nan"), True)),
        # Silence of 389 days is the rule that the hotel group's two years until then give.
        (hotel_group, hotel_tables, Terms(12, 389.0, False)),
    ):
        for seed in (20261031, 1, 2):
            known = tables(make(seed))
            found = forecast(known, day, terms)
            if not isinstance(found, Forecast):
                raise SystemExit(f"not enough data: {found.gates}")
            ids = found.prepared.known.customer_ids[found.here]
            said = pd.Series(found.outlook.churn_probability(12).value, ids)
            curves = other_curves(found.model, found.standing, ids, found.level_error, day.toordinal())
            later = chronicle(known, last)
            came = episodes(later, departures(later, terms.rule_days, terms.has_contracts), [12], 10**9)
            left = pd.Series(came.churned, later.customer_ids[came.customer]).reindex(ids)
            could = (said > 0.0).to_numpy()
            right = accuracy(said.to_numpy()[could], left.to_numpy(dtype=bool)[could]).figures
            total = expected_leavers(said, curves, 12)
            shown = {"said": total.value, "low": total.low, "high": total.high, "left": int(left.sum()),
                     "customers": len(said), "level_spread": found.level_spread}  # fmt: skip
            shown |= {name: right[name].value for name in ("auc", "calibration_slope", "brier")}
            print(make.__name__, seed, json.dumps({name: round(one, 3) for name, one in shown.items()}))


def main() -> None:
    other = {"truth": truth, "coverage": coverage, "past": past}.get(" ".join(sys.argv[1:]))
    if other:
        other()
        return
    if len(sys.argv) > 2:
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), customers)
        command = [sys.executable, __file__, str(customers), name]
        print(json.dumps(json.loads(subprocess.check_output(command)), indent=2))


if __name__ == "__main__":
    main()
