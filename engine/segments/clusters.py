"""Into which groups do the customers fall of themselves, if into any?

K-means on robustly scaled traits finds groups; a small tree says them in rules; and what the rules
say *is* the group, so that a person gets the same answer for a new customer. A number of groups
counts only if every group is found again when the customers are drawn anew, is large enough, and
lies further from the others than the cut pieces of one round cloud would. "No groups" is an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.random import default_rng
from numpy.typing import NDArray

from engine.cards import Card, Fact, lacking
from engine.formulas import Formula
from engine.segments.names import cluster_codes
from engine.segments.rules import Rule, groups_by_rules, learned_rules, written_rules
from engine.segments.stability import Stability, resampled_stability
from engine.segments.traits import Scale, trait_frame

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

Labels = NDArray[np.int64]
Floats = NDArray[np.float64]

CLUSTER = Formula(
    name="cluster",
    latex=r"\min_{c_1 \dots c_K} \sum_i \min_k \lVert z_i - c_k \rVert^2, \quad "
    r"z = \frac{g(x) - \tilde g}{(q_{95} - q_{5}) / 3.29}, \quad "
    r"\bar s_K = \frac1n \sum_i \frac{b_i - a_i}{\max(a_i, b_i)}",
    origin="estimated",
)

MINIMUM_CUSTOMERS = 200
MOST_GROUPS = 6
SMALLEST_SHARE = 0.02
LEAST_FIDELITY = 0.85
NEARLY_AS_GOOD = 0.85
DRAWS = 15
_SAMPLE = 2_500
_PICTURE = 1_500
_STARTS = 8
_CLOUDS = 19


@dataclass(frozen=True)
class Trial:
    """What came of asking for ``count`` groups.

    ``quality`` is the mean silhouette of the rules' groups (-1 to 1), ``fidelity`` the share of
    customers for whom the rules agree with k-means, ``smallest`` the smallest group's share.
    """

    count: int
    quality: float
    fidelity: float
    smallest: float
    stability: Stability
    rules: tuple[Rule, ...]

    @property
    def lack(self) -> str:
        """What keeps this number from counting, as a code; empty where it may count.

        ``small``: a group is too small, or no rule gives it; ``unstable``: a group isn't found again;
        ``rules``: the rules say too few customers' groups.
        """
        if self.smallest < SMALLEST_SHARE or len({rule.group for rule in self.rules}) < self.count:
            return "small"
        if not self.stability.is_stable:
            return "unstable"
        return "rules" if self.fidelity < LEAST_FIDELITY else ""


@dataclass(frozen=True)
class Clusters:
    """The grouping chosen, or none: ``chosen`` is ``None`` where no number of groups held.

    ``codes`` name the groups by what sets them apart, in the order of their numbers.
    """

    chosen: Trial | None
    codes: tuple[str, ...]
    trials: tuple[Trial, ...]
    customers: int

    @property
    def verdicts(self) -> dict[int, str]:
        """Why each number of groups was chosen or wasn't, as a code.

        ``chosen``; a lack of the trial itself; ``one_cloud``: no more than pieces of one; ``coarser``:
        holds as well and tells less; ``closer``: its groups lie closer together than need be.
        """
        found = {one.count: one.lack for one in self.trials}
        order = [one.count for one in _best_first(self.trials)]
        place = order.index(self.chosen.count) if self.chosen else len(order)
        found |= dict.fromkeys(order[:place], "one_cloud")
        found |= {count: "coarser" if count < order[place] else "closer" for count in order[place:]}
        return found | dict.fromkeys(order[place : place + 1], "chosen")

    def of(self, customers: pd.DataFrame) -> pd.Series[str]:
        """Return each customer's group code by the rules, also for customers never seen; null without."""
        found = pd.Series([None] * len(customers), index=customers.index, dtype=object)
        if self.chosen is not None:
            numbers = groups_by_rules(trait_frame(customers), self.chosen.rules)
            known = numbers >= 0
            found[known] = np.asarray(self.codes, dtype=object)[numbers[known]]
        return found


def find_clusters(customers: pd.DataFrame, seed: int = 1) -> Clusters:
    """Return the groups of an assessment's customers (rows ordered alike give the same groups).

    Of the numbers of groups that hold, the largest whose silhouette is at least 85 % of the
    best is chosen: as much detail as the data bear. Large companies are looked at through a drawn
    sample of 2,500; the rules then answer for everybody.
    """
    # The limit counts only for what is loaded already.
    import sklearn.cluster
    import sklearn.metrics
    import sklearn.tree  # noqa: F401
    from threadpoolctl import threadpool_limits

    traits = trait_frame(customers)
    traits = traits[traits.notna().all(axis=1)]
    if len(traits) < MINIMUM_CUSTOMERS:
        return Clusters(None, (), (), len(traits))
    rng = default_rng(seed)
    rows = rng.choice(len(traits), min(_SAMPLE, len(traits)), replace=False)
    with threadpool_limits(1):  # more threads change the last digits, and cost more than they bring
        search = _Search.of(traits, rows, seed)
        trials = tuple(search.trial(count, rng) for count in range(2, MOST_GROUPS + 1))
        chosen = next((one for one in _best_first(trials) if search.beats_one_cloud(one.count, rng)), None)
    if chosen is None:
        return Clusters(None, (), trials, len(traits))
    codes = cluster_codes(search.scaled, groups_by_rules(traits, chosen.rules), search.scale.names)
    return Clusters(chosen, codes, trials, len(traits))


def assessment_columns(customers: pd.DataFrame, seed: int = 1) -> tuple[pd.DataFrame, Card]:
    """Return the column ``cluster`` (text code or null) indexed like ``customers``, and the card.

    ``customers`` needs ``current_value``, ``purchase_days``, ``purchase_days_12m``,
    ``monetary_value``, ``days_since_last_purchase``, ``age_weeks``, ``amount_total`` and
    ``refund_amount_total`` of an assessment. The card keeps the rules as text
    (``engine.segments.rules.read_rules``) and each group's stability.
    """
    found = find_clusters(customers, seed)
    return pd.DataFrame({"cluster": found.of(customers)}), clusters_card(found)


def clusters_card(found: Clusters) -> Card:
    """Return what the grouping says of itself: how many groups, how stable, how well the rules say them."""
    if not found.trials:
        return lacking("clusters", "customers", found.customers, MINIMUM_CUSTOMERS)
    tried = max(float(one.stability.jaccard.min()) for one in found.trials)
    if found.chosen is None:
        return Card(
            "clusters",
            "ok",
            {
                "variant": "none",
                "customers": found.customers,
                "stability_share": tried,
                **_trial_facts(found),
            },
        )
    chosen = found.chosen
    facts: dict[str, Fact] = {
        "variant": "found",
        "count": chosen.count,
        "customers": found.customers,
        "stability_share": float(chosen.stability.jaccard.min()),
        "fidelity_share": chosen.fidelity,
        "quality": round(chosen.quality, 2),
        "rules": written_rules(chosen.rules, found.codes),
    }
    stable = {
        f"stability_{code}": float(one)
        for code, one in zip(found.codes, chosen.stability.jaccard, strict=True)
    }
    return Card("clusters", "ok", {**facts, **stable, **_trial_facts(found)})


def _trial_facts(found: Clusters) -> dict[str, Fact]:
    """Return what came of each number of groups: quality, weakest group, rules, smallest group, verdict."""
    facts: dict[str, Fact] = {}
    for one in found.trials:
        facts |= {
            f"trial_{one.count}_quality": round(one.quality, 3),
            f"trial_{one.count}_stability_share": float(one.stability.jaccard.min()),
            f"trial_{one.count}_fidelity_share": one.fidelity,
            f"trial_{one.count}_smallest_share": one.smallest,
            f"trial_{one.count}_verdict": found.verdicts[one.count],
        }
    return facts


def _best_first(trials: tuple[Trial, ...]) -> Iterator[Trial]:
    """Yield the sound trials: first those nearly as good as the best, the most groups first."""
    sound = [one for one in trials if not one.lack]
    best = max((one.quality for one in sound), default=0.0)
    near = [one for one in sound if one.quality >= NEARLY_AS_GOOD * best]
    rest = [one for one in sound if one not in near]
    yield from sorted(near, key=lambda one: -one.count)
    yield from sorted(rest, key=lambda one: -one.quality)


@dataclass(frozen=True)
class _Search:
    """What every trial looks at: everybody's traits, and the sample that is fitted on."""

    traits: pd.DataFrame
    scaled: Floats
    scale: Scale
    rows: Labels
    seed: int

    @classmethod
    def of(cls, traits: pd.DataFrame, rows: Labels, seed: int) -> _Search:
        scale = Scale.of(traits.iloc[rows])
        named = traits[list(scale.names)]
        return cls(named, scale.scaled(traits), scale, rows, seed)

    def trial(self, count: int, rng: np.random.Generator) -> Trial:
        """Return what comes of ``count`` groups, the best customers' group numbered first."""
        sample, points = self.traits.iloc[self.rows], self.scaled[self.rows]
        means = self._means(points, count)
        found = self._numbered(means.predict(self.scaled), count)
        rules = learned_rules(sample, found[self.rows], self.seed)
        said = groups_by_rules(self.traits, rules)
        shares = np.bincount(said, minlength=count) / len(said)

        def again(drawn: Labels) -> Labels:
            groups = self._means(points[drawn], count).labels_
            return groups_by_rules(sample, learned_rules(sample.iloc[drawn], groups, self.seed))

        return Trial(
            count=count,
            quality=_silhouette(points[:_PICTURE], said[self.rows][:_PICTURE]),
            fidelity=float((said == found).mean()),
            smallest=float(shares.min()),
            stability=resampled_stability(said[self.rows], again, rng, DRAWS),
            rules=rules,
        )

    def beats_one_cloud(self, count: int, rng: np.random.Generator) -> bool:
        """Whether the groups lie further apart than those of any of 19 round clouds: 1 in 20 by chance.

        A cloud is one normal heap with the customers' own means and covariances: it has no groups.
        """
        points = self.scaled[self.rows]
        points = points[rng.choice(len(points), min(_PICTURE, len(points)), replace=False)]
        middle, covariance = points.mean(axis=0), np.cov(points.T).reshape(points.shape[1], -1)
        own = _silhouette(points, self._means(points, count).labels_)
        clouds = (rng.multivariate_normal(middle, covariance, size=len(points)) for _ in range(_CLOUDS))
        return all(_silhouette(cloud, self._means(cloud, count).labels_) < own for cloud in clouds)

    def _means(self, points: Floats, count: int) -> KMeans:
        from sklearn.cluster import KMeans

        return KMeans(count, n_init=_STARTS, random_state=self.seed).fit(points)

    def _numbered(self, groups: Labels, count: int) -> Labels:
        """Return the groups numbered by what their customers are worth on average, the best first."""
        worth = self.traits[self.scale.names[0]].to_numpy(dtype=np.float64)
        each = np.bincount(groups, worth, count) / np.maximum(np.bincount(groups, minlength=count), 1)
        place = np.empty(count, dtype=np.int64)
        place[np.argsort(-each, kind="stable")] = np.arange(count)
        return place[groups]


def _silhouette(points: Floats, groups: Labels) -> float:
    from sklearn.metrics import silhouette_score

    several = len(np.unique(groups)) > 1
    return float(silhouette_score(points, groups)) if several else -1.0
