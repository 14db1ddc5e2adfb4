"""Types commands and reads what comes back; and files to bring in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard import cli

CLEAN = """Customer no,Order date,Net amount,Margin
00123,2024-01-05,120.10,40.00
1E5,2024-01-05,80.00,20.00
00123,2024-02-29,-20.05,-5.00
"""
DOUBTFUL = """customer_id,day,amount
C1,03/04/2024,10.00
C2,05/06/2024,20.00
"""
FAULTY = """customer_id,day,amount
C1,2024-01-05,10.00
,2024-01-06,20.00
C2,2024-13-45,30.00
"""
USELESS = """customer_id,day,amount
,2024-01-06,20.00
"""

NO_IMPORT = {
    "import_id": None,
    "rows": {"read": 0, "accepted": 0, "rejected": 0, "duplicates": 0},
    "sums": {},
    "findings": [],
    "questions": [],
}


class Terminal:
    """Types commands and reads what comes back."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder
        self.out = self.err = ""

    def run(self, *arguments: str) -> int:
        code = cli.main(arguments)
        self.out, self.err = self._capsys.readouterr()
        return code

    def asked_for_json(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        code = self.run(*arguments, "--json")
        values = json.loads(self.out)
        assert isinstance(values, dict)
        return code, values

    def file(self, text: str, name: str = "rows.csv") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def bring_in(self, text: str, *more: str) -> tuple[int, dict[str, Any]]:
        return self.asked_for_json("import", "transactions", self.file(text), "--workspace", "Linde", *more)
