"""Is nothing told of groups of fewer than five, whose members one could guess?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.group_bars import band_bars, codes_of
from dashboard.presenters.index_groups import index_groups
from dashboard.presenters.loyalty import kind_bars
from dashboard.presenters.nps_points import nps_groups, nps_not_told, nps_points, nps_sum
from dashboard.presenters.satisfaction import feelings
from tests.dashboard.presenters.assessed_customers import grounds


def customers(**counts: int) -> pd.DataFrame:
    """So many customers of each code, worth 10 each, as groups of satisfaction and kinds of loyalty."""
    codes = [code for code, count in counts.items() for _ in range(count)]
    return pd.DataFrame({"satisfaction_group": codes, "loyalty_kind": codes, "current_value": 10.0})


def test_four_customers_stand_with_their_neighbours_so_that_nobody_can_subtract_and_five_alone():
    found = feelings(customers(dissatisfied=4, satisfied=6, delighted=5), grounds()).set_index("code")
    assert found.index.tolist() == ["dissatisfied,satisfied", "delighted"]
    assert found["value"].tolist() == [10.0, 5.0]
    assert found.loc["dissatisfied,satisfied", "word"] == "Dissatisfied or Satisfied"
    assert "€100" in found.loc["dissatisfied,satisfied", "label"]
    assert codes_of(found.index) == ("dissatisfied", "satisfied", "delighted")


def test_where_all_together_are_four_no_number_is_told():
    found = feelings(customers(dissatisfied=1, delighted=3), grounds())
    assert found["value"].tolist() == [0.0]
    assert found["label"].tolist() == ["fewer than 5 customers, not told apart"]
    nobody = feelings(customers(), grounds())
    assert nobody["label"].str.startswith("0 customers").tolist() == [True] * 3


def test_kinds_of_loyalty_and_bands_of_an_index_follow_the_same_rule():
    found = kind_bars(customers(true=12, latent=1, spurious=9), grounds()).set_index("code")
    assert found["value"].to_dict() == {"true": 12.0, "latent,spurious": 10.0, "none": 0.0}
    people = customers(a=20).assign(loyalty_index=[10.0] * 12 + [60.0] * 5 + [90.0] * 3)
    bars = band_bars(people, "loyalty_index", grounds())
    assert dict(zip(bars["code"], bars["value"], strict=True)) == {"i0": 12.0, "i50,i70": 8.0}
    assert band_bars(people, "benefit_index", grounds()).empty


def test_a_tier_of_which_four_answered_has_no_bar():
    figures = pd.DataFrame(
        [
            ("csat", "value_tier", "gold", 0.5, 0.2, 0.8, 4, 30),
            ("csat", "value_tier", "iron", 0.5, 0.2, 0.8, 40, 30),
        ],
        columns=["figure", "by", "group", "value", "low", "high", "n", "needed"],
    )
    bars = index_groups(lambda _: figures, "csat", grounds())
    assert bars["tier"]["code"].tolist() == ["iron"]


def scored(**ticked: int) -> dict[str, pd.DataFrame]:
    """The tables of an assessment that kept each point alone: so many people ticked ``p<point>``."""
    points = pd.DataFrame(
        [(int(name[1:]), count) for name, count in ticked.items()], columns=["score", "count"]
    )
    columns = ["figure", "by", "group", "value", "low", "high", "n", "needed"]
    figures = pd.DataFrame([("nps", "", "", 0.1, 0.0, 0.2, 40, 30)], columns=columns)
    return {"nps_points": points, "satisfaction_figures": figures}


def test_points_of_few_stand_together_in_picture_table_and_address():
    tables = scored(p1=2, p4=4, p5=9, p8=5, p9=20)
    picture = nps_points(tables.get, grounds())
    told = picture[picture["share"] > 0]
    assert told["code"].tolist() == ["1-4", "5", "8", "9"]
    assert told["hover"].tolist()[0] == "15.0% · 6 respondents"
    rows, _, said = nps_sum(tables.get, grounds())
    assert [row.scores for row in rows.index][-3:] == ["5", "1-4", "0"]
    assert said.endswith("make 12.5")


def test_detractors_of_whom_there_are_four_are_told_nowhere():
    tables = scored(p3=4, p8=16, p9=20)
    assert nps_points(tables.get, grounds()).empty
    assert nps_groups(tables.get, grounds()) == {}
    assert nps_not_told(tables.get, grounds()).startswith("Fewer than 5 people stand in one of the three")
