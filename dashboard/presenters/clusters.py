"""Into which groups do the customers fall, what sets each apart, and by which rules?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.cluster_words import cluster_name, rule_words, trait_name, trait_value
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.segment_shares import said
from engine.segments.clusters import CLUSTER, MOST_GROUPS
from engine.segments.names import standardised_differences
from engine.segments.rules import read_rules
from engine.segments.stability import CLUSTER_STABILITY, STABLE
from engine.segments.traits import Scale, trait_frame
from engine.value.matrix import group_table

GROUP_COLOURS: Final = ("#5B8FD0", "#BE8A1E", "#159A76", "#A9614B", "#5B6EE1", "#C77A12", "#7F8693")
_MOST_TRAITS: Final = 4
_TRIAL_SHARES: Final = ("stability_share", "fidelity_share", "smallest_share")
_TELLING: Final = 0.3


@dataclass(frozen=True)
class GroupCard:
    """One group: who is in it, what sets it apart, and the rules by which a new customer belongs."""

    code: str
    name: str
    count: int
    customers: str
    stable: str
    traits: tuple[str, ...]
    rules: tuple[str, ...]
    lead_in: str


@dataclass(frozen=True)
class ClustersView:
    """The groups found; ``missing`` says why there are none.

    ``trials`` has a row of texts for each number of groups that was tried, ``trial_labels`` its headings.
    """

    headline: str
    note: str
    figures: tuple[Figure, ...]
    shares: pd.DataFrame
    colours: dict[str, str]
    groups: tuple[GroupCard, ...]
    trials: pd.DataFrame
    trial_labels: dict[str, str]
    missing: str
    alt: str


def clusters_view(customers: pd.DataFrame, card: Mapping[str, object], grounds: Grounds) -> ClustersView:
    """Return the groups of an assessment; ``card`` is the method's own account (``clusters``)."""
    texts = grounds.reader.texts
    known = customers["cluster"].dropna() if "cluster" in customers else pd.Series(dtype=object)
    trials = tried_numbers(card, grounds.reader)
    labels = {str(name): texts(f"segments.groups.trial.{name}") for name in trials}
    if known.empty or not card.get("rules"):
        headline, missing = texts(f"segments.groups.headline.{_lack(card)}"), _missing(card, grounds)
        return ClustersView(headline, "", (), pd.DataFrame(), {}, (), trials, labels, missing, "")
    shares = group_shares(customers, card, grounds)
    top = shares.sort_values("current_value", ascending=False, kind="stable").iloc[0]
    groups = tuple(_group(code, customers, card, grounds) for code in shares["code"])
    return ClustersView(
        headline=texts(
            f"segments.groups.headline.found.{grounds.measure}",
            count=len(shares),
            name=cluster_name(top["code"], texts),
            customers=str(top["customer_share_label"]),
            share=str(top["current_value_share_label"]),
        ),
        note=texts("segments.groups.note"),
        figures=_figures(card, len(known), grounds),
        shares=shares,
        colours={str(code): GROUP_COLOURS[at % len(GROUP_COLOURS)] for at, code in enumerate(shares["code"])},
        groups=groups,
        trials=trials,
        trial_labels=labels,
        missing="",
        alt=said(shares, "segments.groups.alt", grounds.reader),
    )


def group_shares(customers: pd.DataFrame, card: Mapping[str, object], grounds: Grounds) -> pd.DataFrame:
    """Return one row a group, in the order of what a customer of it is worth on average."""
    reader = grounds.reader
    formats = reader.formats
    table = group_table(customers, "cluster", group_codes(card)).rename(columns={"cluster": "code"})
    # Names are long: two lines keep apart what stands left and right of them on a phone.
    split = reader.texts("segments.groups.and")
    table["word"] = [
        cluster_name(code, reader.texts).replace(split, split.rstrip() + "<br>") for code in table["code"]
    ]
    for share in ("customer_share", "current_value_share"):
        table[f"{share}_label"] = [formats.percent(value, 0) for value in table[share]]
    table["customers_label"] = [
        f"{formats.count(count)} · {share}"
        for count, share in zip(table["customers"], table["customer_share_label"], strict=True)
    ]
    table["value_label"] = [
        f"{formats.money(value)} · {share}"
        for value, share in zip(table["current_value"], table["current_value_share_label"], strict=True)
    ]
    return table


def tried_numbers(card: Mapping[str, object], reader: Reader) -> pd.DataFrame:
    """Return one row of texts a number of groups that was tried, and why it was chosen or not.

    Without rows where an older assessment didn't keep them.
    """
    formats, rows = reader.formats, []
    for count in range(2, MOST_GROUPS + 1):
        verdict = card.get(f"trial_{count}_verdict")
        if verdict is None:
            continue
        told = {name: _number(card.get(f"trial_{count}_{name}")) for name in ("quality", *_TRIAL_SHARES)}
        rows.append(
            {
                "count": formats.count(count),
                "verdict": reader.texts(f"segments.groups.verdict.{verdict}"),
                "quality": formats.decimal(told["quality"], 2),
                **{name: formats.percent(told[name], 0) for name in _TRIAL_SHARES},
            }
        )
    return pd.DataFrame(rows)


def group_codes(card: Mapping[str, object]) -> tuple[str, ...]:
    """Return the groups' codes in the order of the card, the most valuable group first."""
    begins = "stability_"
    return tuple(
        name.removeprefix(begins) for name in card if name.startswith(begins) and name != "stability_share"
    )


def _group(code: str, customers: pd.DataFrame, card: Mapping[str, object], grounds: Grounds) -> GroupCard:
    reader = grounds.reader
    texts = reader.texts
    count = int((customers["cluster"] == code).sum())
    rules = [bounds for own, bounds in read_rules(str(card["rules"])) if own == code]
    stable = card[f"stability_{code}"]
    return GroupCard(
        code=code,
        name=cluster_name(code, texts),
        count=count,
        customers=texts("segments.customers", count=count),
        stable=texts(
            "segments.groups.found_again",
            share=reader.formats.percent(stable if isinstance(stable, float) else None, 0),
        ),
        traits=_apart(code, customers, grounds),
        rules=tuple(rule_words(bounds, reader, grounds.measure) for bounds in rules),
        lead_in=texts("segments.show_customers", count=count),
    )


def _apart(code: str, customers: pd.DataFrame, grounds: Grounds) -> tuple[str, ...]:
    """Return what sets a group apart from everybody else, the strongest first: medians side by side."""
    grouped = customers[customers["cluster"].notna()]
    traits = trait_frame(grouped)
    inside = (grouped["cluster"] == code).to_numpy()
    scale = Scale.of(traits)
    differences = standardised_differences(scale.scaled(traits), inside.astype(np.int64))[-1]
    order = np.argsort(-np.abs(np.nan_to_num(differences)), kind="stable")[:_MOST_TRAITS]
    reader, said_ones = grounds.reader, []
    for at in order:
        if abs(np.nan_to_num(differences[at])) < _TELLING:
            continue
        trait = scale.names[at]
        own, others = (
            trait_value(trait, float(traits.loc[rows, trait].median()), reader) for rows in (inside, ~inside)
        )
        if own == others:
            continue
        said_ones.append(
            reader.texts(
                "segments.groups.apart",
                trait=trait_name(trait, reader.texts, grounds.measure),
                own=own,
                others=others,
            )
        )
    return tuple(said_ones)


def _figures(card: Mapping[str, object], customers: int, grounds: Grounds) -> tuple[Figure, ...]:
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    rows = texts("customers.rows", count=customers)
    shown = (
        ("count", formats.count(_number(card["count"])), CLUSTER),
        ("stability", formats.percent(_number(card["stability_share"]), 0), CLUSTER_STABILITY),
        ("fidelity", formats.percent(_number(card["fidelity_share"]), 0), CLUSTER),
        ("quality", formats.decimal(_number(card["quality"]), 2), CLUSTER),
    )
    return tuple(
        Figure(
            label=texts(f"segments.groups.figure.{name}"),
            value=value,
            explanation=explained(f"segments.groups.why.{name}", formula, rows, grounds),
            note=texts(f"segments.groups.figure_note.{name}", stable=formats.percent(STABLE, 0)),
        )
        for name, value, formula in shown
    )


def _lack(card: Mapping[str, object]) -> str:
    return "none" if card.get("variant") == "none" else "missing"


def _missing(card: Mapping[str, object], grounds: Grounds) -> str:
    texts = grounds.reader.texts
    if not card:
        return texts("segments.groups.missing.older")
    if card.get("variant") == "none":
        share = grounds.reader.formats.percent(_number(card["stability_share"]), 0)
        return texts(
            "segments.groups.missing.none", share=share, needed=grounds.reader.formats.percent(STABLE, 0)
        )
    return texts("segments.groups.missing.customers", count=card["count"], needed=card["needed"])


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
