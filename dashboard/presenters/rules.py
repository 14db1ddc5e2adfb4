"""Which business rules can be changed, in which range, and how is each shown and checked?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from dashboard.formats import Reader
from dashboard.presenters.grounds import Grounds

Kind = Literal["percent", "whole"]
Values = Mapping[str, float | int | None]


@dataclass(frozen=True)
class Rule:
    """A rule as the form shows it: in percent or whole numbers, from ``low`` to ``high``.

    An ``optional`` rule may be left empty; what happens then says its explanation.
    """

    name: str
    kind: Kind
    low: float
    high: float
    step: float
    optional: bool = False


SECTIONS: Final[dict[str, tuple[Rule, ...]]] = {
    "churn": (
        Rule("churn_after_days", "whole", 1, 3650, 10, optional=True),
        Rule("alarm_probability", "percent", 0.1, 50.0, 1.0),
        Rule("partial_churn_drop", "percent", 1.0, 99.0, 5.0),
    ),
    "value": (
        Rule("margin_rate", "percent", 0.1, 100.0, 1.0, optional=True),
        Rule("value_share", "percent", 1.0, 99.0, 5.0),
        Rule("abc_a_share", "percent", 1.0, 99.0, 5.0),
        Rule("abc_b_share", "percent", 1.0, 99.0, 1.0),
    ),
    "outlook": (
        Rule("horizon_months", "whole", 1, 120, 1),
        Rule("discount_rate_per_year", "percent", 0.0, 100.0, 1.0),
        Rule("minimum_peers", "whole", 2, 1000, 5),
    ),
}
RULES: Final = {rule.name: rule for rules in SECTIONS.values() for rule in rules}


@dataclass(frozen=True)
class RulesView:
    """The words above the form, and what an empty field means today."""

    headline: str
    caption: str
    is_in_force: bool
    placeholders: dict[str, str]


def rules_view(
    saved: Mapping[str, Any], used: Mapping[str, Any] | None, grounds: Grounds | None, reader: Reader
) -> RulesView:
    """Return what is said of the ``saved`` rules beside those of the newest assessment (``used``)."""
    texts = reader.texts
    changed = [] if used is None else changed_rules(saved, used)
    if used is None or grounds is None:
        caption = texts("settings.caption.no_assessment")
    elif changed:
        names = texts("settings.list_comma").join(_label(name, reader) for name in changed)
        caption = texts("settings.caption.differs", day=grounds.as_of, rules=names)
    else:
        caption = texts("settings.caption.in_force", day=grounds.as_of)
    return RulesView(
        headline=_headline(saved, grounds, reader),
        caption=caption,
        is_in_force=used is not None and not changed,
        placeholders={
            "churn_after_days": _estimated(saved, grounds, reader),
            "margin_rate": texts("settings.rule.margin_rate.empty"),
        },
    )


def changed_rules(saved: Mapping[str, Any], used: Mapping[str, Any]) -> list[str]:
    """Return the names of the rules that differ between two sets of them."""
    changed = [name for name in (*RULES, "contractual") if name in used and saved[name] != used[name]]
    return changed if saved["typed"] == used.get("typed", {}) else [*changed, "typed"]


def shown_value(rule: Rule, value: float | int | None) -> float | int | None:
    """Return a stored value as the form shows it: shares in percent."""
    if value is None:
        return None
    return round(float(value) * 100, 4) if rule.kind == "percent" else int(value)


def stored_value(rule: Rule, value: float | int | None) -> float | int | None:
    """Return what the form holds as it is stored: percent as shares (0-1)."""
    if value is None:
        return None
    return round(float(value) / 100, 6) if rule.kind == "percent" else int(value)


def problems(values: Values, reader: Reader) -> list[str]:
    """Return what is wrong with stored ``values``, a sentence each; none if all is well."""
    texts, found = reader.texts, []
    for rule in RULES.values():
        value = shown_value(rule, values[rule.name])
        label = texts(f"settings.rule.{rule.name}.label")
        if value is None:
            found += [] if rule.optional else [texts("settings.problem.empty", rule=label)]
        elif not rule.low <= value <= rule.high:
            bounds = {"low": _written(rule.low, rule, reader), "high": _written(rule.high, rule, reader)}
            found.append(texts("settings.problem.range", rule=label, **bounds))
    a, b = values["abc_a_share"], values["abc_b_share"]
    if a is not None and b is not None and a >= b:
        formats = reader.formats
        found.append(texts("settings.problem.abc_order", a=formats.percent(a, 0), b=formats.percent(b, 0)))
    return found


def _label(name: str, reader: Reader) -> str:
    elsewhere = name in ("contractual", "typed")
    return reader.texts(f"settings.{name}.label" if elsewhere else f"settings.rule.{name}.label")


def _headline(saved: Mapping[str, Any], grounds: Grounds | None, reader: Reader) -> str:
    texts, formats = reader.texts, reader.formats
    share, alarm = formats.percent(saved["value_share"], 0), formats.percent(saved["alarm_probability"], 0)
    if saved["contractual"] and (grounds is None or grounds.has_contracts):
        return texts("settings.headline.contracts", share=share)
    days = saved["churn_after_days"]
    if days is None and grounds is not None and grounds.churn_after_days == grounds.churn_after_days:
        days = round(grounds.churn_after_days)
    if days is None:
        return texts("settings.headline.no_rule", share=share, alarm=alarm)
    return texts("settings.headline.rule", share=share, alarm=alarm, days=int(days))


def _estimated(saved: Mapping[str, Any], grounds: Grounds | None, reader: Reader) -> str:
    """Return what stands in the empty field of the churn rule: the estimate, where there is one."""
    known = grounds is not None and not grounds.is_rule_typed and saved["churn_after_days"] is None
    if grounds is None or not known or grounds.churn_after_days != grounds.churn_after_days:
        return reader.texts("settings.rule.churn_after_days.empty")
    return reader.texts("settings.rule.churn_after_days.estimate", days=round(grounds.churn_after_days))


def _written(value: float, rule: Rule, reader: Reader) -> str:
    if rule.kind == "whole":
        return reader.formats.count(value)
    return reader.formats.percent(value / 100, 0 if value == int(value) else 1)
