"""What does word of mouth do in the month after?

Disappointed leavers and complainants who got no timely answer tell people; satisfied
complainants tell some too. Of those told a share are customers or could become some, and a
share of these acts on it. As today's talk is already in today's hazards, only the difference counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.formulas import Formula
from engine.simulation.scenario import Talk

WORD_OF_MOUTH = Formula(
    name="simulation_word_of_mouth",
    latex=r"a_{m+1} = s_c\,p_c\left(\frac{B_m}{N_m} - b_m\right), \quad"
    r" \Delta_{m+1} = N_m\,s_p\,p_p\left[\left(\frac{G_m}{N_m} - g_m\right) -"
    r" \left(\frac{B_m}{N_m} - b_m\right)\right]",
    origin="estimated",
)


@dataclass
class Voices:
    """How many people heard bad and good of us in a month."""

    bad: float = 0.0
    good: float = 0.0


@dataclass(frozen=True)
class Echo:
    """What a month's talk does in the next: added hazard of each customer, new customers more or less."""

    hazard: float = 0.0
    new_customers: float = 0.0


def echo(talk: Talk, heard: Voices, today: Voices, active: float) -> Echo:
    """Return what talk does next month; ``today`` is what people hear per active customer already."""
    if not talk.is_on or active <= 0.0:
        return Echo()
    bad, good = heard.bad / active - today.bad, heard.good / active - today.good
    customers = talk.customer_share * talk.swayed_customer_probability
    prospects = talk.prospect_share * talk.swayed_prospect_probability
    return Echo(hazard=customers * bad, new_customers=active * prospects * (good - bad))
