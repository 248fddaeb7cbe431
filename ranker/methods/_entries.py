"""What the catalogue says of each method: formula, assumptions, paper, direction, parameters."""

from __future__ import annotations

from ranker.methods.method import Method, Parameter
from ranker.methods.preference import FUNCTIONS

_INFINITE = float("inf")

_SUM_AND_POWER = Parameter(
    "lambda_value",
    0.5,
    "Share of the sum in the mean of sum and power; the rest is the power's.",
    "Yazdani et al. (2019), who set it to 0.5.",
    symbol="lambda",
)
_SUM_AND_PRODUCT = Parameter(
    "lambda_value",
    0.5,
    "Share of the weighted sum in the score; the rest is the weighted product's.",
    "Zavadskas et al. (2012), whose joint criterion gives both the same share.",
    symbol="l",
)
_GROUP_SHARE = Parameter(
    "v",
    0.5,
    "Share of the average shortfall in the score; the rest is that of the largest single one.",
    "Opricovic & Tzeng (2004): consensus, neither by majority nor by veto.",
)
_DISTANCE_THRESHOLD = Parameter(
    "tau",
    0.02,
    "Difference of straight-line distances from which distances along the axes count too.",
    "Keshavarz Ghorabaee et al. (2016), who suggest 0.01 to 0.05.",
)
_GOMES = "Gomes et al. (2004), as scikit-criteria has it."
_CONCORDANCE = tuple(
    Parameter(name, default, f"Share of weight that must agree for {which} outranking.", _GOMES)
    for name, default, which in (
        ("p0", 0.65, "the strictest"),
        ("p1", 0.5, "a strict"),
        ("p2", 0.35, "a weak"),
    )
)
_DISCORDANCE = tuple(
    Parameter(
        name, default, f"Gap, as a share of the criterion's range, that vetoes {which}.", _GOMES
    )
    for name, default, which in (
        ("q0", 0.65, "a weak outranking"),
        ("q1", 0.35, "a strict outranking"),
    )
)
_NO_DEFAULT = "None: Brans & Vincke (1985) leave it to who decides."
_PREFERENCE = (
    Parameter(
        "function",
        "usual",
        "How preference grows with a difference.",
        "Brans & Vincke (1985), type I, which needs no threshold.",
        words=tuple(FUNCTIONS),
        per_criterion=True,
    ),
    *(
        Parameter(
            name, None, meaning, _NO_DEFAULT, high=_INFINITE, is_open=is_open, per_criterion=True
        )
        for name, meaning, is_open in (
            ("q", "Largest difference that does not count, in the criterion's unit.", False),
            ("p", "Difference from which a preference is full, in the criterion's unit.", False),
            ("s", "Difference at which a Gaussian preference rises fastest, in its unit.", True),
        )
    ),
)

ENTRIES: tuple[Method, ...] = (
    Method(
        name="weighted-sum",
        title="Weighted sum",
        formula="Multiply each criterion score by its weight and add up.",
        assumes="Strength on one criterion makes up for weakness on another, at the rate of "
        "the weights. It misleads where a weakness is disqualifying. Raw data in mixed units "
        "are first stretched so that the worst has 0 and the best has 1.",
        paper="Fishburn, P. C. (1967). Letter to the Editor - Additive Utilities with Incomplete "
        "Product Sets: Application to Priorities and Assignments. Operations Research, 15(3), "
        "537-542.",
        doi="10.1287/opre.15.3.537",
    ),
    Method(
        name="weighted-product",
        title="Weighted product",
        formula="Raise each value to the power of its weight and multiply; a cost counts as 1 "
        "divided by its value.",
        assumes="Ratios matter, not differences, and values are above 0. A single value near 0 "
        "pulls the whole score towards 0.",
        paper="Bridgman, P. W. (1922). Dimensional Analysis. Yale University Press, New Haven. "
        "A book without a DOI.",
        doi="",
    ),
    Method(
        name="topsis",
        title="TOPSIS",
        formula="Measure the straight-line distance to an alternative made of the best values "
        "and to one made of the worst. The score is the second distance divided by both together.",
        assumes="Close to the best and far from the worst are the same virtue. Best and worst "
        "come from the alternatives present, so one more alternative can turn the order of others.",
        paper="Hwang, C.-L., & Yoon, K. (1981). Multiple Attribute Decision Making: Methods and "
        "Applications. Lecture Notes in Economics and Mathematical Systems, 186. Springer.",
        doi="10.1007/978-3-642-48318-9",
    ),
    Method(
        name="vikor",
        title="VIKOR",
        formula="Take the weighted average shortfall from the best values and the largest single "
        "shortfall, stretch both to 0 to 1 and average them. The smallest result is best.",
        assumes="The worst weakness matters as much as the average. The scores have no meaning "
        "beyond this set of alternatives, and the paper's set of compromises is not shown.",
        paper="Opricovic, S., & Tzeng, G.-H. (2004). Compromise solution by MCDM methods: A "
        "comparative analysis of VIKOR and TOPSIS. European Journal of Operational Research, "
        "156(2), 445-455.",
        doi="10.1016/S0377-2217(03)00020-1",
        more_is_better=False,
        parameters=(_GROUP_SHARE,),
    ),
    Method(
        name="aras",
        title="ARAS",
        formula="Turn each value into its share of the criterion's total, weight and add up. The "
        "score is that sum divided by the sum of an alternative made of the best values.",
        assumes="Values are 0 or more and doubling one doubles its worth. A criterion on which "
        "one alternative towers above the rest counts for more than its weight says.",
        paper="Zavadskas, E. K., & Turskis, Z. (2010). A new additive ratio assessment (ARAS) "
        "method in multicriteria decision-making. Technological and Economic Development of "
        "Economy, 16(2), 159-172.",
        doi="10.3846/tede.2010.10",
    ),
    Method(
        name="cocoso",
        title="CoCoSo",
        formula="Stretch each criterion to 0 to 1, then build a weighted sum and a sum of powers. "
        "Three ways of comparing both with the others are joined by their two averages.",
        assumes="Sum and power deserve equal trust. The comparison with the weakest alternative "
        "dominates where that one is very weak; one that is worst on everything scores 0.",
        paper="Yazdani, M., Zarate, P., Zavadskas, E. K., & Turskis, Z. (2019). A combined "
        "compromise solution (CoCoSo) method for multi-criteria decision-making problems. "
        "Management Decision, 57(9), 2501-2519.",
        doi="10.1108/MD-05-2017-0458",
        parameters=(_SUM_AND_POWER,),
    ),
    Method(
        name="codas",
        title="CODAS",
        formula="Measure how far each alternative is from the worst values, in a straight line. "
        "Differences of 0.02 or more also count the distance along the axes; add up over all "
        "pairs.",
        assumes="Values are above 0, and far from the worst means good. The threshold can make a "
        "better alternative lose a pair it should win; such an order is refused.",
        paper="Keshavarz Ghorabaee, M., Zavadskas, E. K., Turskis, Z., & Antucheviciene, J. "
        "(2016). A new combinative distance-based assessment (CODAS) method for multi-criteria "
        "decision-making. Economic Computation and Economic Cybernetics Studies and Research, "
        "50(3), 25-44. A journal without DOIs.",
        doi="",
        monotone=False,
        parameters=(_DISTANCE_THRESHOLD,),
    ),
    Method(
        name="copras",
        title="COPRAS",
        formula="Turn values into shares of the criterion's total; add up the weighted benefits, "
        "then add a term that shrinks as the weighted costs grow. The best is set to 100 percent.",
        assumes="Values are 0 or more and no alternative is free of all costs. With benefits alone "
        "it is a weighted sum of shares.",
        paper="Zavadskas, E. K., Kaklauskas, A., & Sarka, V. (1994). The new method of "
        "multicriteria complex proportional assessment of projects. Technological and Economic "
        "Development of Economy, 1(3), 131-139. A paper without a DOI.",
        doi="",
    ),
    Method(
        name="edas",
        title="EDAS",
        formula="Add up by how many percent an alternative is above the average of each criterion, "
        "and by how many below. Set both against the largest such sum and take the mean.",
        assumes="The average is the yardstick, and values are 0 or more. The average moves with "
        "every alternative that is added or removed.",
        paper="Keshavarz Ghorabaee, M., Zavadskas, E. K., Olfat, L., & Turskis, Z. (2015). "
        "Multi-Criteria Inventory Classification Using a New Method of Evaluation Based on "
        "Distance from Average Solution (EDAS). Informatica, 26(3), 435-451.",
        doi="10.15388/Informatica.2015.57",
    ),
    Method(
        name="electre-2",
        title="ELECTRE II",
        formula="One alternative outranks another when criteria of enough weight agree and none "
        "objects too strongly. Ranks are read off from the top and from the bottom; the score is "
        "their mean, and 1 is best.",
        assumes="Being ahead counts, not by how much, unless the gap amounts to a veto (65 percent "
        "of the criterion's range). Many ties are normal.",
        paper="Roy, B., & Bertier, P. (1971). La methode ELECTRE II. Note de travail 142, SEMA, "
        "Paris; in the form of Gomes, L., Gonzalez-Araya, M., & Carignano, C. (2004). Tomada de "
        "decisoes em cenarios complexos. Thomson, ISBN 85-221-0354-2. No DOI.",
        doi="",
        more_is_better=False,
        parameters=(*_CONCORDANCE, *_DISCORDANCE),
    ),
    Method(
        name="mabac",
        title="MABAC",
        formula="Stretch each criterion to 0 to 1, add 1 and multiply by the weight; then add up "
        "how far each value lies above the geometric mean of its criterion.",
        assumes="As the weighted sum does, whose order on stretched criteria it always repeats: it "
        "is no independent second opinion. A score below 0 means below the border.",
        paper="Pamucar, D., & Cirovic, G. (2015). The selection of transport and handling "
        "resources in logistics centers using Multi-Attributive Border Approximation area "
        "Comparison (MABAC). Expert Systems with Applications, 42(6), 3016-3028.",
        doi="10.1016/j.eswa.2014.11.057",
    ),
    Method(
        name="mairca",
        title="MAIRCA",
        formula="Give each alternative the same claim on every criterion, and add up the part of "
        "the claim it does not live up to. The smallest gap is best.",
        assumes="As the weighted sum does, whose order on stretched criteria it always repeats: it "
        "is no independent second opinion. Values are above 0.",
        paper="Gigovic, L., Pamucar, D., Bajic, Z., & Milicevic, M. (2016). The Combination of "
        "Expert Judgment and GIS-MAIRCA Analysis for the Selection of Sites for Ammunition "
        "Depots. Sustainability, 8(4), 372.",
        doi="10.3390/su8040372",
        more_is_better=False,
    ),
    Method(
        name="marcos",
        title="MARCOS",
        formula="Divide each value by the best one (for a cost, the best by the value), weight and "
        "add up. Set the sum against those of an alternative made of the best and one of the "
        "worst values.",
        assumes="Values are 0 or more and costs above 0. Both comparisons scale the same sum, so "
        "the order is that of a weighted sum of ratios to the best.",
        paper="Stevic, Z., Pamucar, D., Puska, A., & Chatterjee, P. (2020). Sustainable supplier "
        "selection in healthcare industries using a new MCDM method: Measurement of alternatives "
        "and ranking according to COmpromise solution (MARCOS). Computers & Industrial "
        "Engineering, 140, 106231.",
        doi="10.1016/j.cie.2019.106231",
    ),
    Method(
        name="moora",
        title="MOORA (ratio system)",
        formula="Divide each value by the length of its criterion (the root of the sum of "
        "squares), add up the weighted benefits and subtract the weighted costs.",
        assumes="Strength makes up for weakness, as in a weighted sum. A criterion on which the "
        "alternatives are much alike has little say, whatever its weight.",
        paper="Brauers, W. K. M., & Zavadskas, E. K. (2006). The MOORA method and its application "
        "to privatization in a transition economy. Control and Cybernetics, 35(2), 445-469. A "
        "paper without a DOI.",
        doi="",
    ),
    Method(
        name="multimoora",
        title="MULTIMOORA",
        formula="Rank three times: by the ratio system, by the largest weighted shortfall, and by "
        "the product of benefits divided by that of costs. The score counts the alternatives "
        "beaten in most of the three, a draw as a half.",
        assumes="Values are above 0. The product takes no notice of the weights, so one of the "
        "three votes is always unweighted.",
        paper="Brauers, W. K. M., & Zavadskas, E. K. (2012). Robustness of MULTIMOORA: A Method "
        "for Multi-Objective Optimization. Informatica, 23(1), 1-25.",
        doi="10.15388/Informatica.2012.346",
    ),
    Method(
        name="ocra",
        title="OCRA",
        formula="Add up the weighted leads over the worst value, each divided by the smallest "
        "value of its criterion, for costs and for benefits. The weakest is set to 0.",
        assumes="Values are above 0. One very small value makes its criterion outweigh all others, "
        "so it suits criteria of like spread.",
        paper="Parkan, C. (1994). Operational competitiveness ratings of production units. "
        "Managerial and Decision Economics, 15(3), 201-221.",
        doi="10.1002/mde.4090150303",
    ),
    Method(
        name="probid",
        title="PROBID",
        formula="Measure the distances to the best, second best and further values down to the "
        "worst, the outer ones with more say. The score rewards nearness to the good half, and "
        "adds the distance from the average.",
        assumes="Far from the average is good, on either side of it. A weak alternative can so "
        "pass a better one that is average; such an order is refused.",
        paper="Wang, Z., Rangaiah, G. P., & Wang, X. (2021). Preference Ranking on the Basis of "
        "Ideal-Average Distance Method for Multi-Criteria Decision-Making. Industrial & "
        "Engineering Chemistry Research, 60(30), 11216-11230.",
        doi="10.1021/acs.iecr.1c01413",
        monotone=False,
    ),
    Method(
        name="promethee-2",
        title="PROMETHEE II",
        formula="Compare every pair on every criterion: the better one takes its weight, or a part "
        "of it where thresholds are set. The score is the mean share won less the mean share "
        "lost, between -1 and 1.",
        assumes="Without thresholds being ahead counts, not by how much. Strength makes up for "
        "weakness, and one more alternative can turn the order of others.",
        paper="Brans, J. P., & Vincke, Ph. (1985). A Preference Ranking Organisation Method: The "
        "PROMETHEE Method for Multiple Criteria Decision-Making. Management Science, 31(6), "
        "647-656.",
        doi="10.1287/mnsc.31.6.647",
        parameters=_PREFERENCE,
    ),
    Method(
        name="ram",
        title="RAM",
        formula="Turn values into shares of the criterion's total. The score is the root of 2 plus "
        "the weighted benefits, whose degree is 2 plus the weighted costs.",
        assumes="Values are 0 or more. Scores lie close together by construction; read the order, "
        "not the gaps.",
        paper="Sotoudeh-Anvari, A. (2023). Root Assessment Method (RAM): A novel multi-criteria "
        "decision making method and its applications in sustainability challenges. Journal of "
        "Cleaner Production, 423, 138695.",
        doi="10.1016/j.jclepro.2023.138695",
    ),
    Method(
        name="spotis",
        title="SPOTIS",
        formula="Add up the weighted distance from the best value of each criterion, as a share of "
        "the criterion's range. The smallest sum is best.",
        assumes="Bounds are the smallest and largest values present, not fixed ones: then it "
        "repeats the order of the weighted sum, and is not free of rank reversal.",
        paper="Dezert, J., Tchamova, A., Han, D., & Tacnet, J.-M. (2020). The SPOTIS Rank Reversal "
        "Free Method for Multi-Criteria Decision-Making Support. 23rd International Conference on "
        "Information Fusion (FUSION), IEEE.",
        doi="10.23919/FUSION45008.2020.9190347",
        more_is_better=False,
    ),
    Method(
        name="waspas",
        title="WASPAS",
        formula="Divide each value by the best one (for a cost, the best by the value); take the "
        "mean of their weighted sum and their weighted product.",
        assumes="Values are above 0, and sum and product deserve equal trust. The product half "
        "punishes a weakness, the sum half forgives it.",
        paper="Zavadskas, E. K., Turskis, Z., Antucheviciene, J., & Zakarevicius, A. (2012). "
        "Optimization of Weighted Aggregated Sum Product Assessment. Elektronika ir "
        "Elektrotechnika, 122(6), 3-6.",
        doi="10.5755/j01.eee.122.6.1810",
        parameters=(_SUM_AND_PRODUCT,),
    ),
)
