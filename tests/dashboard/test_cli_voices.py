"""Are surveys and complaints from outside brought in on the command line, asked about where they must be?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard import cli

COUNTS = ("read", "accepted", "rejected", "duplicates")


@pytest.fixture
def bring(capsys: pytest.CaptureFixture[str], datasets: Path):
    cli.main(["create", "Voices"])

    def bring(kind: str, file: str, *answers: str) -> tuple[int, dict[str, Any]]:
        options = [option for answer in answers for option in ("--answer", answer)]
        capsys.readouterr()
        code = cli.main(["import", kind, str(datasets / file), "--workspace", "Voices", "--json", *options])
        return code, json.loads(capsys.readouterr().out)

    return bring


def test_a_help_desk_comes_in_without_a_question(bring):
    code, report = bring("complaint_events", "helpdesk_italy/helpdesk.csv.gz")
    assert (code, [report["rows"][name] for name in COUNTS]) == (0, [21348, 21348, 0, 0])
    code, again = bring("complaint_events", "helpdesk_italy/helpdesk.csv.gz")
    assert (code, [again["rows"][name] for name in COUNTS]) == (0, [21348, 0, 0, 21348])


def test_ecsi_asks_for_its_day_alone(bring):
    code, report = bring("survey_answers", "ecsi_mobi/mobi.csv")
    assert (code, [question["id"] for question in report["questions"]]) == (3, ["survey_day"])
    code, report = bring("survey_answers", "ecsi_mobi/mobi.csv", "survey_day=2004-06-30")
    assert (code, [report["rows"][name] for name in COUNTS]) == (0, [250, 250, 0, 0])


def test_airline_asks_what_zero_means(bring):
    file = "airline_satisfaction/test.csv.gz"
    code, report = bring("survey_answers", file, "survey_day=2015-06-30")
    (question,) = report["questions"]
    assert (code, question["id"], [choice["id"] for choice in question["choices"]]) == (
        3,
        "missing_codes",
        ["0", "none"],
    )
    code, report = bring("survey_answers", file, "survey_day=2015-06-30", "missing_codes=0")
    assert (code, [report["rows"][name] for name in COUNTS]) == (0, [25976, 25976, 0, 0])
    assert sum(one["count"] for one in report["findings"] if one["cause"] == "not_applicable") == 4202
