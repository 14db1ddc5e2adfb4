"""What does the command line answer: in sentences, as one JSON object, and with which exit code?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from dashboard.cli_questions import question_lines, question_values
from dashboard.formats import Formats, is_undefined
from dashboard.i18n.texts import Texts
from dashboard.usecases.workspaces import Overview, WorkspaceInfo

if TYPE_CHECKING:
    from dashboard.usecases.access import AssessmentInfo
    from dashboard.usecases.assessed import Found
    from dashboard.usecases.exporting import Exported
    from dashboard.usecases.importing import ImportReport, UndoReport

DONE, REFUSED, ASKED = 0, 2, 3
_EXAMPLES = 3
_NO_IMPORT: Mapping[str, Any] = {
    "import_id": None,
    "rows": {"read": 0, "accepted": 0, "rejected": 0, "duplicates": 0},
    "sums": {},
    "findings": [],
    "questions": [],
}


@dataclass(frozen=True)
class Answer:
    """``lines`` for people, ``values`` for programs, ``complaint`` for standard error."""

    code: int
    lines: tuple[str, ...]
    values: Mapping[str, Any]
    complaint: str = ""


@dataclass(frozen=True)
class _Sentences:
    texts: Texts
    lines: list[str] = field(default_factory=list)

    def say(self, message_id: str, **parameters: object) -> None:
        self.lines.append(self.texts(message_id, **parameters))


def sentence(texts: Texts, message_id: str, parameters: Mapping[str, Any]) -> str:
    """Return the sentence of a message id; the id itself where nobody has written one."""
    return texts(message_id, **parameters) if texts.has(message_id) else message_id


def json_text(values: Mapping[str, Any]) -> str:
    """Return an answer as JSON in which what steers a terminal is escaped, wherever it came from."""
    written = json.dumps(values, ensure_ascii=False, allow_nan=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in written)


def _escaped(character: str) -> str:
    return json.dumps(character).strip('"')


def refused(message_id: str, complaint: str) -> Answer:
    """Return that nothing was done, and why."""
    return Answer(REFUSED, (), {"error": {"id": message_id, "sentence": complaint}}, complaint)


def with_import_keys(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an import's answer, with every key that one has even where it failed."""
    return {**_NO_IMPORT, **values}


def asked(questions: Sequence[Any], texts: Texts) -> Answer:
    """Return that answers are needed before anything can be done, and how to give them."""
    found = [question_values(one, texts) for one in questions]
    values = {**_NO_IMPORT, "state": "questions", "questions": found}
    complaint = texts("cli.questions_open", count=len(questions))
    return Answer(ASKED, tuple(question_lines(questions, texts)), values, complaint)


def of_sample(loaded: Mapping[str, Any], texts: Texts) -> Answer:
    """Return what came of loading the sample."""
    said = _Sentences(texts)
    said.say(f"cli.sample.{'there' if loaded['already_there'] else 'loaded'}", name=loaded["name"])
    said.say("cli.sample.size", customers=loaded["customers"], transactions=loaded["transactions"])
    said.say("cli.sample.days", days=", ".join(loaded["as_of"]))
    return Answer(DONE, tuple(said.lines), loaded)


def of_new_company(made: WorkspaceInfo, texts: Texts) -> Answer:
    """Return that a company was made."""
    line = texts("cli.created", name=made.name, slug=made.slug, currency=made.currency)
    return Answer(DONE, (line,), _company(made))


def of_companies(found: Sequence[Overview], texts: Texts) -> Answer:
    """Return the companies with how much each has."""
    said = _Sentences(texts)
    for one in found:
        held = one.holdings
        size = {"customers": held.customers, "transactions": held.transactions}
        of = {"name": one.workspace.name, "slug": one.workspace.slug, "currency": one.workspace.currency}
        if held.last_day is None:
            said.say("cli.company.empty", **of, customers=held.customers)
        else:
            said.say("cli.company.filled", **of, **size, first_day=held.first_day, last_day=held.last_day)
    if not found:
        said.say("cli.company.none")
    companies = [_company(one.workspace) | _plain_days(asdict(one.holdings)) for one in found]
    return Answer(DONE, tuple(said.lines), {"workspaces": companies})


def of_import(report: ImportReport, company: WorkspaceInfo, texts: Texts) -> Answer:
    """Return what became of a file: its rows, sums and findings, or the questions it raises."""
    from dashboard.presenters.import_report import sum_label  # as heavy as the import that is over

    if report.questions:
        return asked(report.questions, texts)
    said = _Sentences(texts)
    rows = asdict(report.rows)
    is_useless = report.state == "refused" or (
        report.state == "dry_run"
        and report.rows.rejected > 0
        and report.rows.accepted + report.rows.duplicates == 0
    )
    if not is_useless:
        said.say(f"cli.import.{report.state}", number=report.import_id or 0)
    said.say("cli.import.rows", **rows)
    said.lines.extend(_new_customers(report, texts))
    if report.sums:
        sums = {name: report.sums[name] for name in ("read", "accepted", "rejected", "duplicates")}
        what = sum_label(report.kind, texts)
        said.say("cli.import.sums", what=what, currency=company.currency, **sums)
    for finding in report.findings:
        said.lines.extend(_finding_lines(finding, texts))
    values = report.as_json() | {
        "workspace": company.slug,
        "findings": [_finding(finding, texts) for finding in report.findings],
    }
    if not is_useless:
        return Answer(DONE, tuple(said.lines), values)
    complaint = texts("cli.import.useless", count=report.rows.read)
    values["error"] = {"id": "cli.import.useless", "sentence": complaint}
    return Answer(REFUSED, tuple(said.lines), values, complaint)


def _new_customers(report: ImportReport, texts: Texts) -> list[str]:
    return [texts("cli.import.new_customers", count=report.new_customers)] if report.new_customers else []


def of_undo(report: UndoReport, company: WorkspaceInfo, texts: Texts) -> Answer:
    """Return what an undo took out."""
    line = texts("cli.undone", number=report.import_id, file=report.file_name, count=report.rows)
    ended = (texts("matching.voided", count=report.merges),) if report.merges else ()
    return Answer(DONE, (line, *ended), report.as_json() | {"workspace": company.slug})


def of_assessment(made: AssessmentInfo, found: Found, company: WorkspaceInfo, texts: Texts) -> Answer:
    """Return the figures of an assessment, and what its methods had to work with."""
    formats = Formats(texts.language, company.currency)
    figures = {name: figure for name, figure in found.figures.items() if not is_undefined(figure.value)}
    said = _Sentences(texts)
    said.say("cli.assess.done", count=made.customers_count, day=made.as_of, number=made.assessment_id)
    if "leaning_customers" in figures and "leaning_value" in figures:
        value = formats.money(figures["leaning_value"].value)
        said.say("cli.assess.leaning", count=int(figures["leaning_customers"].value), value=value)
    if "left_customers" in figures:
        said.say("cli.assess.left", count=int(figures["left_customers"].value))
    said.lines.extend(f"- {_card_sentence(name, card, formats, texts)}" for name, card in found.cards.items())
    values = {
        "assessment_id": made.assessment_id,
        "workspace": company.slug,
        "as_of": made.as_of.isoformat(),
        "data_version": made.data_version,
        "customers": made.customers_count,
        "figures": {name: _defined(asdict(figure)) for name, figure in found.figures.items()},
        "cards": {name: _defined(card) for name, card in found.cards.items()},
    }
    return Answer(DONE, tuple(said.lines), values)


def of_export(done: Exported, texts: Texts) -> Answer:
    """Return which file was written."""
    said = _Sentences(texts)
    said.say("cli.export.done", count=done.rows, file=str(done.path))
    if done.neutralised:
        said.say("cli.export.neutralised", count=done.neutralised)
    values = {"file": str(done.path), "rows": done.rows, "neutralised": done.neutralised}
    return Answer(DONE, tuple(said.lines), values)


def _card_sentence(name: str, card: Mapping[str, Any], formats: Formats, texts: Texts) -> str:
    variant = f".{card['variant']}" if card.get("variant") else ""
    shares = {
        fact: formats.percent(value, 0) for fact, value in card.items() if fact.endswith(("_share", "_rate"))
    }
    return sentence(texts, f"card.{name}.{card['status']}{variant}", {**card, **shares})


def _finding_lines(finding: Any, texts: Texts) -> list[str]:
    lines = [f"- {_finding_sentence(finding, texts)}"]
    if finding.by_column:
        counts = (f"{column}: {n:,}" for column, n in finding.by_column.items())
        lines.append("  " + "; ".join(counts))
    for example in finding.examples[:_EXAMPLES]:
        where = {"line": str(example.line), "column": example.column, "value": example.value}
        lines.append("  " + texts(f"cli.import.{'cell' if example.column else 'line'}", **where))
    return lines


def _finding(finding: Any, texts: Texts) -> dict[str, Any]:
    values: dict[str, Any] = finding.as_json()
    return values | {"sentence": _finding_sentence(finding, texts)}


def _finding_sentence(finding: Any, texts: Texts) -> str:
    parameters = {**finding.parameters, "count": finding.count, "column": finding.column}
    cause = sentence(texts, f"import.finding.{finding.cause}", parameters)
    action = sentence(texts, f"import.action.{finding.action}", {"count": finding.count})
    return texts("cli.import.finding", cause=cause, action=action)


def _company(made: WorkspaceInfo) -> dict[str, Any]:
    return {
        "slug": made.slug,
        "name": made.name,
        "currency": made.currency,
        "is_sample": made.is_sample,
        "created_at": made.created_at.isoformat(),
    }


def _plain_days(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


def _defined(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with null for what is undefined: JSON knows no NaN."""
    return {
        name: None if isinstance(value, float) and is_undefined(value) else value
        for name, value in values.items()
    }
