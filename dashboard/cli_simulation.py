"""What if, without a screen: a scenario file in, base, scenario and their difference out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli_answers import DONE, Answer, refused, sentence
from dashboard.cli_options import JsonOption, WorkspaceOption, texts, viewer
from dashboard.formats import Formats
from dashboard.usecases import workspaces
from dashboard.usecases.refusals import REFUSALS

if TYPE_CHECKING:
    from dashboard.usecases.simulating import Finding
    from dashboard.usecases.workspaces import WorkspaceInfo

_LONGEST = 1_000_000


def simulate(
    workspace: WorkspaceOption,
    scenario: Annotated[Path, typer.Option("--scenario", help="A scenario file; {} is: go on as now.")],
    replications: Annotated[int | None, typer.Option("--replications", help="How many, 2-10,000.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed of the draws.")] = None,
    processes: Annotated[int, typer.Option("--processes", help="How many at once.", min=1, max=64)] = 1,
    json_: JsonOption = False,
) -> Answer:
    """Simulate a scenario against going on as now, from the newest assessment."""
    del json_
    here = viewer()
    from dashboard.usecases.simulating import How, ask_file, findings_of
    from dashboard.usecases.simulation_figures import summary

    company = workspaces.workspace(here, workspace)
    how = How(replications, seed, processes)
    with scenario.open(encoding="utf-8", errors="replace") as file:
        text = file.read(_LONGEST)
    try:
        values = summary(ask_file(here, company.slug, text, how))
    except REFUSALS as error:
        found = findings_of(error)
        if not found:
            raise
        return _refused(found)
    return Answer(DONE, tuple(_lines(values, company)), values)


def _refused(findings: Sequence[Finding]) -> Answer:
    """Return everything that is wrong with a scenario, a line each, with its place."""
    rows = [
        {
            "path": one.path,
            "id": one.message_id,
            "sentence": sentence(texts(), one.message_id, one.parameters),
        }
        for one in findings
    ]
    said = sentence(texts(), "error.scenario_refused", {"count": len(rows), "first": rows[0]["path"]})
    lines = [said, *(f"{row['path']}: {row['sentence']}" for row in rows)]
    made = refused("error.scenario_refused", "\n".join(lines))
    return replace(made, values={**made.values, "findings": rows})


def _lines(values: dict[str, Any], company: WorkspaceInfo) -> list[str]:
    """Return the answer in sentences: what it stands on, the headline, customers, spending."""
    said, formats = texts(), Formats("en", company.currency)
    change = values["difference"]["figures"]

    def money(name: str, part: str = "value") -> str:
        return formats.money(change[name][part])

    lines = [
        said(
            "cli.simulate.ground",
            customers=round(values["customers"]),
            months=values["horizon_months"],
            replications=values["replications"],
        ),
        said("cli.simulate.value", value=money("npv"), low=money("npv", "low"), high=money("npv", "high")),
        said(
            "cli.simulate.kept",
            value=formats.decimal(change["kept"]["value"], 1),
            spend=money("spend"),
        ),
    ]
    unit = change["gain_per_unit"]
    if unit["value"] is not None:
        lines.append(said("cli.simulate.unit", value=formats.decimal(unit["value"], 2)))
    return lines
