"""Does the tree keep the house rules: doors between rooms, sizes, names, one place for each risk?"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.source_tree import (
    ROOT,
    Function,
    Source,
    body_lines,
    branches,
    called,
    parameters,
    sources,
    under,
)

OWN = ("engine", "data", "dashboard", "streamlit_app")
SCREEN = frozenset({"streamlit", "plotly", "altair", "pydeck"})
DATABASE = frozenset({"sqlmodel", "sqlalchemy", "sqlite3", "alembic", "duckdb", "ibis"})
SERVICE = frozenset({"starlette", "uvicorn", "typer"})
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "core"})
# The front door shows an error to somebody; the worker writes it into the job's row.
CATCHING_ALL = ("streamlit_app.py", "dashboard/usecases/worker.py")
# What a notebook asks: published figures, scikit-learn's contract, a plan under a budget.
FOR_NOTEBOOKS = frozenset(
    {"monthly_discounted_purchases", "purchases_probability", "set_params", "plan", "possible_offers"}
)
HEAVY = ("sklearn", "ibis", "pandera", "alembic")


@dataclass(frozen=True)
class Door:
    """What the files of a room may import of ours, and never of others."""

    room: tuple[str, ...]
    own: tuple[str, ...]
    never: frozenset[str]
    never_own: tuple[str, ...] = ()


PRESENTING = (
    "engine",
    "dashboard.presenters",
    "dashboard.charts",
    "dashboard.formats",
    "dashboard.i18n",
    "dashboard.theme",
)
DOORS = (
    Door(("engine/",), ("engine",), SCREEN | SERVICE | (DATABASE - {"ibis"})),
    Door(("data/",), ("data", "engine.contracts", "engine.errors"), SCREEN | SERVICE),
    Door(("dashboard/usecases/",), ("engine", "data", "dashboard.usecases"), SCREEN | SERVICE),
    Door(("dashboard/presenters/", "dashboard/formats.py"), PRESENTING, SCREEN | DATABASE),
    Door(("dashboard/charts/",), PRESENTING, (SCREEN - {"plotly"}) | DATABASE),
    Door(("dashboard/reports/",), (*PRESENTING, "dashboard.reports"), SCREEN | DATABASE),
    Door(("dashboard/i18n/",), ("dashboard.i18n",), SCREEN | DATABASE),
    Door(
        ("dashboard/cache.py",), ("dashboard.usecases", "dashboard.garbage"), frozenset({"plotly"}) | DATABASE
    ),
    Door(("dashboard/pages/", "dashboard/components/"), ("dashboard",), DATABASE),
    Door(("dashboard/server.py",), ("dashboard",), DATABASE | {"plotly"}, ("dashboard.pages",)),
    Door(("dashboard/cli.py",), ("dashboard",), DATABASE | SCREEN, ("dashboard.pages",)),
    Door(("streamlit_app.py",), ("dashboard", "engine.errors", "data.errors"), DATABASE | {"plotly"}),
)


def is_within(module: str, packages: tuple[str, ...] | frozenset[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def of_room(door: Door) -> str:
    return door.room[0]


def functions_of(files: list[Source]) -> list[tuple[Source, Function]]:
    return [(source, function) for source in files for function in source.functions()]


@pytest.mark.parametrize("door", DOORS, ids=of_room)
def test_a_room_imports_only_through_its_doors(door):
    wrong = [
        f"{source.path} imports {module}"
        for source in under(*door.room)
        for module in sorted(source.imports())
        if is_within(module, door.never | frozenset(door.never_own))
        or (is_within(module, OWN) and not is_within(module, door.own))
    ]
    assert wrong == []


def test_every_room_was_found():
    assert {source.path.split("/")[0] for source in sources()} >= {"engine", "data", "dashboard"}
    assert len(sources()) > 20


def test_charts_do_not_import_plotly_express():
    assert [s.path for s in sources() if is_within("plotly.express", tuple(s.imports()))] == []


def test_no_file_is_longer_than_its_limit():
    limits = {source.path: 120 if source.path.startswith("dashboard/pages/") else 400 for source in sources()}
    assert [f"{s.path}: {s.lines}" for s in sources() if s.lines > limits[s.path]] == []


def test_no_function_is_longer_than_its_limit():
    wrong = []
    for source, function in functions_of(list(sources())):
        limit = 60 if source.path.startswith("engine/simulation/") else 40
        if body_lines(function) > limit:
            wrong.append(f"{source.path}:{function.name} has {body_lines(function)} lines")
    assert wrong == []


def test_no_function_branches_more_than_twelve_times():
    found = functions_of(list(sources()))
    assert [f"{s.path}:{f.name}: {branches(f)}" for s, f in found if branches(f) > 12] == []


def test_no_function_takes_more_than_six_parameters():
    # The command line's functions are its options: one parameter each, as Typer reads them.
    found = functions_of([source for source in sources() if source.path != "dashboard/cli.py"])
    assert [f"{s.path}:{f.name}" for s, f in found if len(parameters(f)) > 6] == []


def test_files_are_named_by_their_subject():
    stems = {part.strip("_") for source in sources() for part in source.path.removesuffix(".py").split("/")}
    assert stems & VAGUE_NAMES == set()


def test_no_function_is_called_get():
    assert [f"{s.path}:{f.name}" for s, f in functions_of(list(sources())) if f.name.startswith("get_")] == []


def test_session_state_is_touched_in_one_file():
    touching = {
        source.path
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr == "session_state"
    }
    assert touching <= {"dashboard/state.py"}


def test_only_one_module_owns_caching_of_reads():
    touching = {
        source.path
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource")
    }
    assert touching <= {"dashboard/cache.py"}


def test_a_cached_function_takes_nothing_but_a_key():
    """A frame is hashed by a sample of its rows and raw text can be forged to collide."""
    wrong = []
    for _, function in functions_of(under("dashboard/cache.py")):
        if function.decorator_list:
            taken = [ast.unparse(p.annotation) if p.annotation else "" for p in parameters(function)]
            if taken not in ([], ["Key"]) or function.args.vararg or function.args.kwarg:
                wrong.append(f"{function.name}({', '.join(taken)})")
    assert wrong == []


def test_a_key_holds_only_what_can_be_compared_exactly():
    for source in under("dashboard/cache.py"):
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and node.name == "Key":
                fields = [
                    ast.unparse(item.annotation) for item in node.body if isinstance(item, ast.AnnAssign)
                ]
                assert fields
                assert not [field for field in fields if re.search(r"DataFrame|Any|list|dict|set\b", field)]
                assert any("frozen=True" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_no_html_is_written_from_data():
    wrong = []
    for source in sources():
        for call in source.calls():
            names = {keyword.arg for keyword in call.keywords}
            is_html = ast.unparse(call.func) in (
                "st.html",
                "components.html",
                "components.v1.html",
                "st.iframe",
            )
            if "unsafe_allow_html" in names or "unsafe_allow_javascript" in names or is_html:
                wrong.append(f"{source.path}:{call.lineno}")
    assert wrong == []


def test_nothing_is_unpickled_or_evaluated():
    # The simulator spreads replications over its own processes by joblib; nothing is loaded with it.
    modules = {
        f"{s.path}: {m}"
        for s in sources()
        for m in s.imports()
        if m in ("pickle", "joblib", "marshal", "dill")
        and not (m == "joblib" and s.path.startswith("engine/simulation/"))
    }
    names = {
        alias.name
        for source in under("engine/simulation/")
        for node in source.nodes
        if isinstance(node, ast.ImportFrom) and node.module == "joblib"
        for alias in node.names
    }
    assert names <= {"Parallel", "delayed"}
    calls = {
        f"{source.path}:{call.lineno}"
        for source in sources()
        for call in source.calls()
        if called(call) in ("eval", "exec", "read_pickle") and not isinstance(call.func, ast.Attribute)
    }
    assert modules | calls == set()


def test_every_page_has_a_test_file():
    pages = [source.stem for source in under("dashboard/pages/") if source.stem != "__init__"]
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests/dashboard/pages").glob("test_*.py")}
    assert [page for page in pages if page not in tested] == []


def test_the_engine_reads_no_clock_and_draws_no_numbers_of_its_own():
    wrong = []
    for source in under("engine/"):
        for call in source.calls():
            name = ast.unparse(call.func)
            is_clock = re.search(r"(datetime|date|time|Timestamp|dt)\.(now|today|utcnow|time)$", name)
            if is_clock or re.search(r"(^|\.)random\.\w+$", name):
                wrong.append(f"{source.path}:{call.lineno} {name}")
    assert wrong == []


def test_the_truth_behind_the_sample_never_reaches_the_app():
    app = under("dashboard/", "streamlit_app.py")
    hidden = ("data.sample.truth", "data.sample.telephone.truth")
    imported = [s.path for s in app if any(is_within(m, hidden) for m in s.imports())]
    touched = [
        f"{source.path}:{node.lineno}"
        for source in app
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr == "truth"
    ]
    assert imported + touched == []


def test_only_the_front_door_catches_everything():
    """Cleaning up after anything and raising it again is no catching."""
    wrong = [
        f"{source.path}:{node.lineno}"
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and ast.unparse(node.body[-1]) != "raise"
    ]
    assert [place for place in wrong if not place.startswith(CATCHING_ALL)] == []


def test_the_documents_name_only_what_is_there():
    """Files, with their folder or without, what is linked to, and names of the code."""
    folders = [ROOT / name for name in ("engine", "data", "dashboard", "tests", "bench", "docs")]
    files = [path for folder in folders for path in folder.rglob("*.*")] + list(ROOT.glob("*.*"))
    known = {part.as_posix() for path in files for part in endings(path)}
    code = "\n".join(path.read_text("utf-8") for path in files if path.suffix in (".py", ".po"))
    wrong = []
    for page in [path for path in files if path.suffix == ".md" and path.stem != "CHANGELOG"]:
        text = page.read_text("utf-8")
        told = [quoted for quoted in re.findall(r"`([^`\n]+)`", text) if "*" not in quoted]
        named = {path for quoted in told for path in re.findall(r"[\w./]+\.py\b", quoted)}
        words = {quoted for quoted in told if re.fullmatch(r"[a-z]\w*_\w+", quoted)}
        links = {link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link}
        wrong += [f"{page.name}: {name}" for name in sorted(named - known)]
        wrong += [f"{page.name}: {word}" for word in sorted(words) if word.rstrip("0123456789") not in code]
        wrong += [f"{page.name}: {link}" for link in sorted(links) if not (page.parent / link).exists()]
    assert wrong == []


def endings(path: Path) -> list[Path]:
    """Return a path below the root, and what remains of it without its first folders."""
    parts = path.relative_to(ROOT).parts
    return [Path(*parts[place:]) for place in range(len(parts))]


def test_nothing_is_there_for_tests_alone():
    """Every function is named by other code of ours, one that a job runs by a text."""
    named = Counter(name for source in sources() for name in names_in(source.nodes))
    wrong = []
    for source in sources():
        # Typer takes commands by their decorators, the database its tables by their class.
        if source.path in ("dashboard/cli.py",) or source.path.startswith("data/tables/"):
            continue
        wrong += [
            f"{source.path}:{node.name}"
            for node in source.nodes
            if isinstance(node, ast.ClassDef | Function)
            and not node.name.startswith("_")
            and node.name not in FOR_NOTEBOOKS
            and named[node.name] < 4
            and named[node.name] == list(names_in(ast.walk(node))).count(node.name)
        ]
    assert wrong == []


def names_in(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield every name, attribute and text among nodes."""
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
