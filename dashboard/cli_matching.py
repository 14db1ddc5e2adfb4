"""Who is in the data twice, and how are two made one, and two again, without a screen?"""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli_answers import DONE, Answer
from dashboard.cli_options import HIGHEST_ID, JsonOption, WorkspaceOption, texts, viewer
from dashboard.formats import Formats, Reader
from dashboard.usecases import workspaces
from dashboard.usecases.workspaces import WorkspaceInfo

if TYPE_CHECKING:
    from dashboard.presenters.same_person import PairView
    from dashboard.usecases.matching import MergeRecord, Proposal

_Id = Annotated[str, typer.Argument(help="The id of a customer, as your files have it.")]


def matches(
    workspace: WorkspaceOption,
    most: Annotated[int, typer.Option("--most", help="How many pairs to show.", min=1, max=10_000)] = 20,
    json_: JsonOption = False,
) -> Answer:
    """List customers who may be one person, the surest first, and the merges made so far."""
    del json_
    here = viewer()
    from dashboard.presenters.same_person import merge_views, pair_view
    from dashboard.usecases import matching

    company = workspaces.workspace(here, workspace)
    reader = Reader(texts(), Formats("en", company.currency))
    decided = matching.decisions(here, company.slug)
    found = matching.open_pairs(matching.proposed(here, company.slug), decided)
    sides = matching.laid_side_by_side(here, company.slug, found[:most])
    labels = matching.attribute_labels(here, company.slug)
    lines = [reader.texts("matching.found", count=len(found)) if found else reader.texts("matching.none")]
    pairs = []
    for pair in found[:most]:
        first, second = sides[pair.first_key], sides[pair.second_key]
        said = asdict(pair) | {"written_differently": matching.written_differently(first, second)}
        view = pair_view(said, asdict(first), asdict(second), labels, reader)
        lines += _pair_lines(view, company)
        pairs.append(_pair(pair, view))
    if len(found) > most:
        lines.append(reader.texts("cli.question_more", count=len(found) - most))
    for record, decision in zip(
        decided.merges, merge_views([asdict(one) for one in decided.merges], reader), strict=True
    ):
        line = reader.texts("cli.matches.merge", number=str(record.merge_key), merge=decision.text)
        lines.append(f"{line} ({decision.caption})")
    merges = [_merge(record) for record in decided.merges]
    return Answer(DONE, tuple(lines), {"found": len(found), "pairs": pairs, "merges": merges})


def merge(keep: _Id, other: _Id, workspace: WorkspaceOption, json_: JsonOption = False) -> Answer:
    """Read the customer OTHER as the customer KEEP from now on; no row of a file is changed."""
    del json_
    here = viewer()
    from dashboard.usecases import matching

    company = workspaces.workspace(here, workspace)
    record = matching.merge_by_id(here, company.slug, keep, other)
    line = texts()(
        "cli.matches.merged", number=str(record.merge_key), merged=record.merged_id, kept=record.kept_id
    )
    return Answer(DONE, (line, texts()("cli.matches.assess")), _merge(record) | {"workspace": company.slug})


def unmerge(
    number: Annotated[int, typer.Argument(help="Number of the merge.", min=1, max=HIGHEST_ID)],
    workspace: WorkspaceOption,
    json_: JsonOption = False,
) -> Answer:
    """Take a merge back: both customers are as they were."""
    del json_
    here = viewer()
    from dashboard.usecases import matching

    company = workspaces.workspace(here, workspace)
    record = matching.take_back(here, company.slug, number)
    line = texts()("cli.matches.unmerged", number=str(number), merged=record.merged_id, kept=record.kept_id)
    return Answer(DONE, (line, texts()("cli.matches.assess")), _merge(record) | {"workspace": company.slug})


def _pair_lines(view: PairView, company: WorkspaceInfo) -> list[str]:
    ids = f"{shlex.quote(view.first_id)} {shlex.quote(view.second_id)}"
    return [
        f"- {view.title}: {view.score}. {view.reasons} {view.against}".rstrip(),
        f"  merge {ids} --workspace {shlex.quote(company.slug)}",
    ]


def _pair(pair: Proposal, view: PairView) -> dict[str, Any]:
    return {
        "ids": [view.first_id, view.second_id],
        "score": pair.score,
        "reasons": list(pair.reasons),
        "against": list(pair.against),
        "sentence": f"{view.reasons} {view.against}".rstrip(),
    }


def _merge(record: MergeRecord) -> dict[str, Any]:
    return {
        "merge_id": record.merge_key,
        "kept": record.kept_id,
        "merged": record.merged_id,
        "reasons": list(record.reasons),
        "score": record.score,
        "merged_at": record.merged_at.isoformat(),
        "undone_at": None if record.undone_at is None else record.undone_at.isoformat(),
    }
