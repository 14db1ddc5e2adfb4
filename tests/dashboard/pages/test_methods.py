"""Is every formula on the page, found by a search, and reached from a figure?"""

from __future__ import annotations

from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from data import assessments
from data.viewer import OWNER
from data.workspaces import create_workspace
from engine.methods import FORMULAS
from tests.dashboard.front_door import opened, said

text = Texts("en")


def test_every_formula_is_there(demo):
    app = opened("methods")
    titles = [plain(text(f"methods.{name}.title")) for name in FORMULAS]
    assert [expander.label for expander in app.expander] == titles
    assert not app.latex
    for name in ("growth_rate", "nps"):
        app.session_state[f"method_{name}"] = True
    app.run()
    shown = [FORMULAS[name].latex for name in FORMULAS if name in ("growth_rate", "nps")]
    assert [latex.value for latex in app.latex] == [f"$$\n{latex}\n$$" for latex in shown]


def test_a_figure_leads_to_its_formula(demo):
    app = opened("methods", method="growth_rate")
    assert app.subheader[0].value == "Growth rate"
    assert FORMULAS["growth_rate"].latex in app.latex[0].value


def test_a_search_narrows_the_formulas_and_stays_out_of_the_address(demo):
    app = opened("methods", method="growth_rate")
    app.text_input(key="methods_search").set_value("Wilson").run()
    assert {expander.label for expander in app.expander} >= {"Retention rate", "Repeat purchase rate"}
    assert len(app.expander) < len(FORMULAS)
    assert "Wilson" not in str(app.query_params)
    app.text_input(key="methods_search").set_value("qwertz").run()
    assert not app.expander
    assert "No method fits" in said(app)


def test_the_cards_say_what_the_methods_had(demo):
    app = opened("methods")
    assert "What the methods had to work with" in said(app)
    assert said(app).count(":material/check_circle:") >= 5


def test_every_fitted_model_has_its_card_in_full(demo):
    words = said(opened("methods", tab="models"))
    known = assessments.header(OWNER, demo, assessments.assessments(OWNER, demo)[0].assessment_id)
    assert len(known.models) >= 2
    assert all(text(f"models.{one['name']}.title") in words for one in known.models)
    assert "What it must not be used for" in words


def test_formulas_are_there_before_any_data(holdfast_home):
    linde = create_workspace(OWNER, "Linde")
    app = opened("methods", w=linde.slug)
    assert len(app.expander) == len(FORMULAS)
    assert "What the methods had to work with" not in said(app)
