"""How satisfied and how loyal are customers, and what is it worth?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.cards import Card, enough
from engine.clv.contract_cohorts import recorded_from
from engine.estimate import Estimate
from engine.loyalty.activity import amounts_by_quarter, purchase_months, purchases_by_channel
from engine.loyalty.cohorts import cohort_triangle, retention_curve
from engine.loyalty.findings import experience_columns, loyalty_findings
from engine.loyalty.holding_costs import holding_costs, holdings, holdings_by_customer
from engine.loyalty.memberships import memberships
from engine.months import months_before
from engine.rates import MINIMUM_HISTORY_MONTHS, share_estimate
from engine.satisfaction.answers import Answers, answers_of
from engine.satisfaction.delivered_value import growing_quarters, growing_trend, growth_by_quarter
from engine.satisfaction.findings import MONTHS, satisfaction_findings, score_figures
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_estimate
from engine.satisfaction.response import invitations, response_rates
from engine.satisfaction.silent_majority import Talk


def feelings_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return satisfaction and loyalty of each customer, and the few figures that stand for all.

    They rest on the answers of the last 12 months.
    """
    current = answers_of(study.relations, study.as_of, _since(study)).frame
    weights = study.settings.typed_of("loyalty")
    columns = experience_columns(current, customers, behaviour_traits(study), weights)
    return Part(columns, figures=feeling_figures(current, columns))


def feeling_figures(answers: pd.DataFrame, columns: pd.DataFrame) -> dict[str, Estimate]:
    """Return the scores of all respondents, the mean indices, and who is loyal at heart and in deed."""
    kinds = columns["loyalty_kind"].dropna()
    indices = {
        name: mean_estimate(columns[name].to_numpy(dtype=np.float64))
        for name in ("loyalty_index", "benefit_index")
    }
    true = share_estimate(int((kinds == "true").sum()), len(kinds), MINIMUM_ANSWERS)
    return {**score_figures(answers), **indices, "true_loyalty_share": true}


def experience_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return the tables behind the pages about satisfaction and loyalty, and who is in their groups.

    Figures rest on the answers of the last 12 months, what followed on those of the year before.
    """
    year_ago = months_before(study.as_of, MONTHS)
    answers = answers_of(study.relations, study.as_of)
    current = answers.frame[answers.frame["day"] > pd.Timestamp(year_ago)]
    traits = behaviour_traits(study)
    people = with_year_before(customers, study)
    rng = study.random("experience")
    talk = Talk().typed(study.settings.typed_of("talk"))
    asked = invitations(study.relations.contacts)
    spent = study.tables.execute(amounts_by_quarter(study.tables.transactions, study.as_of, study.history))
    grew = growth_by_quarter(spent, study.as_of)
    triangle = cohort_triangle(activity(people, study), study.as_of, "Q")
    held = holdings(people, study.relations, study.as_of)
    frames = {
        **satisfaction_findings(answers, people, study.relations.complaints, study.as_of, talk, rng),
        "response_rates": response_rates(
            current,
            asked[asked["day"] > pd.Timestamp(year_ago)],
            study.settings.typed_of("survey"),
            study.as_of,
        ),
        **loyalty_findings(current, people, traits, study.settings, study.as_of, rng),
        "holding_costs": holding_costs(held, int((people["churn_state"] != "left").sum())),
        "growing_trend": growing_trend(grew),
        "cohorts": triangle.cells,
        "retention_curve": retention_curve(triangle),
    }
    groups = memberships(people, answers.frame, study.relations.complaints, triangle.each, study.as_of)
    groups = groups.assign(
        holdings=holdings_by_customer(held, people["customer_id"]).to_numpy(),
        growing_quarters=growing_quarters(grew).reindex(people["customer_id"]).to_numpy(),
    )
    return Part(groups, cards=(_card(answers, current),), frames=frames)


def _card(answers: Answers, current: pd.DataFrame) -> Card:
    respondents = int(current["respondent"].nunique())
    facts = {"respondents": respondents, "answers": len(current), "not_applicable": answers.not_applicable}
    return enough("satisfaction", respondents, MINIMUM_ANSWERS, facts)


def _since(study: Study) -> dt.date:
    return months_before(study.as_of, MONTHS) + dt.timedelta(days=1)


def behaviour_traits(study: Study) -> pd.DataFrame:
    """Return, by customer, the share of the main channel and that of accepted offers among purchases."""
    expression = purchases_by_channel(study.tables.transactions, study.as_of, study.history)
    by_channel = study.tables.execute(expression).set_index("customer_id").astype("float64")
    with_channel = by_channel["purchases_with_channel"]
    accepted = study.relations.rescues
    taken = accepted[accepted["accepted"].eq(1.0)].groupby("customer_id").size()
    offers = taken.reindex(by_channel.index).fillna(0.0) / by_channel["purchases"]
    return pd.DataFrame(
        {
            "channel_share": by_channel["main_channel_purchases"] / with_channel.where(with_channel > 0),
            "incentive_share": offers.clip(upper=1.0) if len(accepted) else float("nan"),
        }
    )


def activity(customers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return ``customer_id`` and ``month`` for every month with a purchase, or under contract.

    Of customers whose contracts began before ends were on record only those who stayed are known, so they
    are left out.
    """
    if not study.has_contracts:
        return study.tables.execute(purchase_months(study.tables.transactions, study.as_of, study.history))
    bound = customers[customers["contract_start_day"].notna()]
    recorded = recorded_from(bound["contract_start_day"], bound["contract_end_day"])
    bound = bound[bound["contract_start_day"].dt.to_period("Q") >= pd.Period(recorded, "Q")]
    first = bound["contract_start_day"].dt.to_period("M")
    ends = bound["contract_end_day"].fillna(pd.Timestamp(study.as_of)).dt.to_period("M")
    count = (ends.astype("int64") - first.astype("int64") + 1).clip(lower=1)
    place = bound.index.repeat(count)
    since = place.to_series().groupby(level=0).cumcount().to_numpy()
    months = first.loc[place].to_numpy() + since
    ids = bound["customer_id"].loc[place].to_numpy()
    return pd.DataFrame({"customer_id": ids, "month": pd.PeriodIndex(months, freq="M").to_timestamp()})


def with_year_before(customers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return customers with who was there a year ago, as far as the files tell.

    Without contracts it takes two whole years: of a part of the year before only some buyers are known.
    """
    if study.has_contracts:
        year_ago = pd.Timestamp(months_before(study.as_of, MONTHS))
        started = customers["contract_start_day"] <= year_ago
        return customers.assign(was_bound_12m_ago=started & ~(customers["contract_end_day"] <= year_ago))
    if study.history_months < MINIMUM_HISTORY_MONTHS:
        return customers.assign(purchase_days_prior_12m=np.nan)
    return customers
