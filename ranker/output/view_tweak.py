"""What the page's sliders are given: the criteria with their weights, and data to rank again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SliderView:
    """A node of the criteria tree that a reader weighs against its siblings.

    Parameters
    ----------
    id, label : str
        Of the node.
    position : int
        Number of the top criterion from 1, which picks its colour; 0 below the top.
    weight_text, share_text : str
        Its weight on a slider from 0 to 100, and its share among its siblings in words.
    is_alone : bool
        Whether it has no siblings, so that no weight of it changes anything.
    children : tuple of SliderView
        The nodes below it.
    """

    id: str
    label: str
    position: int
    weight_text: str
    share_text: str
    is_alone: bool
    children: tuple[SliderView, ...]

    @property
    def has_sliders_below(self) -> bool:
        """Whether anything below it can be weighed."""
        return any(not child.is_alone or child.has_sliders_below for child in self.children)


@dataclass(frozen=True, slots=True)
class PresetView:
    """A weight profile of the study as a button.

    Parameters
    ----------
    id, label, view : str
        Of the profile, and whose view it is.
    """

    id: str
    label: str
    view: str


@dataclass(frozen=True, slots=True)
class TweakView:
    """The part of the page in which a reader sets weights and sees the ranking follow.

    Parameters
    ----------
    headline : str
        The page's own headline, until a weight is moved.
    sliders : tuple of SliderView
        The top criteria.
    presets : tuple of PresetView
        Weight profiles of the study.
    without_scripts : str
        What does the same where the page may not run its script.
    data : mapping
        Everything the script ranks from and says: the tree, oriented performances, published
        standings, profiles and sentences.
    """

    headline: str
    sliders: tuple[SliderView, ...]
    presets: tuple[PresetView, ...]
    without_scripts: str
    data: Mapping[str, Any]
