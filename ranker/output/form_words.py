"""What the script of the form says, in the language in use.

The script fills the places, so no particle may stand behind one.
"""

from __future__ import annotations

from collections.abc import Mapping

from ranker.output.language import _


def form_words() -> Mapping[str, str]:
    """Return every sentence of the script by its name."""
    return {
        "unanswered": _("Not answered yet."),
        "missing": _("Answered {done} of {all}."),
        "noHundred": _("Give 100 to the step that is worth most."),
        "offScale": _("Numbers go from 0 to 100."),
        "apart": _("Too little is known: link all criteria by comparisons."),
        "same": _("Choose two different criteria as most and least important."),
        "beyond": _("Nothing may exceed the comparison of the most with the least: {name}."),
        "untested": _("Nothing was asked twice, so no judgement can contradict another."),
        "consistent": _("The judgements agree with one another without remainder."),
        "acceptable": _("The judgements agree well enough: ratio {ratio}, limit {threshold}."),
        "revisit": _(
            "The judgements contradict one another: ratio {ratio}, limit {threshold}. "
            "Look again at {one} – {other}: {given} was given, about {fitting} would fit the rest."
        ),
        "no-threshold": _("The judgements differ: ratio {ratio}; no limit is published."),
        "nothing": _("Nothing can be saved yet: answer at least one group in full."),
        "nameless": _("Say whose view this is before saving."),
        "saved": _("Saved as {file}. Send it back, or bring it in with: ranker elicit import"),
        "savedProfile": _("Saved as {file}. Put it into the folder profiles/ of the study."),
        "skipped": _("Left out, because they are not answered in full: {names}."),
        "defaultView": _("Answers given in the form."),
    }
