"""Do assessments and tables leave by a command?"""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from tests.dashboard.cli.terminal import CLEAN, FAULTY, Terminal


def test_assessment_is_answered_with_its_figures(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    code, values = linde.asked_for_json("assess", "--workspace", "Linde", "--as-of", "2024-03-31")
    assert code == 0
    assert (values["as_of"], values["customers"], values["assessment_id"]) == ("2024-03-31", 2, 1)
    assert values["figures"]["customers"]["value"] == 2.0
    assert values["figures"]["current_value_total"]["value"] == pytest.approx(55.0)
    assert values["figures"]["growth_rate"]["value"] is None
    assert values["cards"]["value_basis"]["basis"] == "margin"


def test_assessment_says_what_it_lacks(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    assert linde.run("assess", "--workspace", "Linde", "--as-of", "2024-03-31") == 0
    lines = linde.out.splitlines()
    assert lines[0] == "2 customers are assessed as of Mar 31, 2024 (assessment number 1)."
    assert any(line.startswith("- Not enough data for growth and retention:") for line in lines)
    assert not any("card." in line or "{" in line for line in lines)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_assessment_leaves_as_a_file(linde: Terminal, ending: str) -> None:
    linde.bring_in(CLEAN)
    linde.run("assess", "--workspace", "Linde", "--as-of", "2024-03-31")
    out = linde.folder / f"out.{ending}"
    code, values = linde.asked_for_json("export", "assessment", "--workspace", "Linde", "--out", str(out))
    assert (code, values) == (0, {"file": str(out), "rows": 2, "neutralised": 0})
    assert out.stat().st_size > 0
    if ending == "parquet":
        assert pd.read_parquet(out)["customer_id"].tolist() == ["00123", "1E5"]


def test_findings_leave_in_words(linde: Terminal) -> None:
    linde.bring_in(FAULTY)
    out = linde.folder / "out.csv"
    assert linde.run("export", "findings", "--workspace", "Linde", "--out", str(out)) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert linde.out.startswith(f"{len(rows)} rows are written to ")
    left_out = [row for row in rows if row["entry"] == "row left out"]
    assert [row["line"] for row in left_out] == ["3", "4"]
    assert not any(row["cause"].startswith("import.") or row["action"].startswith("import.") for row in rows)


def test_cells_made_harmless_are_counted(linde: Terminal) -> None:
    path = linde.file("customer_id,known_on,name\nC1,2024-01-05,=1+1\n")
    assert linde.run("import", "customers", path, "--workspace", "Linde") == 0
    linde.run("export", "customers", "--workspace", "Linde", "--out", str(linde.folder / "out.csv"))
    assert linde.out.splitlines()[1] == (
        "1 cell that a spreadsheet would take for a formula got an apostrophe in front."
    )
