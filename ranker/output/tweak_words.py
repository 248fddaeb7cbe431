"""What the page's script says, as sentences with named places that it fills in."""

from __future__ import annotations

from collections.abc import Mapping

from ranker.output.language import _, ngettext

Words = Mapping[str, str | list[str]]


def tweak_words() -> Words:
    """Return the script's sentences by name; a pair is for one thing and for several."""
    return {**_headlines(), **_changes(), **_notes(), **_joints()}


def _headlines() -> Words:
    """Return the forms of `ranker.output.headline.headline`, which these must equal."""
    return {
        "headNone": _("No cluster of {home} can be ranked: too many figures are missing."),
        "head": _("{name} is {home}’s best-placed cluster: {place} of {of}."),
        "headBehind": _("{name} is {home}’s best-placed cluster: {place} of {of}, behind {ahead}."),
        "headLevel": _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, level with {level}."
        ),
        "headBoth": _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, behind {ahead}, "
            "level with {level}."
        ),
        "headAhead": _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, ahead of {behind}."
        ),
        "headLevelAhead": _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, level with {level}, "
            "ahead of {behind}."
        ),
    }


def _changes() -> Words:
    return {
        "same": _("These are the published weights. Move one, and the ranking follows."),
        "still": _("Every cluster keeps its published rank."),
        "moved": [
            ngettext("{n} of {of} clusters changes rank.", "{n} of {of} clusters change rank.", n)
            for n in (1, 2)
        ],
        "furthest": _("{n} of {of} clusters change rank. The furthest moves:"),
        "rises": _("{name} rises from {old} to {new}."),
        "risesPast": _("{name} rises from {old} to {new}, passing {names}."),
        "falls": _("{name} falls from {old} to {new}."),
        "fallsBehind": _("{name} falls from {old} to {new}, passed by {names}."),
        "enters": [
            ngettext("{names} now takes a rank.", "{names} now take a rank.", n) for n in (1, 2)
        ],
        "leaves": [
            ngettext("{names} no longer takes a rank.", "{names} no longer take a rank.", n)
            for n in (1, 2)
        ],
        "nobody": _(
            "With these weights no cluster can be ranked: give more weight to what is known."
        ),
    }


def _notes() -> Words:
    return {
        "keeps": _("One of these weights has to be above 0, so {label} keeps {weight}."),
        "passedOver": _("The link asks for something that this report cannot do: {names}."),
        "unranked": _("Not ranked with these weights, for want of figures: {names}."),
        "value": _("{weight}, a share of {share}"),
        "up": _("{n} higher than published"),
        "down": _("{n} lower than published"),
        "new": _("new"),
        "profileLabel": _("My weights"),
        "profileView": _("Set with the sliders of the report on {study}, edition {edition}."),
    }


def _joints() -> Words:
    """Return the forms of `ranker.output.words.listed`."""
    return {
        "and": _("{names} and {last}"),
        "others": [
            ngettext("{names} and {count} other", "{names} and {count} others", n) for n in (1, 2)
        ],
    }
