"""What the telephone company's files show agrees with what is true, within what chance allows."""

import numpy as np
import pandas as pd

from data.sample.telephone_company import TelephoneCompany, telephone_company
from data.sample.world import FACTORS


def chances(company: TelephoneCompany) -> pd.DataFrame:
    """One row a month at risk, with whether the customer left at its end."""
    exits = company.exits.set_index("Customer no.")["Exit date"].dt.to_period("M")
    months = company.truth.months
    gone = exits.reindex(months["customer_id"]).to_numpy() == months["month"].dt.to_period("M").to_numpy()
    return months.assign(gone=gone)


def assert_as_expected(expected: pd.Series, observed: pd.Series, groups: pd.Series) -> None:
    """Leavers of every group are within four standard errors of the sum of their chances."""
    frame = pd.DataFrame({"expected": expected, "observed": observed, "spread": expected * (1.0 - expected)})
    sums = frame.groupby(groups).sum()
    assert ((sums["observed"] - sums["expected"]).abs() < 4.0 * np.sqrt(sums["spread"]) + 1e-9).all(), sums


def test_leavers_of_every_month_are_as_many_as_the_hazards_say(company: TelephoneCompany) -> None:
    months = chances(company)
    assert int(months["gone"].sum()) == len(company.exits)
    assert_as_expected(months["leaving_probability"], months["gone"], months["month"])
    yearly = 1.0 - (1.0 - months["leaving_probability"].mean()) ** 12
    assert 0.15 < yearly < 0.22


def test_leavers_follow_their_own_hazards_in_every_tenth_of_them(company: TelephoneCompany) -> None:
    months = chances(company)
    tenth = pd.qcut(months["leaving_probability"].rank(method="first"), 10, labels=False)
    assert_as_expected(months["leaving_probability"], months["gone"], tenth)
    sums = months.groupby(tenth)["gone"].mean()
    assert sums.iloc[-1] > 10.0 * sums.iloc[0]


def test_hazards_by_factor_add_up_to_the_chance_of_leaving(company: TelephoneCompany) -> None:
    months = company.truth.months
    parts = months[[f"leaving_probability_{factor}" for factor in FACTORS]]
    np.testing.assert_allclose(parts.sum(axis=1), months["leaving_probability"], rtol=1e-9)
    assert (parts >= 0).all().all()


def test_main_causes_come_in_the_proportions_of_the_hazards(company: TelephoneCompany) -> None:
    months, exits = company.truth.months, company.truth.exits
    left = exits[exits["left"]]
    observed = left["cause_1"].value_counts()
    for factor in FACTORS:
        expected = months[f"leaving_probability_{factor}"].sum()
        assert abs(observed.get(factor, 0) - expected) < 4.0 * np.sqrt(expected), factor


def test_recorded_reasons_are_the_true_ones_in_the_true_proportions(company: TelephoneCompany) -> None:
    noted = company.exits[company.exits["Reasons"] != ""].set_index("Customer no.")["Reasons"]
    truth = company.truth.exits.set_index("customer_id")
    columns = ["cause_1", "cause_2", "cause_3"]
    true = truth.loc[noted.index, columns].apply(lambda row: "; ".join(row.dropna()), axis=1)
    passive = truth.loc[noted.index, "is_passive"]
    assert (noted[~passive] == true[~passive]).all()
    assert (noted[passive] == "involuntary").all()
    asked = noted[~passive].str.split("; ").str[0].value_counts(normalize=True)
    every = truth.loc[truth["left"] & ~truth["is_passive"], "cause_1"].value_counts(normalize=True)
    error = np.sqrt(every * (1.0 - every) / (~passive).sum())
    assert ((asked.reindex(every.index).fillna(0.0) - every).abs() < 4.0 * error).all()


def test_number_of_causes_follows_the_reference_counts(company: TelephoneCompany) -> None:
    """211 of 448 incidents had one cause, 168 two, 69 three (Keaveney)."""
    left = company.truth.exits[company.truth.exits["left"]]
    causes = left[["cause_1", "cause_2", "cause_3"]].notna().sum(axis=1)
    shares = causes.value_counts(normalize=True)
    for number, incidents in {1: 211, 2: 168, 3: 69}.items():
        share = incidents / 448
        # Who had a single reason to name can't name three.
        assert abs(shares[number] - share) < 4.0 * np.sqrt(share * (1.0 - share) / len(left)) + 0.02


def trials(company: TelephoneCompany) -> pd.DataFrame:
    """The offers and hold-outs whose six months are over: what the file shows, and the true effect."""
    noted = company.rescues.reset_index(drop=True)
    truth = company.truth.rescues.reset_index(drop=True)
    assert (noted["Customer no."] == truth["customer_id"]).all()
    assert (noted["Offer date"] == truth["day"]).all()
    frame = truth.assign(gone=noted["Outcome"] == "left", control=noted["Control group"] == "yes")
    return frame[noted["Offer date"] <= "2026-05-01"]


def kept(frame: pd.DataFrame) -> tuple[float, float]:
    """Share of leavers in the control group less that among those asked, and its standard error."""
    alone, asked = frame.loc[frame["control"], "gone"], frame.loc[~frame["control"], "gone"]
    error = np.sqrt(alone.var() / len(alone) + asked.var() / len(asked))
    return float(alone.mean() - asked.mean()), float(error)


def test_difference_to_the_control_group_recovers_the_true_mean_effect(company: TelephoneCompany) -> None:
    frame = trials(company)
    difference, error = kept(frame)
    assert abs(difference - frame["effect"].mean()) < 1.96 * error
    for measure, own in frame.groupby("measure"):
        difference, error = kept(own)
        assert abs(difference - own["effect"].mean()) < 3.0 * error, measure


def test_over_several_companies_the_effect_is_recovered_and_sleeping_dogs_are_driven_off() -> None:
    every = []
    for seed in range(300, 306):
        company = telephone_company(seed)
        dogs = company.truth.customers.set_index("customer_id")["is_sleeping_dog"]
        frame = trials(company)
        every.append(frame.assign(dog=dogs.reindex(frame["customer_id"]).to_numpy()))
    frame = pd.concat(every, ignore_index=True)
    difference, error = kept(frame)
    assert abs(difference - frame["effect"].mean()) < 1.96 * error
    assert difference > 1.96 * error
    for is_dog, own in frame.groupby("dog"):
        difference, error = kept(own)
        assert abs(difference - own["effect"].mean()) < 2.5 * error, is_dog
    assert frame.loc[frame["dog"], "effect"].mean() < 0.0 < frame.loc[~frame["dog"], "effect"].mean()


def test_control_group_was_drawn_by_lot(company: TelephoneCompany) -> None:
    """What an offer would have done for who was left alone is what it did for the others."""
    frame = trials(company)
    for column in ("effect", "would_accept"):
        values = frame[column].astype(float)
        means = values.groupby(frame["control"]).mean()
        assert abs(means[True] - means[False]) < 4.0 * values.std() / np.sqrt(frame["control"].sum())
    shares = (frame["effect"] < 0).mean()
    assert 0.10 < shares < 0.45


def test_bound_customers_leave_less_and_most_go_when_the_term_ends(company: TelephoneCompany) -> None:
    months = chances(company)
    to_end = months["months_to_term_end"]
    rates = (
        months["gone"].groupby(pd.cut(to_end, [-200, -2, 1, 200], labels=["free", "ending", "bound"])).mean()
    )
    assert rates["bound"] < 0.5 * rates["free"]
    assert rates["ending"] > 1.3 * rates["free"]


def test_rivals_and_bad_tariffs_drive_customers_off(company: TelephoneCompany) -> None:
    months = chances(company)
    free = months[months["months_to_term_end"] <= 0]
    by_rival = free.groupby("rival_offer")["gone"].mean()
    assert by_rival[True] > 1.4 * by_rival[False]
    by_fit = free.groupby(free["misfit"] > 0.5)["gone"].mean()
    assert by_fit[True] > 1.1 * by_fit[False]


def test_unpaid_bills_end_contracts_that_nobody_wanted_to_leave(company: TelephoneCompany) -> None:
    exits = company.truth.exits
    share = exits.loc[exits["left"], "is_passive"].mean()
    assert 0.03 < share < 0.12
    assert set(exits.loc[exits["is_passive"], "cause_1"]) == {"involuntary"}


def test_long_wait_for_an_answer_makes_leaving_likelier_later(company: TelephoneCompany) -> None:
    failures = company.truth.failures
    told = failures[failures["wait_days"].notna() & (failures["day"] < "2026-06-01")]
    exits = company.exits.set_index("Customer no.")["Exit date"].reindex(told["customer_id"])
    days = (exits.to_numpy() - told["day"].to_numpy()) / np.timedelta64(1, "D")
    soon = pd.Series((days >= 0) & (days < 150), index=told.index)
    shares = soon.groupby(pd.cut(told["wait_days"], [0, 3, 8, 200], labels=["prompt", "slow", "late"])).mean()
    assert shares["late"] > 1.5 * shares["prompt"]
    assert (told.loc[told["wait_days"] <= 3, "added_intensity_by_waiting"] == 0).all()
    assert (told.loc[told["wait_days"] > 3.1, "added_intensity_by_waiting"] > 0).all()


def test_few_of_the_dissatisfied_complain_and_the_others_leave_in_silence(company: TelephoneCompany) -> None:
    months = company.truth.months
    year = months[months["month"] >= "2025-11-01"]
    dissatisfied = year.groupby("customer_id")["is_dissatisfied"].any()
    said = company.complaints.loc[company.complaints["Opened at"] >= "2025-11-01", "Customer no."]
    complained = dissatisfied.index.isin(set(said))
    assert 0.12 < dissatisfied.mean() < 0.40
    assert 0.03 < complained[dissatisfied].mean() < 0.15
    left = set(company.exits.loc[company.exits["Exit date"] >= "2025-11-01", "Customer no."])
    gone = dissatisfied.index.isin(left)
    assert gone[dissatisfied & ~complained].mean() > 1.3 * gone[~dissatisfied].mean()


def test_complaints_take_as_long_as_the_customers_truly_waited(company: TelephoneCompany) -> None:
    events, complaints = company.complaint_events, company.complaints.set_index("Complaint no.")
    resolved = events[events["Activity"] == "resolved"].groupby("Complaint no.")["Event time"].min()
    days = (resolved - complaints["Opened at"].reindex(resolved.index)).dt.total_seconds() / 86400.0
    truth = company.truth.failures[company.truth.failures["complained"]]
    waits = np.sort(truth["wait_days"].to_numpy())
    # Those still open on the last day, and those who speak up later, are missing.
    assert 0 <= len(waits) - len(days) < 15
    assert abs(days.median() - np.median(waits)) < 0.15
    medians = days.groupby(complaints["Priority"].reindex(days.index)).median()
    assert medians["high"] < medians["medium"] < medians["low"]


def test_waits_are_longer_while_the_hotline_is_short_of_staff(company: TelephoneCompany) -> None:
    told = company.truth.failures.dropna(subset=["wait_days"])
    short = told["day"].between("2025-06-01", "2025-10-31")
    assert told.loc[short, "wait_days"].median() > 1.8 * told.loc[~short, "wait_days"].median()


def test_answers_follow_the_true_satisfaction(company: TelephoneCompany) -> None:
    answers = company.answers.set_index("Questionnaire no.")
    truth = company.truth.answers
    numbers = [f"Q{number:05d}" for number in range(1, len(truth) + 1)]
    felt = pd.Series(truth["true_satisfaction"].to_numpy(), index=numbers)
    named = answers["Customer no."].groupby(level=0).first().reindex(numbers)
    assert ((named == "") | (named.to_numpy() == truth["customer_id"].to_numpy())).all()
    overall = answers.loc[answers["Measures"] == "satisfaction", "Score"].dropna()
    assert np.corrcoef(overall, felt.reindex(overall.index))[0, 1] > 0.6
    recommends = answers.loc[answers["Measures"] == "recommendation", "Score"].dropna()
    assert np.corrcoef(recommends, felt.reindex(recommends.index))[0, 1] > 0.6
