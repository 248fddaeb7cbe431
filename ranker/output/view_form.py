"""What the form of judgements is given: siblings to judge, and data to compute with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FormItemView:
    """A criterion or indicator that is judged against its siblings.

    Parameters
    ----------
    id, label, description : str
        Of the node; the description may be empty.
    """

    id: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class FormPairView:
    """Two siblings that are compared.

    Parameters
    ----------
    one, other : FormItemView
        In the order of the tree.
    """

    one: FormItemView
    other: FormItemView

    @property
    def key(self) -> str:
        """How a profile writes the pair."""
        return f"{self.one.id} / {self.other.id}"


@dataclass(frozen=True, slots=True)
class FormGroupView:
    """Siblings that are judged against each other.

    Parameters
    ----------
    node : str
        Id of the criterion they stand under, ``top`` for the top criteria.
    label : str
        Its label; empty for the top.
    items : tuple of FormItemView
        The siblings.
    pairs : tuple of FormPairView
        Every two of them.
    """

    node: str
    label: str
    items: tuple[FormItemView, ...]
    pairs: tuple[FormPairView, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A page on which a person judges what weighs how much.

    Parameters
    ----------
    language : str
        Code of the language of the words.
    title, edition : str
        Of the study; the day its data were closed, in words.
    groups : tuple of FormGroupView
        The top criteria first; siblings that stand alone are left out.
    scale : tuple of int
        How many times one criterion may weigh another, largest first, down to 2.
    data : mapping
        What the script computes and says with.
    """

    language: str
    title: str
    edition: str
    groups: tuple[FormGroupView, ...]
    scale: tuple[int, ...]
    data: Mapping[str, Any]
