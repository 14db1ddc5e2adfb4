"""How does Holdfast start on a machine that has nothing but Python?

``python3 run.py``        makes what is missing, starts the app and prints its address
``python3 run.py test``   the same environment with the test requirements, all checks and tests

Further arguments go to Streamlit or to pytest. Only the standard library is used, and the
syntax is kept so plain that an old Python reaches the sentence which says that it is too old.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
NEEDED = ROOT / "requirements.txt"
NEEDED_BY_TESTS = ROOT / "requirements-test.txt"
OLDEST_PYTHON = (3, 11)
FIRST_PORT = 8501
# Small tables are fitted faster by one thread, and tests then give the same digits everywhere.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main(arguments: list[str]) -> int:
    """Start the app or run the tests; the result is the process's exit status."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        found = ".".join(map(str, sys.version_info[:3]))
        return _refuse(f"Holdfast needs Python {wanted} or newer; this is Python {found}.")
    os.chdir(ROOT)
    is_test = arguments[:1] == ["test"]
    try:
        python = prepared_python([NEEDED, NEEDED_BY_TESTS] if is_test else [NEEDED])
    except subprocess.CalledProcessError:
        return _refuse(
            "The packages that Holdfast needs could not be installed; the lines above say why. "
            "Check the internet connection and run the same command again."
        )
    except LookupError as error:
        return _refuse(str(error))
    return test(python, arguments[1:]) if is_test else start(python, arguments)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


# ---------------------------------------------------------------- the environment


def prepared_python(requirement_files: list[Path]) -> Path:
    """Return a Python that has all requirements, making and filling ``.venv`` where needed.

    The Python that runs this is taken when it has them already: a container or an active
    environment that somebody prepared is left as it is.
    """
    if all(is_met(line) for file in requirement_files for line in requirement_lines(file)):
        return Path(sys.executable)
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        make_environment()
    for file in requirement_files:
        install(python, file)
    return python


def requirement_lines(file: Path) -> list[str]:
    """Return the requirements named in a file, without comments."""
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def is_met(requirement: str) -> bool:
    """Whether this Python has a package in the wanted versions (``name[extra]>=1.2,<2``)."""
    name = re.split(r"[\[<>=~! ;]", requirement, maxsplit=1)[0]
    try:
        found = _version(importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return False
    holds = {">=": found.__ge__, "<": found.__lt__, "==": found.__eq__}
    return all(
        holds[sign](_version(bound)) for sign, bound in re.findall(r"(>=|<|==)\s*([\d.]+)", requirement)
    )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", re.split(r"[^\d.]", text, maxsplit=1)[0]))


def make_environment() -> None:
    """Make ``.venv``: without a pip of its own where a pip is here, as bare Debian lacks ensurepip."""
    _say("Making a virtual environment in .venv ...")
    options = ["--clear"]
    if importlib.util.find_spec("pip"):
        options.append("--without-pip")
    elif not importlib.util.find_spec("ensurepip"):
        raise LookupError(
            "Holdfast needs pip to install its packages, and this Python has none. Install it (on Debian and "
            "Ubuntu: apt install python3-pip) and run the same command again."
        )
    subprocess.run([sys.executable, "-m", "venv", *options, str(ENVIRONMENT)], check=True)


def install(python: Path, requirement_file: Path) -> None:
    """Install a requirements file into ``.venv`` unless its stamp says that this was done."""
    stamp = ENVIRONMENT / f".{requirement_file.stem}.sha256"
    wanted = hashlib.sha256(requirement_file.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    _say(f"Installing {requirement_file.name}; the first time this takes about a minute ...")
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    if not importlib.util.find_spec("pip"):
        pip = [str(python), "-m", "pip"]
    options = ["--quiet", "--disable-pip-version-check", "-r", str(requirement_file)]
    subprocess.run([*pip, "install", *options], check=True)
    stamp.write_text(wanted, encoding="ascii")


def _say(line: str) -> None:
    print(line, flush=True)


# ---------------------------------------------------------------- the app


def start(python: Path, arguments: list[str]) -> int:
    """Run the wrapped server until it is stopped; an address or port given by the caller wins."""
    given = os.environ.get
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument(
        "--server.address", dest="address", default=given("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
    )
    parser.add_argument("--server.port", dest="port", type=int, default=given("STREAMLIT_SERVER_PORT"))
    options, others = parser.parse_known_args(arguments)
    port = free_port(options.address, options.port or FIRST_PORT, tries=1 if options.port else 50)
    if port is None:
        return _refuse(
            f"Port {options.port or FIRST_PORT} of {options.address} can't be used; something else may be "
            "running there. Choose another port with STREAMLIT_SERVER_PORT."
        )
    flags = [f"--server.address={options.address}", f"--server.port={port}", "--server.headless=true"]
    _say(f"Holdfast 留客: http://{options.address}:{port}  (Ctrl+C ends it)")
    script = str(ROOT / "dashboard" / "server.py")
    return _become([str(python), "-m", "streamlit", "run", script, *flags, *others])


def free_port(address: str, first: int, tries: int) -> int | None:
    """Return the first port from ``first`` on that nobody listens on."""
    for port in range(first, first + tries):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    return None


def _become(command: list[str]) -> int:
    """Let the server take this process's place, so that stopping this stops it."""
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell is meant
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


# ---------------------------------------------------------------- the tests


# Two files at a time in the order of tests/conftest.py, the slow ones first; then one by one what opens a
# browser or is held to a clock.
WHOLE_SUITE = (
    ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not browser and not alone"],
    ["-m", "browser or alone"],
)


def test(python: Path, arguments: list[str]) -> int:
    """Run every check and every test; the last line counts them, a failed check being one failure."""
    environment = {**os.environ, **ONE_THREAD}
    failed_checks = []
    for check in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        _say("$ " + " ".join(check))
        if subprocess.run([str(python), "-m", *check], env=environment, check=False).returncode:
            failed_checks.append(" ".join(check))
    passed = failed = skipped = status = 0
    with tempfile.TemporaryDirectory() as folder:
        environment["HOLDFAST_TEST_FOLDER"] = folder  # what all processes of the tests share
        for number, part in enumerate([arguments] if arguments else WHOLE_SUITE):
            report = Path(folder) / f"report{number}.xml"
            command = [str(python), "-m", "pytest", f"--junitxml={report}", *part]
            _say("$ pytest " + " ".join(part))
            status = subprocess.run(command, env=environment, check=False).returncode or status
            found = counts(report)
            passed, failed, skipped = passed + found[0], failed + found[1], skipped + found[2]
    if failed_checks:
        _say("Failed: " + ", ".join(failed_checks))
    failed = max(failed, 1 if status else 0) + len(failed_checks)
    _say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def counts(report: Path) -> tuple[int, int, int]:
    """Return how many tests of a JUnit report passed, failed (or broke) and were skipped."""
    if not report.exists():
        return 0, 0, 0
    passed = failed = skipped = 0
    tree = ElementTree.parse(report)  # noqa: S314 - written by our own pytest a moment ago
    for suite in tree.getroot().iter("testsuite"):
        broken = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        left_out = int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - broken - left_out
        failed, skipped = failed + broken, skipped + left_out
    return passed, failed, skipped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
