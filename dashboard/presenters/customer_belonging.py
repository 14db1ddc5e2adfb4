"""To which group does a customer belong and by which rule, and how like the best are they?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.cluster_words import cluster_name, rule_words
from dashboard.presenters.early_words import trait_words
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.prospects import usual_share
from engine.segments.rules import Rule, read_rules
from engine.segments.traits import trait_frame

Cards = Mapping[str, Mapping[str, object]]


def belonging(
    customer: pd.Series, cards: Cards, attribute_labels: Mapping[str, str], grounds: Grounds
) -> tuple[str, ...]:
    """Return a sentence on the group and one on the likeness to the best; what isn't known isn't said."""
    likeness = likeness_words(customer, cards.get("likeness_first", {}), attribute_labels, grounds.reader)
    return tuple(filter(None, (_group(customer, cards, grounds), likeness)))


def _group(customer: pd.Series, cards: Cards, grounds: Grounds) -> str:
    """Return the group and the rule of it that holds for the customer."""
    code, rules = customer.get("cluster"), cards.get("clusters", {}).get("rules")
    if not isinstance(code, str) or not isinstance(rules, str):
        return ""
    traits = trait_frame(customer.to_frame().T)
    held = [bounds for own, bounds in read_rules(rules) if own == code and Rule(0, bounds).holds(traits)[0]]
    texts = grounds.reader.texts
    rule = rule_words(held[0], grounds.reader, grounds.measure) if held else ""
    return texts("customer_file.belonging.group", group=cluster_name(code, texts), rule=rule) if rule else ""


def likeness_words(
    customer: pd.Series, card: Mapping[str, object], attribute_labels: Mapping[str, str], reader: Reader
) -> str:
    """Return how like the best newcomers somebody is, and what speaks for it; empty where it isn't known.

    ``card`` is that of the score: ``likeness_first`` after one purchase, ``likeness_profile`` before any.
    """
    likeness = customer.get("prospect_likeness")
    if likeness is None or pd.isna(likeness) or not card.get("model"):
        return ""
    traits = trait_words(customer.get("prospect_traits"), attribute_labels, reader)
    return reader.texts(
        f"customer_file.belonging.{'likeness' if traits else 'likeness_alone'}",
        likeness=reader.formats.percent(likeness, 0),
        usual=reader.formats.percent(usual_share(card), 0),
        traits=traits,
    )
