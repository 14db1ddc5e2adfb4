"""How fast are pages served, to one reader and to twenty at once?

``python bench/serving.py`` loads the sample company into a temporary home, starts the wrapped
server and visits it over real websockets. Prints a Markdown table for docs/performance.md.
Asks: healthy after a second start within 5 s, first page within 1.5 s, median rerun within
100 ms, 95 % of the reruns of 20 sessions within 1 s.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.state import PAGE_FILES  # noqa: E402
from tests.served_app import WRAPPED_SERVER, ServedApp, served  # noqa: E402
from tests.visitor import Visitor  # noqa: E402

# A page's name in the address, and the query that gives it its main content.
MAIN_CONTENT = {"customer_file": "customer=1"}
PAGES = {
    "" if name == "overview" else name.replace("_", "-"): MAIN_CONTENT.get(name, "") for name in PAGE_FILES
}
RERUNS = 15
SESSIONS = 20
CLICKS = 10
SECONDS_BETWEEN_CLICKS = 2.0
# The same server, with reruns that wait for nobody's turn.
WITHOUT_TURNS = "import contextlib\nfrom dashboard import turns\nturns.PAGES.turn = contextlib.nullcontext\n"
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environment = {**os.environ, "HOLDFAST_HOME": str(home)}
        subprocess.run(
            [sys.executable, "-m", "dashboard.cli", "sample"], cwd=ROOT, env=environment, check=True
        )
        with served(WRAPPED_SERVER, home, Path(folder) / "log") as app:
            first = seconds_to_first_page(app)
            medians = {page or "overview": median_rerun(app, page) for page in PAGES}
            crowd, work = crowd_reruns(app)
            memory = memory_mib(app.process_id)
        other_server = Path(folder) / "without_turns.py"
        body = WRAPPED_SERVER.read_text().partition("from __future__ import annotations\n")[2]
        body = body.replace("Path(__file__).resolve().parent.parent", f"Path({str(ROOT)!r})")
        other_server.write_text(f"from __future__ import annotations\n{WITHOUT_TURNS}{body}")
        with served(other_server, home, Path(folder) / "without_turns.log") as other:
            without, work_without = crowd_reruns(other)
    print("| figure | this run |\n|---|---|")
    print(f"| second start until healthy | {app.seconds_until_healthy:.1f} s |")
    print(f"| first page after the start | {first:.2f} s |")
    for page, seconds in medians.items():
        print(f"| {page}: median of {RERUNS} reruns | {1000 * seconds:.0f} ms |")
    print(f"| all pages: median rerun | {1000 * statistics.median(medians.values()):.0f} ms |")
    print(f"| {SESSIONS} sessions: median, 95 % of reruns, work a rerun | {in_words(crowd, work)} |")
    print(f"| the same without turns | {in_words(without, work_without)} |")
    print(f"| memory of the server after it | {memory:.0f} MiB |")


def seconds_to_first_page(app: ServedApp) -> float:
    began = time.perf_counter()
    with Visitor(app.host) as visitor:
        visitor.rerun()
        return time.perf_counter() - began


def median_rerun(app: ServedApp, page: str) -> float:
    """Return the median time of a rerun as the visitor sees it, after one to get there."""
    with Visitor(app.host) as visitor:
        visitor.rerun(PAGES[page], page)
        return statistics.median(visitor.rerun(PAGES[page], page).seconds for _ in range(RERUNS))


def crowd_reruns(app: ServedApp) -> tuple[list[float], float]:
    """Return the times of all reruns of sessions that click their way through the pages at once.

    The second result is the processor's time a rerun in the server, first visits included.
    """
    seconds: list[float] = []

    def visit(seed: int) -> None:
        rng = random.Random(seed)
        time.sleep(rng.uniform(0, SECONDS_BETWEEN_CLICKS))
        with Visitor(app.host) as visitor:
            visitor.rerun()
            for _ in range(CLICKS):
                time.sleep(SECONDS_BETWEEN_CLICKS)
                page = rng.choice(list(PAGES))
                seconds.append(visitor.rerun(PAGES[page], page).seconds)

    before = processor_seconds(app.process_id)
    threads = [threading.Thread(target=visit, args=(seed,)) for seed in range(SESSIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work = (processor_seconds(app.process_id) - before) / (len(seconds) + SESSIONS)
    return sorted(seconds), work


def in_words(seconds: list[float], work: float) -> str:
    median, most = statistics.median(seconds), seconds[int(0.95 * len(seconds))]
    return f"{median:.2f} s, {most:.2f} s, {1000 * work:.0f} ms"


def processor_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def memory_mib(process_id: int) -> float:
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    main()
