"""A real server on a free port, started and stopped for a test or a benchmark."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from tests.source_tree import ROOT

WRAPPED_SERVER = ROOT / "dashboard" / "server.py"


@dataclass(frozen=True)
class ServedApp:
    """A running app; ``seconds_until_healthy`` counts from the start of its process."""

    host: str
    log_file: Path
    process_id: int
    seconds_until_healthy: float

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")


@contextmanager
def served(script: Path, home: Path, log_file: Path, **environment: str) -> Iterator[ServedApp]:
    """Run ``streamlit run script`` from the root until the block ends."""
    host = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={host.partition(':')[2]}"]
    variables = {**os.environ, "HOLDFAST_HOME": str(home), **environment}
    began = time.perf_counter()
    with log_file.open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(host, process, log_file)
        yield ServedApp(host, log_file, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(
    host: str, process: subprocess.Popen[bytes], log_file: Path, seconds: float = 60
) -> None:
    """Ask the health check until it says OK; a server that ended says why in its log."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://{host}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"The server did not become healthy:\n{log_file.read_text(encoding='utf-8')}")
