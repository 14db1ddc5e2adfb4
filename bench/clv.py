"""How fast are value-to-come models fitted beside lifetimes and pymc-marketing, to the same maximum?

    python bench/clv.py [--lifetimes PYTHON] [--pymc PYTHON] [--rounds 3]
    python bench/clv.py columns
    python bench/clv.py coverage [--rounds 200]

The first fits BG/NBD and Gamma-Gamma on CDNOW (from HOLDFAST_DATASETS; made up of the same size
where that is unset), on 100,000 and on 1,000,000 made-up customers. Each library runs in a process
and an environment of its own, taking turns; PYTHON names the interpreter of such an environment,
and without it one is made in a temporary folder. What is timed is the two fits alone, after a fit on
a few customers has warmed everything up, as time and as time of the processor (which a busy machine
doesn't stretch); the best of all. Log-likelihoods are all computed by the same function here.

``columns`` times the columns of an assessment of 100,000 customers; ``coverage`` counts how often
their ranges hold what happened, in made-up worlds of 500, 2,000 and 5,000 customers.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PAPER = (0.243, 4.414, 0.793, 2.426)
SPENDING = (6.25, 3.74, 15.44)
PEERS = {
    "lifetimes": ["lifetimes", "pandas<2", "numpy<2", "scipy<1.14"],
    "pymc": ["pymc-marketing"],
}


def made_up(customers: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """BG/NBD customers with the paper's parameters, days written as weeks, seen for up to two years."""
    r, alpha, a, b = PAPER
    age = np.round(rng.uniform(70, 728, customers)) / 7
    rate, leaving = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    x, t, now = (np.zeros(customers) for _ in range(3))
    alive = np.ones(customers, dtype=bool)
    while alive.any():
        now = now + rng.exponential(1.0, customers) / rate
        within = alive & (now <= age)
        x, t = x + within, np.where(within, np.minimum(np.ceil(now * 7) / 7, age), t)
        alive = within & (rng.random(customers) >= leaving)
    p, q, v = SPENDING
    times = np.maximum(x, 1.0)
    mean = rng.gamma(p * times) / (times * rng.gamma(q, 1 / v, customers))
    return {"x": x, "t": t, "T": age, "m": np.where(x > 0, mean, 0.0)}


def cdnow(rng: np.random.Generator) -> tuple[str, dict[str, np.ndarray]]:
    folder = os.environ.get("HOLDFAST_DATASETS")
    if not folder:
        return "2,357 made up", made_up(2_357, rng)
    path = Path(folder) / "cdnow" / "cdnow_customers_summary_with_transactions.csv"
    columns = np.loadtxt(path, delimiter=",", skiprows=1)
    return "CDNOW (2,357)", dict(zip(("x", "t", "T", "m"), columns[:, 1:].T, strict=True))


def fit_holdfast(data: dict[str, np.ndarray]) -> list[float]:
    from engine.clv import BetaGeoNBD, GammaGamma

    again = data["x"] > 0
    counts = BetaGeoNBD().fit(data["x"], data["t"], data["T"])
    spending = GammaGamma().fit(data["x"][again], data["m"][again])
    return [*counts.params_.values(), *spending.params_.values()]


def fit_lifetimes(data: dict[str, np.ndarray]) -> list[float]:
    from lifetimes import BetaGeoFitter, GammaGammaFitter

    again = data["x"] > 0
    counts = BetaGeoFitter().fit(data["x"], data["t"], data["T"])
    spending = GammaGammaFitter().fit(data["x"][again], data["m"][again])
    return [counts.params_[name] for name in ("r", "alpha", "a", "b")] + [
        spending.params_[name] for name in ("p", "q", "v")
    ]


def fit_pymc(data: dict[str, np.ndarray]) -> list[float]:
    import logging

    import pandas as pd
    from pymc_marketing.clv import BetaGeoModel, GammaGammaModel

    logging.getLogger("pymc").setLevel(logging.ERROR)
    rows = pd.DataFrame(
        {
            "customer_id": np.arange(len(data["x"])),
            "frequency": data["x"].astype(int),
            "recency": data["t"],
            "T": data["T"],
            "monetary_value": data["m"],
        }
    )
    found: list[float] = []
    again = rows[rows["frequency"] > 0]
    for model, known, names in (
        (BetaGeoModel, rows, ("r", "alpha", "a", "b")),
        (GammaGammaModel, again, ("p", "q", "v")),
    ):
        posterior = most_likely(model, known)
        found += [float(np.asarray(posterior[name]).mean()) for name in names]
    return found


def most_likely(model: type, rows: object) -> object:
    """Releases before 1.0 take the data at the start, later ones with the fit."""
    try:
        return model().fit(data=rows, method="map", progressbar=False)["posterior"]
    except TypeError:
        fitted = model(data=rows)
        fitted.fit(method="map", progressbar=False)
        return fitted.idata.posterior


def run_fit(library: str, path: Path, times: int) -> None:
    import warnings

    warnings.simplefilter("ignore")
    sys.path.insert(0, str(ROOT))
    fit = {"holdfast": fit_holdfast, "lifetimes": fit_lifetimes, "pymc": fit_pymc}[library]
    data = dict(np.load(path))
    fit({name: column[:2_000] for name, column in data.items()})
    seconds, processor = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        params = fit(data)
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    found = {"seconds": min(seconds), "processor": min(processor), "params": [float(one) for one in params]}
    print("RESULT " + json.dumps(found))


def environment(name: str, folder: Path) -> str:
    home = folder / name
    subprocess.check_call([sys.executable, "-m", "venv", str(home)])
    python = str(home / "bin" / "python")
    subprocess.check_call([python, "-m", "pip", "install", "-q", *PEERS[name]])
    return python


def side_by_side(arguments: argparse.Namespace) -> None:
    rng = np.random.default_rng(20_251_231)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pythons = {
            "holdfast": sys.executable,
            "lifetimes": arguments.lifetimes or environment("lifetimes", folder),
            "pymc": arguments.pymc or environment("pymc", folder),
        }
        cases = [(*cdnow(rng), 20)]
        cases += [(f"{size:,}", made_up(size, rng), 3) for size in (100_000, 1_000_000)]
        for title, data, times in cases:
            path = folder / "data.npz"
            np.savez(path, **data)
            best: dict[str, dict] = {}
            for _ in range(arguments.rounds):
                for library, python in pythons.items():
                    found = one_fit(
                        library, python, path, times if library == "holdfast" else max(times // 5, 1)
                    )
                    if library not in best or found["seconds"] < best[library]["seconds"]:
                        best[library] = found
            tell(title, data, best)


def one_fit(library: str, python: str, path: Path, times: int) -> dict:
    settings = {**os.environ, "OMP_NUM_THREADS": "1", "TQDM_DISABLE": "1"}
    command = [python, __file__, "fit", library, str(path), str(times)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    lines = [line for line in answer.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise SystemExit(f"{library}: {answer.stderr[-2000:]}")
    return json.loads(lines[-1].removeprefix("RESULT "))


def log_likelihood(data: dict[str, np.ndarray], params: list[float]) -> float:
    sys.path.insert(0, str(ROOT))
    from engine.clv.beta_geo_likelihood import curve
    from engine.clv.histories import Histories
    from engine.clv.spending import _curve, _Spending

    again = data["x"] > 0
    counts = curve(np.log(params[:4]), Histories.of(data["x"], data["t"], data["T"]), 1.0)
    spending = _curve(np.log(params[4:]), _Spending.of(data["x"][again], data["m"][again], None))
    return counts.value + spending.value


def tell(title: str, data: dict[str, np.ndarray], best: dict[str, dict]) -> None:
    ours = best["holdfast"]
    print(f"\n{title}")
    for library, found in best.items():
        ratio, worked = (found[name] / ours[name] for name in ("seconds", "processor"))
        likelihood = log_likelihood(data, found["params"])
        print(
            f"  {library:10} {found['seconds'] * 1000:12.1f} ms  x {ratio:7.1f}  "
            f"processor {found['processor'] * 1000:12.1f} ms  x {worked:7.1f}  "
            f"log-likelihood {likelihood:.4f}  {[round(one, 4) for one in found['params']]}",
            flush=True,
        )


def columns(_: argparse.Namespace) -> None:
    import resource

    sys.path.insert(0, str(ROOT))
    from engine.clv import value_outlook
    from engine.settings import AssessmentSettings
    from tests.engine.clv.made_up import company

    rows, _, _ = company(100_000, np.random.default_rng(1))
    seconds = []
    for _ in range(3):
        began, worked = time.perf_counter(), time.process_time()
        value_outlook(rows, AssessmentSettings(), np.random.default_rng(1), earlier=rows)
        seconds.append((time.perf_counter() - began, time.process_time() - worked))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    told = f"{min(seconds)[0]:.2f} s (processor {min(seconds)[1]:.2f} s), peak {peak:.2f} GB"
    print(f"columns of 100,000 customers with hold-out and methods compared: {told}")


def coverage(arguments: argparse.Namespace) -> None:
    sys.path.insert(0, str(ROOT))
    for size in (500, 2_000, 5_000):
        rounds = max(arguments.rounds * 500 // size, 20)
        found = np.array([one_world(size, seed) for seed in range(rounds)])
        names = ("purchases: total", "value: total", "purchases above", "value above", "value below", "bias")
        told = "  ".join(f"{name} {share:.4f}" for name, share in zip(names, found.mean(axis=0), strict=True))
        print(f"{size:,} customers, {rounds} worlds: {told}", flush=True)


def one_world(size: int, seed: int) -> list[float]:
    from engine.clv import assessment_columns
    from engine.settings import AssessmentSettings
    from tests.engine.clv.made_up import company

    rng = np.random.default_rng(seed)
    rows, after, future = company(size, rng)
    settings = AssessmentSettings(discount_rate_per_year=0.0)
    found, _, figures = assessment_columns(rows, settings, rng)
    value = 0.4 * future
    totals = figures["expected_purchases_12m_total"], figures["value_to_come_12m_total"]
    return [
        float(totals[0].low <= after.sum() <= totals[0].high),
        float(totals[1].low <= value.sum() <= totals[1].high),
        float((after > found["expected_purchases_12m_high"]).mean()),
        float((value > found["value_to_come_12m_high"]).mean()),
        float((value < found["value_to_come_12m_low"]).mean()),
        float(totals[0].value / after.sum() - 1.0),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", nargs="*", default=["fits"])
    parser.add_argument("--lifetimes")
    parser.add_argument("--pymc")
    parser.add_argument("--rounds", type=int)
    arguments = parser.parse_args()
    if arguments.what[0] == "fit":
        run_fit(arguments.what[1], Path(arguments.what[2]), int(arguments.what[3]))
        return
    does = {"fits": (side_by_side, 3), "columns": (columns, 1), "coverage": (coverage, 200)}
    action, rounds = does[arguments.what[0]]
    arguments.rounds = arguments.rounds or rounds
    action(arguments)


if __name__ == "__main__":
    main()
