"""Words for probabilities: one table, so that a word means the same on every page.

The bands follow the calibrated language of the Intergovernmental Panel on Climate
Change (Mastrandrea et al., 2010, *Guidance Note for Lead Authors of the IPCC Fifth
Assessment Report on Consistent Treatment of Uncertainties*).
"""

from __future__ import annotations

from ranker.output.cldr import percent
from ranker.output.language import N_, _

WORDS: tuple[tuple[float, str], ...] = (
    (0.99, N_("virtually certain")),
    (0.90, N_("very likely")),
    (0.66, N_("likely")),
    (0.33, N_("about as likely as not")),
    (0.10, N_("unlikely")),
    (0.01, N_("very unlikely")),
    (0.0, N_("exceptionally unlikely")),
)


def likelihood(share: float) -> str:
    """Return the word for a probability.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Examples
    --------
    >>> [likelihood(p) for p in (1.0, 0.9, 0.7, 0.5, 0.2, 0.05, 0.0)]
    ['virtually certain', 'very likely', 'likely', 'about as likely as not', 'unlikely', \
'very unlikely', 'exceptionally unlikely']
    """
    return _(next(word for least, word in WORDS if share >= least))


def chance_text(share: float, *, error: float = 0.0) -> str:
    """Return a probability as a whole percentage, never as a certainty that draws cannot give.

    Parameters
    ----------
    share : float
        Share of draws.
    error : float
        Half-width of its interval; below it a share is 'under', above 1 less it 'over'.

    Examples
    --------
    >>> chance_text(0.374), chance_text(0.0, error=0.01), chance_text(1.0, error=0.01)
    ('37%', 'under 1%', 'over 99%')
    """
    least = max(error, 0.005)
    if share < least:
        return _("under {share}").format(share=percent(max(round(least * 100), 1) / 100))
    if share > 1 - least:
        return _("over {share}").format(share=percent(min(round((1 - least) * 100), 99) / 100))
    return percent(share)
