"""How is Holdfast run without a screen?

``python -m dashboard.cli --help`` lists the commands. With ``--json`` every command prints one
object, also when it refuses (exit 2) or needs an answer (exit 3); sentences about those two go
to standard error as well. Everything is kept in the folder that ``HOLDFAST_HOME`` names.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
import types
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard import cli_answers, cli_matching, cli_simulation
from dashboard.cli_answers import DONE, Answer
from dashboard.cli_options import HIGHEST_ID, JsonOption, WorkspaceOption, texts, viewer
from dashboard.formats import visible
from dashboard.usecases import workspaces
from dashboard.usecases.refusals import REFUSALS, Refusal, open_questions, refusal

_PROGRAM = "python -m dashboard.cli"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

app = typer.Typer(
    add_completion=False,
    help="Holdfast without a screen: bring data in, assess, export.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def sample(
    workspace: WorkspaceOption = "",
    company: Annotated[str, typer.Option("--company", help="hotel or telephone.")] = "hotel",
    json_: JsonOption = False,
) -> Answer:
    """Load a sample company that was made up: a hotel group, or a telephone company with contracts."""
    del json_
    here = viewer()
    from dashboard.usecases.sample import load_sample

    return cli_answers.of_sample(load_sample(here, workspace, company=company), texts())


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Name of the new company.")],
    currency: Annotated[str, typer.Option("--currency", help="Three-letter code of its currency.")] = "EUR",
    contractual: Annotated[bool, typer.Option("--contractual", help="Customers have contracts.")] = False,
    json_: JsonOption = False,
) -> Answer:
    """Create an empty company."""
    del json_
    made = workspaces.create(viewer(), name, currency=currency, contractual=contractual)
    return cli_answers.of_new_company(made, texts())


@app.command(name="import")
def import_(
    kind: Annotated[
        str,
        typer.Argument(
            help="What the file holds: transactions, contracts, wide … (an unknown kind lists all)."
        ),
    ],
    file: Annotated[Path, typer.Argument(help="CSV, TSV, Excel, Parquet or JSON lines; .sql with --source.")],
    workspace: WorkspaceOption,
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="OURS=THEIRS: our field, their heading.")
    ] = None,
    answer: Annotated[list[str] | None, typer.Option("--answer", help="QUESTION=CHOICE.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file and store nothing.")] = False,
    source: Annotated[
        str, typer.Option("--source", help="NAME of HOLDFAST_SOURCE_NAME, the database that FILE.sql asks.")
    ] = "",
    json_: JsonOption = False,
) -> Answer:
    """Bring a file (or what a query answers) in, whole, and account for each of its rows."""
    del json_
    here = viewer()
    from dashboard.usecases import importing, querying

    company = workspaces.workspace(here, workspace)
    request = importing.ImportRequest(
        kind=kind,
        path=file,
        file_name=file.name,
        mapping=importing.pairs(map_ or [], "--map"),
        answers=importing.pairs(answer or [], "--answer"),
        dry_run=dry_run,
    )
    if source:
        with querying.answer_file(here, company.slug, source, file) as answered:
            report = importing.import_file(here, company.slug, replace(request, path=answered))
    else:
        report = importing.import_file(here, company.slug, request)
    return cli_answers.of_import(report, company, texts())


@app.command()
def undo(
    import_id: Annotated[int, typer.Argument(help="Number of the import.", min=1, max=HIGHEST_ID)],
    workspace: WorkspaceOption,
    json_: JsonOption = False,
) -> Answer:
    """Take an import out again, whole."""
    del json_
    here = viewer()
    from dashboard.usecases import importing

    company = workspaces.workspace(here, workspace)
    return cli_answers.of_undo(importing.undo(here, company.slug, import_id), company, texts())


@app.command()
def assess(
    workspace: WorkspaceOption,
    as_of: Annotated[str, typer.Option("--as-of", help="The day up to which facts count, YYYY-MM-DD.")],
    json_: JsonOption = False,
) -> Answer:
    """Assess every customer as of the end of a day."""
    del json_
    here = viewer()
    day = _day(as_of)
    if day is None:
        return _refused("cli.day_unreadable", given=as_of)
    from dashboard.usecases.assessed import found
    from dashboard.usecases.assessing import run_assessment

    company = workspaces.workspace(here, workspace)
    made = run_assessment(here, company.slug, day)
    return cli_answers.of_assessment(made, found(here, company.slug, made.assessment_id), company, texts())


@app.command()
def export(
    what: Annotated[str, typer.Argument(help="customers, assessment (the newest) or findings (of imports).")],
    workspace: WorkspaceOption,
    out: Annotated[Path, typer.Option("--out", help="The file to write: .csv, .xlsx or .parquet.")],
    json_: JsonOption = False,
) -> Answer:
    """Write a table into a file that is safe to open in a spreadsheet."""
    del json_
    here = viewer()
    from dashboard.usecases import exporting

    said = texts()
    company = workspaces.workspace(here, workspace)
    done = exporting.export(
        here,
        company.slug,
        what,
        out,
        lambda message_id, values: cli_answers.sentence(said, message_id, values),
    )
    return cli_answers.of_export(done, said)


@app.command(name="workspaces")
def workspaces_(json_: JsonOption = False) -> Answer:
    """List the companies and how much each has."""
    del json_
    return cli_answers.of_companies(workspaces.overviews(viewer()), texts())


app.command()(cli_matching.matches)
app.command()(cli_matching.merge)
app.command()(cli_matching.unmerge)
app.command()(cli_simulation.simulate)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, print its answer, return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    answer = _answer(given)
    if isinstance(answer, int):  # the help was asked for, and printed
        return answer
    if "--json" in given:
        values = cli_answers.with_import_keys(answer.values) if given[0] == "import" else answer.values
        typer.echo(cli_answers.json_text(values))
    elif answer.lines:
        typer.echo("\n".join(visible(line) for line in answer.lines))
    if answer.complaint:
        typer.echo(visible(answer.complaint), err=True)
    return answer.code


def _answer(given: Sequence[str]) -> Answer | int:
    if any(_is_damaged(argument) for argument in given):
        return _refused("cli.argument_unreadable")
    try:
        result: Answer | int = typer.main.get_command(app).main(
            list(given), prog_name=_PROGRAM, standalone_mode=False
        )
    except typer.TyperException as error:
        return _refused("cli.usage", reason=error.format_message().rstrip(".") + ".")
    except typer.Abort:
        return _refused("cli.stopped")
    except REFUSALS as error:
        if questions := open_questions(error):
            return cli_answers.asked(questions, texts())
        return _as_answer(refusal(error))
    return result


def _refused(message_id: str, **parameters: Any) -> Answer:
    return _as_answer(Refusal(message_id, parameters))


def _as_answer(found: Refusal) -> Answer:
    return cli_answers.refused(
        found.message_id, cli_answers.sentence(texts(), found.message_id, found.parameters)
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _is_damaged(argument: str) -> bool:
    """Whether an argument holds bytes that are no text: no name, and no heading, can be so."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return True
    return False


def _explain(kind: type[BaseException], _error: BaseException, trace: types.TracebackType | None) -> None:
    """Say in a sentence that something unforeseen happened, and where in the code."""
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "–"
    while trace is not None:
        where, trace = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}", trace.tb_next
    answer = _refused("cli.unexpected", kind=kind.__name__, where=where)
    if "--json" in sys.argv:
        typer.echo(json.dumps(answer.values, ensure_ascii=False))
    typer.echo(answer.complaint, err=True)


def run() -> None:
    """Run a command as a program of its own: UTF-8 out, and never a traceback."""
    sys.excepthook = _explain
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our answer has had enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(code)


if __name__ == "__main__":
    run()
