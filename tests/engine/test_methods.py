import importlib
import pkgutil
import subprocess
import sys

import pytest

import engine
from dashboard.i18n.texts import LANGUAGES, Texts
from engine.formulas import Formula
from engine.methods import FORMULAS, METHOD_OF, SECTIONS


def formulas_in_code() -> dict[str, Formula]:
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(engine.__path__, "engine.")
    ]
    return {
        value.name: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Formula)
    }


def test_every_formula_of_the_engine_is_listed_once() -> None:
    assert formulas_in_code() == FORMULAS
    assert sum(len(section) for section in SECTIONS.values()) == len(FORMULAS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_formula_is_explained_in_every_language(language: str) -> None:
    texts = Texts(language)
    ids = [f"methods.{name}.{part}" for name in FORMULAS for part in ("title", "meaning")]
    assert [message for message in ids if not texts.has(message)] == []


def test_figures_lead_to_their_formula() -> None:
    assert set(METHOD_OF.values()) <= set(FORMULAS)
    assert set(METHOD_OF) & set(FORMULAS) == set()


def test_formulas_and_migration_come_without_heavy_libraries() -> None:
    """Pages read them on their way: no library that takes seconds may come along."""
    code = (
        "import sys, engine.methods, engine.segments.migration, engine.contracts;"
        "print([name for name in ('scipy', 'ibis', 'duckdb', 'sklearn', 'streamlit') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
