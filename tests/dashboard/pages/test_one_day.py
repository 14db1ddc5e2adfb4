"""A table of one day, from the file to the pages: what is said of those still there, and what isn't."""

import shutil

import numpy as np
import pandas as pd
import pytest

from dashboard import cli
from dashboard.usecases import assessed, workspaces
from data import assessments
from data.viewer import OWNER
from tests.dashboard.front_door import address, opened, said
from tests.engine.churn.one_day_company import one_day_rows

SLUG = "table"


def _file(path):
    rows = one_day_rows(390)
    left, rng = rows["left"].to_numpy(), np.random.default_rng(4)
    complained = left.copy()
    complained[0] ^= True
    pleased = np.clip(np.round(rng.normal(3.0 + 0.8 * left, 1.0)), 1, 5).astype(int)
    pd.DataFrame(
        {
            "customerID": rows["customer_id"],
            "tenure": rows["tenure"].round().astype(int),
            "MonthlyCharges": rows["fee"].round(2),
            "Town": rows["town"],
            "Satisfaction Score": pleased,
            "Complain": complained.astype(int),
            "Churn": np.where(left, "Yes", "No"),
        }
    ).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def table_home(tmp_path_factory):
    """Return a home with a company of which one table is known, brought in and assessed."""
    home = tmp_path_factory.mktemp("table-home")
    path = _file(tmp_path_factory.mktemp("files") / "table.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_HOME", str(home))
        assert cli.main(["create", "Table", "--currency", "EUR"]) == 0
        day = ["--answer", "snapshot_date=2024-01-31"]
        assert cli.main(["import", "wide", str(path), "--workspace", "Table", *day]) == 0
        assert cli.main(["assess", "--workspace", "Table", "--as-of", "2024-01-31"]) == 0
    return home


@pytest.fixture
def people(table_home, holdfast_home):
    """Put a copy of that company into the test's own home and return its customers."""
    shutil.copytree(table_home, holdfast_home, ignore=shutil.ignore_patterns("*-shm"))
    made = assessments.assessments(OWNER, SLUG)[0]
    return assessed.customers(OWNER, SLUG, made.assessment_id)


def test_the_page_ranks_and_says_that_it_knows_no_time(people):
    app = opened("early_warning")
    words, leaning = said(app), (people["churn_state"] == "leaning").sum()
    there = people["churn_probability"].count()
    assert f"{leaning} of {there} customers still there are much like those who left; they pay €" in words
    assert "It says who had left by then, not when." in words
    assert "Columns that know too much were found and kept out\\: Complain." in words
    listed = app.dataframe[0].value
    assert list(listed.columns) == ["Name", "Likeness to leavers", "State", "Customer since"]
    most = people.nlargest(1, "churn_probability").iloc[0]
    assert most["customer_id"] in listed["Name"].iloc[0]


def test_a_band_in_the_address_narrows_the_list(people):
    app = opened("early_warning", chance="p60")
    known = people["churn_probability"] >= 0.6
    assert f"1–{known.sum()} of {known.sum()}" in said(app)
    app.button("one_day_clear").click().run()
    assert "chance" not in address(app)


def test_what_looks_paradoxical_is_shown(people):
    app = opened("early_warning", tab="traits")
    assert "the higher Satisfaction Score, the more had left. It is shown, not explained away." in said(app)
    table = app.dataframe[0].value
    scores = table[table["Column"] == "Satisfaction Score"]
    shares = scores["Share that had left"].str.extract(r"(\d+)%")[0].astype(int)
    assert shares.is_monotonic_increasing
    assert len(shares) >= 3


def test_the_model_gives_its_account_and_a_column_can_be_trusted(people):
    app = opened("early_warning", tab="model")
    words = said(app)
    assert "390 customers" in words
    assert "texts too rare to count alone" in words
    assert "**Complain** is the outcome under another name" in words
    assert "saying when somebody leaves" in words
    guard = next(box for box in app.selectbox if box.label == "What to do with Complain")
    guard.select("trust").run()
    assert not app.exception
    assert list(workspaces.rules(OWNER, SLUG).trusted_columns) == ["attribute: complain"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("overview", "How alike are those still there?"),
        ("customers", "All 390 customers"),
        ("segments", "This needs transactions"),
        ("prospects", "This needs transactions"),
        ("methods", "All that is known of leaving is a table of"),
    ],
)
def test_other_pages_say_what_they_can(people, page, words):
    assert words in said(opened(page))


def test_a_customer_file_gives_the_likeness_alone(people):
    leaning = people[people["churn_state"] == "leaning"].iloc[0]
    app = opened("customer_file", customer=str(leaning["customer_key"]))
    words = said(app)
    assert f"{leaning['customer_id']}\\: A customer who leans to leaving" in words
    assert "nothing of when, why, or what an offer may cost" in words
    assert "less than an even chance" not in words
    assert [one.label for one in app.metric] == ["Likeness to those who left", "Contract"]


def test_the_page_speaks_chinese(people):
    words = said(opened("early_warning", lang="zh"))
    assert "它说明到那天为止谁已流失，但没有说明何时" in words
    assert "与已流失者十分相似" in words
