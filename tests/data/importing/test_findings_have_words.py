"""Has everything that a check may find its sentence, and a short word for the preview, in both languages?"""

from __future__ import annotations

import ast

import pytest

from tests.catalogues import messages
from tests.source_tree import under

LANGUAGES = ("en", "zh_CN")


def texts_given(call_name: str, place: int) -> set[str]:
    """Return the plain texts that calls of a name in the importing room are given at a place."""
    found: set[str] = set()
    for source in under("data/importing/"):
        for call in source.calls():
            if ast.unparse(call.func).split(".")[-1] == call_name and len(call.args) > place:
                found |= {
                    part.value
                    for part in ast.walk(call.args[place])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


NOTES = texts_given("Note", 0)
FINDINGS = texts_given("Finding", 0) | texts_given("finding", 0) | {"attributes"}
PROBLEMS = texts_given("note", 1) | texts_given("require_id", 1)
SUBJECTS = {"row_id": ("repeated", "differs", "stored", "stored_differs")} | {
    "key": ("repeated", "differs", "stored", "stored_differs"),
    "customer": ("stored", "stored_differs"),
}


def test_what_is_found_was_found_in_the_code():
    assert {"spaces_trimmed", "contract_ended"} <= NOTES
    assert {"attributes_of_products"} <= FINDINGS
    assert {"day_missing", "customer_missing"} <= PROBLEMS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_has_a_sentence(language):
    known = messages(language)
    made = {f"{subject}_{end}" for subject, ends in SUBJECTS.items() for end in ends}
    causes = {cause for cause in NOTES | FINDINGS | PROBLEMS | made if not cause.startswith("_")}
    assert sorted(cause for cause in causes if f"import.finding.{cause}" not in known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_to_leave_a_row_out_has_a_short_word(language):
    known = messages(language)
    assert sorted(cause for cause in PROBLEMS if f"data.problem.{cause}" not in known) == []
