"""Does the page say what customers gain and give, and who grows with us?"""

from __future__ import annotations

from dashboard.usecases import assessed
from data import assessments
from data.viewer import OWNER
from tests.dashboard.front_door import opened, said

PAGE = "value_to_customers"


def test_the_caption_counts_who_grows(demo):
    people = assessed.customers(OWNER, demo, assessments.assessments(OWNER, demo)[0].assessment_id)
    known = people[people["development_index"].notna()]
    growing = int((known["amount_12m"] > known["amount_prior_12m"]).sum())
    assert f"{growing} of the {len(known)} customers" in said(opened(PAGE))


def test_as_many_are_listed_as_buy_from_more_categories(demo):
    people = assessed.customers(OWNER, demo, assessments.assessments(OWNER, demo)[0].assessment_id)
    wider = int((people["breadth"] == "wider").sum())
    assert wider >= 5
    assert said(opened("customers", breadth="wider")).startswith(f"{wider} customers, ")


def test_it_opens_in_chinese_with_every_text(demo):
    assert "value_to_customers." not in said(opened(PAGE, lang="zh"))


def test_values_and_costs_stand_beside_each_other(demo):
    headings = [heading.value for heading in opened(PAGE).subheader]
    assert headings == [
        "What they gain",
        "What it costs them",
        "Who gains how much",
        "What we are worth to them, and they to us",
        "Growing customers",
        "Who grows with us",
        "From how many categories they buy",
        "Measured benefits and their own business",
    ]
