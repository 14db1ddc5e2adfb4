"""Does the starter make what is missing, leave what is there, and say clearly what it lacks?"""

from __future__ import annotations

import importlib.metadata
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.source_tree import ROOT


@pytest.fixture
def environment(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "environment"
    monkeypatch.setattr(run, "ENVIRONMENT", folder)
    return folder


@pytest.fixture
def commands(monkeypatch) -> list[list[str]]:
    """Note the processes that would be started instead of starting them."""
    started: list[list[str]] = []

    def note(command, **_options):
        started.append([str(part) for part in command])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(run.subprocess, "run", note)
    return started


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("", True),
        (">=3.1,<4", True),
        (">=3.1.4", True),
        ("==3.1.4", True),
        (">=3.2", False),
        ("<3", False),
        (">=3,<3.1", False),
    ],
)
def test_a_requirement_is_met_by_a_version_within_its_bounds(monkeypatch, bounds, expected):
    monkeypatch.setattr(importlib.metadata, "version", lambda name: {"tables": "3.1.4"}[name])
    assert run.is_met(f"tables[fast]{bounds}") is expected


def test_a_release_candidate_counts_as_its_version(monkeypatch):
    monkeypatch.setattr(importlib.metadata, "version", lambda _name: "2.0rc1")
    assert run.is_met("tables>=2.0")


def test_a_package_that_is_not_there_is_not_met():
    assert not run.is_met("no-such-package-anywhere>=1")


def test_requirements_are_read_without_comments(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("# all of it\n\npandas>=3  # frames\nplotly\n")
    assert run.requirement_lines(file) == ["pandas>=3", "plotly"]


def test_an_environment_that_has_everything_is_taken_as_it_is(tmp_path, environment, commands):
    file = tmp_path / "requirements.txt"
    file.write_text("pytest>=1\n")
    assert run.prepared_python([file]) == Path(sys.executable)
    assert commands == []


def test_a_bare_python_gets_an_environment_filled_once(tmp_path, environment, monkeypatch):
    """A real environment: the second call starts no process, a changed file installs again."""
    file = tmp_path / "requirements.txt"
    file.write_text("no-such-package-anywhere\n")
    installed = []
    real = subprocess.run

    def without_network(command, **options):
        if "install" in command:
            installed.append(command)
            return subprocess.CompletedProcess(command, 0)
        return real(command, **options)

    # The Python of an environment that the starter made has no pip of its own; the machine's has.
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(run.subprocess, "run", without_network)
    python = run.prepared_python([file])
    told = real([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert Path(told.stdout.strip()) == environment
    run.prepared_python([file])
    assert len(installed) == 1
    file.write_text("no-such-package-anywhere>=2\n")
    run.prepared_python([file])
    assert len(installed) == 2
    assert installed[0][:4] == [sys.executable, "-m", "pip", "--python"]


def test_an_old_python_is_told_what_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2, "final", 0))
    assert run.main([]) == 1
    assert capsys.readouterr().err == "Holdfast needs Python 3.11 or newer; this is Python 3.9.2.\n"


def test_a_python_without_pip_is_told_how_to_get_it(monkeypatch, environment, capsys):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(run, "is_met", lambda _requirement: False)
    assert run.main([]) == 1
    assert "apt install python3-pip" in capsys.readouterr().err


def test_a_failed_installation_says_what_to_do(monkeypatch, environment, capsys):
    def fail(command, **_options):
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(run, "is_met", lambda _requirement: False)
    monkeypatch.setattr(run.subprocess, "run", fail)
    assert run.main([]) == 1
    assert "Check the internet connection" in capsys.readouterr().err


def started_with(monkeypatch, *arguments: str) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(run, "_become", lambda command: seen.extend(command) or 0)
    assert run.start(Path(sys.executable), list(arguments)) == 0
    return seen


def test_the_wrapped_server_is_run_by_its_absolute_path_for_this_machine_only(monkeypatch, capsys):
    monkeypatch.delenv("STREAMLIT_SERVER_PORT", raising=False)
    command = started_with(monkeypatch)
    assert command[1:5] == ["-m", "streamlit", "run", str(ROOT / "dashboard" / "server.py")]
    assert "--server.address=127.0.0.1" in command
    assert "http://127.0.0.1:85" in capsys.readouterr().out


def test_a_container_says_where_to_listen(monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")  # noqa: S104
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "18501")
    command = started_with(monkeypatch)
    assert {"--server.address=0.0.0.0", "--server.port=18501"} <= set(command)


def test_an_option_of_the_caller_wins_and_others_pass_through(monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "18501")
    command = started_with(monkeypatch, "--server.port", "18502", "--theme.base=dark")
    assert "--server.port=18502" in command
    assert "--theme.base=dark" in command
    assert "18501" not in " ".join(command)


def test_a_port_in_use_is_passed_over_unless_it_was_chosen(monkeypatch, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run.free_port("127.0.0.1", port, tries=1) is None
        assert run.free_port("127.0.0.1", port, tries=5) in range(port + 1, port + 5)
        assert run.start(Path(sys.executable), [f"--server.port={port}"]) == 1
        assert f"Port {port} of 127.0.0.1 can't be used" in capsys.readouterr().err


def test_the_closing_line_counts_tests_and_failed_checks(tmp_path, monkeypatch, capsys):
    def play(command, **_options):
        for part in map(str, command):
            if part.startswith("--junitxml="):
                report = (
                    '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>'
                )
                Path(part.partition("=")[2]).write_text(report)
        return subprocess.CompletedProcess(command, 1 if "mypy" in command or "pytest" in command else 0)

    monkeypatch.setattr(run.subprocess, "run", play)
    assert run.test(Path(sys.executable), []) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == ["Failed: mypy", "8 passed, 7 failed, 6 skipped"]


def test_a_run_that_breaks_before_any_test_is_a_failure(monkeypatch, capsys):
    def break_down(command, **_options):
        return subprocess.CompletedProcess(command, 2 if "pytest" in command else 0)

    monkeypatch.setattr(run.subprocess, "run", break_down)
    assert run.test(Path(sys.executable), ["tests/nowhere"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"


def test_further_arguments_reach_pytest(commands, capsys):
    assert run.test(Path(sys.executable), ["tests/engine", "-q"]) == 0
    assert commands[-1][-2:] == ["tests/engine", "-q"]
    assert [command[2] for command in commands] == ["ruff", "ruff", "mypy", "pytest"]


@pytest.mark.skipif(os.name == "nt", reason="bash is not there on Windows")
def test_the_script_for_continuous_integration_parses():
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0
