"""Would the simulator have been right before: how often did what happened fall into its 90 % band?

    HOLDFAST_DATASETS=... OMP_NUM_THREADS=1 python bench/simulation_past.py [hotel telephone cdnow retail]

Each company is brought in by the importer into a home of its own in a temporary folder: both samples
as the app makes them, CDNOW (Fader & Hardie 2001; its lines with headings put above them) and Online
Retail (Chen, Sain & Guo 2012; four customers in ten). Then ``usecases.simulating_past`` stands at three
earlier days. Printed is a table in Markdown, misses included, and the share that was inside. The same
can be done on the page of methods, with any company's own data.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

COMPANIES = ("hotel", "telephone", "cdnow", "retail")
HEADINGS = "master,customer_id,date,quantity,amount"


def bring_in(company: str, folder: Path) -> str:
    """Return the slug of the company once its facts are there."""
    from dashboard.usecases import sample, workspaces
    from dashboard.usecases.sample_companies import sample_company
    from data.progress import silent
    from data.viewer import OWNER

    if company in ("hotel", "telephone"):
        # The facts alone: earlier days are assessed by the record itself.
        workspace, _ = sample._brought_in(OWNER, "", silent, 0, sample_company(company))
        return workspace.slug
    slug = workspaces.create(OWNER, company).slug
    path, answers = cdnow(folder) if company == "cdnow" else retail()
    take(slug, path, answers)
    return slug


def take(slug: str, path: Path, answers: dict[str, str]) -> None:
    import datetime as dt

    from data.importing.report import ImportRequest
    from data.importing.run import run_import
    from data.progress import silent
    from data.viewer import OWNER

    today = dt.datetime.now(tz=dt.UTC).date()
    asked = ImportRequest(kind="transactions", path=path, mapping={}, answers=answers, today=today)
    report = run_import(OWNER, slug, asked, silent)
    if report.import_id is None:
        sys.exit(f"{path.name} could not be read: {report.questions or report.findings}")


def datasets() -> Path:
    folder = os.environ.get("HOLDFAST_DATASETS")
    if not folder:
        sys.exit("HOLDFAST_DATASETS is unset: it names the folder of real data sets")
    return Path(folder)


def cdnow(folder: Path) -> tuple[Path, dict[str, str]]:
    path = folder / "cdnow.csv"
    lines = (datasets() / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()
    path.write_text("\n".join([HEADINGS, *(",".join(line.split()) for line in lines)]))
    return path, {}


def retail() -> tuple[Path, dict[str, str]]:
    path = datasets() / "uci_online_retail" / "dev_slice_40pct_customers.csv.gz"
    return path, {"id_decimal_zero": "strip"}


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) < 1e6 else f"{value / 1e6:.3f} m"


def record(company: str, folder: Path) -> list[tuple[bool, bool]]:
    from dashboard.usecases.simulating_past import past
    from data.viewer import OWNER

    slug = bring_in(company, folder)
    began = time.process_time()
    found = past(OWNER, slug)
    for check in found.checks:
        side = "inside" if check.is_inside else "above" if check.actual > check.high else "below"
        luck = "inside" if check.is_inside_luck else "outside"
        season = "–" if check.season != check.season else f"{100 * check.season:.0f} %"
        band = f"{number(check.low)}–{number(check.high)}"
        print(
            f"| {company} | {check.stand} | {check.months} | {check.figure} | {band} |"
            f" {number(check.actual)} | {side} | {luck} | {season} |"
        )
    for day in found.left_out:
        print(f"| {company} | {day} | too little known | | | | | | |")
    print(f"{company}: {time.process_time() - began:.0f} s of the processor", file=sys.stderr)
    return [(check.is_inside, check.is_inside_luck) for check in found.checks]


def main() -> None:
    asked = sys.argv[1:] or list(COMPANIES)
    print("| company | from | months | figure | 90 % band | what happened | | by luck alone | season |")
    print("|---|---|---|---|---|---|---|---|---|")
    sides = []
    with tempfile.TemporaryDirectory(prefix="holdfast-past-") as folder:
        os.environ["HOLDFAST_HOME"] = str(Path(folder) / "home")
        for company in asked:
            sides += record(company, Path(folder))
    inside, lucky = (sum(side[number] for side in sides) for number in (0, 1))
    print(f"\n{inside} of {len(sides)} inside ({100 * inside / len(sides):.0f} %);", end=" ")
    print(f"with luck alone {lucky} ({100 * lucky / len(sides):.0f} %).")


if __name__ == "__main__":
    main()
