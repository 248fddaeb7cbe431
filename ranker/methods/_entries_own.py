"""What the catalogue says of the methods in `ranker.methods.own`."""

from __future__ import annotations

from ranker.methods.method import Method, Parameter

_INFINITE = float("inf")
_OURS = "Ours: no paper gives one."
_PENALTY = Parameter(
    "penalty",
    -1.0,
    "What imbalance does to the score: -1 takes it off, 1 adds it, 0 leaves the mean alone.",
    "Mazziotta & Pareto (2016), for a phenomenon of which more is good.",
    low=-1.0,
)
_THRESHOLDS = tuple(
    Parameter(name, default, meaning, _OURS, high=_INFINITE, per_criterion=True)
    for name, default, meaning in (
        ("q", 0.05, "Largest difference that does not count, a share of the criterion's range."),
        ("p", 0.1, "Difference from which a preference is full, a share of that range."),
        ("v", 0.5, "Disadvantage that forbids outranking, a share of that range; above 1, none."),
    )
)
_DISCRIMINATION = (
    Parameter(
        "alpha",
        0.3,
        "Difference at which two credibilities are told apart, near a credibility of 0.",
        "Roy (1978).",
    ),
    Parameter(
        "beta", 0.15, "By how much that difference is less near a credibility of 1.", "Roy (1978)."
    ),
)
_IDEAL = tuple(
    Parameter(
        name,
        1.0,
        f"{which} ideal utility, as a share of the range; 1 is its best end.",
        "Cables et al. (2016), for a criterion of which more is always better.",
        per_criterion=True,
    )
    for name, which in (("ideal_low", "Lowest"), ("ideal_high", "Highest"))
)
_VALUE = (
    Parameter(
        "reference",
        0.5,
        "What is neither gain nor loss, as a share of the criterion's range; 0 is its worst end.",
        _OURS,
        per_criterion=True,
    ),
    Parameter(
        "lambda_value",
        2.25,
        "How many times as much a loss counts as a gain.",
        "Shyur et al. (2015), after Tversky and Kahneman (1992).",
        high=_INFINITE,
        is_open=True,
        symbol="lambda",
    ),
    Parameter(
        "alpha_value",
        0.88,
        "The power that gains and losses are raised to: below 1, the next one counts less.",
        "Shyur et al. (2015), after Tversky and Kahneman (1992).",
        high=_INFINITE,
        is_open=True,
        symbol="alpha",
    ),
)

OWN_ENTRIES: tuple[Method, ...] = (
    Method(
        name="geometric-mean",
        title="Weighted geometric mean",
        formula="Raise each utility to the power of its weight and multiply.",
        assumes="Utilities are above 0, and a gain of a tenth is worth the same wherever it "
        "starts: a weakness costs more than the same strength brings in. On utilities it repeats "
        "the weighted product: neither is a second opinion on the other. Raw data are first "
        "stretched so that the worst has 1 and the best 100.",
        paper="OECD/JRC (2008). Handbook on Constructing Composite Indicators: Methodology and "
        "User Guide. OECD Publishing, Paris.",
        doi="10.1787/9789264043466-en",
    ),
    Method(
        name="harmonic-mean",
        title="Weighted harmonic mean",
        formula="Divide each weight by its utility and add up; the score is 1 divided by that sum.",
        assumes="Utilities are above 0. It punishes a weakness harder than the geometric mean: a "
        "utility near 1 decides alone. Raw data are first stretched so that the worst has 1 and "
        "the best 100.",
        paper="Hardy, G. H., Littlewood, J. E., & Polya, G. (1934). Inequalities. Cambridge "
        "University Press. A book without a DOI.",
        doi="",
    ),
    Method(
        name="mazziotta-pareto",
        title="Mazziotta-Pareto (adjusted)",
        formula="Bring utilities to a scale from 70 to 130 and take their weighted mean, less a "
        "penalty for imbalance: their variance divided by that mean.",
        assumes="An uneven profile is worth less than an even one with the same mean. The penalty "
        "can grow faster than the mean, so that with one very strong criterion among many weak "
        "ones a better alternative comes out lower; such an order is refused. penalty = -1 takes "
        "the imbalance off, as for a good; 1 adds it, as for an ill such as poverty.",
        paper="Mazziotta, M., & Pareto, A. (2016). On a Generalized Non-compensatory Composite "
        "Index for Measuring Socio-economic Phenomena. Social Indicators Research, 127(3), "
        "983-1003.",
        doi="10.1007/s11205-015-0998-2",
        monotone=False,
        parameters=(_PENALTY,),
    ),
    Method(
        name="copeland",
        title="Copeland",
        formula="Compare every pair: the one that is better on criteria of more weight wins. The "
        "score is the number of pairs won less the number lost.",
        assumes="Being ahead counts, not by how much, neither on a criterion nor in a pair. Many "
        "ties are normal, and one more alternative can turn the order of others.",
        paper="Copeland, A. H. (1951). A reasonable social welfare function. Seminar on "
        "Mathematics in Social Sciences, University of Michigan; as in Saari, D. G., & Merlin, "
        "V. R. (1996). The Copeland method I: Relationships and the dictionary. Economic Theory, "
        "8(1), 51-76.",
        doi="10.1007/BF01212012",
    ),
    Method(
        name="borda",
        title="Borda",
        formula="On each criterion an alternative has a point for each one that it beats and half "
        "a point for each draw; points are weighted and added up.",
        assumes="A rank gained is worth the same anywhere, whatever the gap. It always repeats the "
        "order of PROMETHEE II with the usual preference function: neither is a second opinion on "
        "the other. One more alternative can turn the order of others.",
        paper="Borda, J.-C. de (1781). Memoire sur les elections au scrutin. Histoire de "
        "l'Academie Royale des Sciences; as in de Grazia, A. (1953). Mathematical Derivation of "
        "an Election System. Isis, 44(1/2), 42-51.",
        doi="10.1086/348187",
    ),
    Method(
        name="electre-3",
        title="ELECTRE III",
        formula="For every pair, weigh up how credible it is that one is at least as good as the "
        "other: the weight that agrees, reduced where a criterion objects. Ranks are distilled "
        "from the top and from the bottom; the score is their mean, and 1 is best.",
        assumes="A small difference is none and a large disadvantage forbids. Where the two "
        "rankings contradict each other on a pair it is incomparable, which the mean hides: read "
        "small differences of score as no order. The default thresholds are ours (q, p and v as "
        "5, 10 and 50 percent of a criterion's range), no paper gives any. A criterion that tells "
        "nobody apart is left out.",
        paper="Roy, B. (1978). ELECTRE III: un algorithme de classements fonde sur une "
        "representation floue des preferences en presence de criteres multiples. Cahiers du CERO, "
        "20(1), 3-24; as in Figueira, J. R., Mousseau, V., & Roy, B. (2016). ELECTRE Methods. In "
        "Multiple Criteria Decision Analysis, 155-185. Springer.",
        doi="10.1007/978-1-4939-3094-4_5",
        more_is_better=False,
        parameters=(*_THRESHOLDS, *_DISCRIMINATION),
    ),
    Method(
        name="rim",
        title="RIM",
        formula="Bring each criterion to its nearness to an interval of ideal values, from 0 at "
        "the end of the range to 1 within. The score sets the weighted distance from nothing "
        "against that from the ideal, as TOPSIS does.",
        assumes="The ideal is given, not the best value present, so on a fixed scale one more "
        "alternative turns no order. By default it is the best end of the range; an interval that "
        "ends below it says that more is not always better, and an order that then breaks "
        "dominance is refused.",
        paper="Cables, E., Lamata, M. T., & Verdegay, J. L. (2016). RIM - reference ideal method "
        "in multicriteria decision making. Information Sciences, 337-338, 1-10.",
        doi="10.1016/j.ins.2015.12.011",
        monotone=False,
        parameters=_IDEAL,
    ),
    Method(
        name="ervd",
        title="ERVD",
        formula="Turn each value into a gain or a loss from a reference, a loss counting more; the "
        "score is the weighted distance from the worst divided by that from worst and best "
        "together.",
        assumes="People fear a loss more than they like a gain, with the strength measured by "
        "Tversky and Kahneman. Values are 0 or more. The default reference, the middle of each "
        "criterion's range, is ours: the paper asks for one.",
        paper="Shyur, H.-J., Yin, L., Shih, H.-S., & Cheng, C.-B. (2015). A Multiple Criteria "
        "Decision Making Method Based on Relative Value Distances. Foundations of Computing and "
        "Decision Sciences, 40(4), 299-315.",
        doi="10.1515/fcds-2015-0017",
        parameters=_VALUE,
    ),
)
