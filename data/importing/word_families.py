"""Which words are usual for answers, each set from its worst step to its best one?"""

from __future__ import annotations

from typing import Final

Family = tuple[frozenset[str], ...]
"""Steps from the worst to the best one; each may be said in several ways, in either language."""

FAMILIES: Final[tuple[Family, ...]] = tuple(
    tuple(frozenset(step.split("|")) for step in family)
    for family in (
        (
            "dissatisfied|unsatisfied|not satisfied|unhappy|neutral or dissatisfied|不满意|一般或不满意",
            "satisfied|happy|满意",
        ),
        ("dissatisfied|unsatisfied|unhappy|不满意", "neutral|neither|一般|中立", "satisfied|happy|满意"),
        (
            "very dissatisfied|非常不满意|很不满意",
            "dissatisfied|somewhat dissatisfied|不满意|不太满意|较不满意",
            "satisfied|somewhat satisfied|满意|比较满意|较满意|基本满意",
            "very satisfied|非常满意|很满意",
        ),
        (
            "very dissatisfied|extremely dissatisfied|very unsatisfied|very unhappy|非常不满意|很不满意",
            "dissatisfied|somewhat dissatisfied|unsatisfied|unhappy|不满意|不太满意|较不满意|比较不满意",
            "neutral|neither satisfied nor dissatisfied|neither|一般|中立",
            "satisfied|somewhat satisfied|happy|满意|比较满意|较满意|基本满意",
            "very satisfied|extremely satisfied|very happy|非常满意|很满意",
        ),
        (
            "very dissatisfied|非常不满意|很不满意",
            "dissatisfied|不满意",
            "somewhat dissatisfied|slightly dissatisfied|不太满意|较不满意|比较不满意|有点不满意",
            "neutral|neither satisfied nor dissatisfied|neither|一般|中立",
            "somewhat satisfied|slightly satisfied|比较满意|较满意|基本满意|有点满意",
            "satisfied|满意",
            "very satisfied|非常满意|很满意",
        ),
        (
            "extremely dissatisfied|completely dissatisfied|极不满意|极其不满意|完全不满意",
            "very dissatisfied|moderately dissatisfied|mostly dissatisfied|非常不满意|很不满意",
            "slightly dissatisfied|somewhat dissatisfied|dissatisfied|不太满意|较不满意|比较不满意|不满意",
            "neutral|neither satisfied nor dissatisfied|neither|一般|中立",
            "slightly satisfied|somewhat satisfied|satisfied|比较满意|较满意|基本满意|满意",
            "very satisfied|moderately satisfied|mostly satisfied|非常满意|很满意",
            "extremely satisfied|completely satisfied|极满意|极其满意|完全满意",
        ),
        ("disagree|不同意", "neutral|undecided|一般|中立", "agree|同意"),
        (
            "strongly disagree|非常不同意|完全不同意|很不同意",
            "disagree|somewhat disagree|不同意|不太同意",
            "agree|somewhat agree|同意|比较同意",
            "strongly agree|非常同意|完全同意|很同意",
        ),
        (
            "strongly disagree|completely disagree|非常不同意|完全不同意|很不同意",
            "disagree|somewhat disagree|不同意|不太同意|比较不同意",
            "neutral|neither agree nor disagree|undecided|neither|一般|中立|不确定",
            "agree|somewhat agree|同意|比较同意",
            "strongly agree|completely agree|非常同意|完全同意|很同意",
        ),
        (
            "strongly disagree|completely disagree|非常不同意|完全不同意|很不同意",
            "disagree|不同意",
            "somewhat disagree|slightly disagree|不太同意|比较不同意|有点不同意",
            "neutral|neither agree nor disagree|undecided|neither|一般|中立|不确定",
            "somewhat agree|slightly agree|比较同意|有点同意",
            "agree|同意",
            "strongly agree|completely agree|非常同意|完全同意|很同意",
        ),
        ("poor|bad|差", "average|fair|ok|okay|一般|中", "good|好"),
        ("poor|差", "fair|一般", "good|好", "excellent|优秀|很好"),
        (
            "very poor|very bad|terrible|很差|非常差",
            "poor|bad|差",
            "average|fair|ok|okay|neutral|一般",
            "good|好",
            "very good|excellent|很好|非常好",
        ),
        ("poor|差", "fair|一般", "good|较好", "very good|很好", "excellent|优秀"),
        (
            "very unlikely|extremely unlikely|非常不可能",
            "unlikely|somewhat unlikely|不太可能|不可能",
            "neutral|neither likely nor unlikely|一般|不确定",
            "likely|somewhat likely|可能|比较可能",
            "very likely|extremely likely|非常可能",
        ),
        (
            "definitely not|肯定不会|一定不会",
            "probably not|可能不会|大概不会",
            "not sure|unsure|might or might not|不确定|说不准",
            "probably|probably yes|可能会|大概会",
            "definitely|definitely yes|肯定会|一定会",
        ),
        ("difficult|hard|困难", "neutral|neither|neither easy nor difficult|一般", "easy|容易"),
        (
            "very difficult|very hard|extremely difficult|非常困难|很困难",
            "difficult|hard|somewhat difficult|困难|比较困难|较困难",
            "neutral|neither|neither easy nor difficult|一般",
            "easy|somewhat easy|容易|比较容易|较容易",
            "very easy|extremely easy|非常容易|很容易",
        ),
        (
            "never|从不|从来不",
            "rarely|seldom|很少",
            "sometimes|occasionally|有时|偶尔",
            "often|usually|经常|常常",
            "always|总是|一直",
        ),
    )
)
