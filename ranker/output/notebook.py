"""Sliders for weights in Jupyter, by the arithmetic of the report's own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ranker._content import content_folder
from ranker.errors import Problem, UsageError
from ranker.output.tweak import model_data

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking


def sliders(ranking: Ranking) -> Any:
    """Return sliders for the weights of a ranking, for Jupyter; needs the extra ``notebook``.

    Parameters
    ----------
    ranking : Ranking
        By the weighted sum.

    Returns
    -------
    anywidget.AnyWidget
        ``weights`` are the weights of the top criteria as set, relative to each other; where
        they are set from Python the sliders follow. ``ranking`` is the engine's ranking by
        them.

    Raises
    ------
    UsageError
        ``extra-missing``; ``argument-invalid`` for another method.
    """
    if ranking.method.name != "weighted-sum":
        what = f"sliders compute a weighted sum, and the ranking is by {ranking.method.name}."
        raise UsageError(Problem("argument-invalid", "method", what, "Rank by weighted-sum."))
    try:
        kind = _widget_class()
    except ImportError as error:
        what = f"sliders need the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[notebook]'."
        raise UsageError(Problem("extra-missing", "sliders", what, mend)) from error
    data = model_data(ranking)
    clusters = [[c.id, c.name, ranking.study.role(c)] for c in ranking.clusters]
    weights = {node["id"]: node["weight"] for node in data["tree"]}
    return kind(ranking, data={**data, "clusters": clusters}, weights=weights)


@cache
def _widget_class() -> type[Any]:
    """Return the class of the widget, made when it is first asked for."""
    import anywidget  # noqa: PLC0415 - an extra
    import traitlets  # noqa: PLC0415 - comes with it

    class Sliders(anywidget.AnyWidget):
        """Sliders for the weights of the top criteria, and the ranking that follows."""

        _esm = script_text()
        _css = (_static() / "widget.css").read_text(encoding="utf-8")
        data = traitlets.Dict().tag(sync=True)
        weights = traitlets.Dict().tag(sync=True)

        def __init__(self, ranking: Ranking, **traits: Any) -> None:
            super().__init__(**traits)
            self._ranking = ranking

        @property
        def ranking(self) -> Ranking:
            """The engine's ranking by the weights as they are set."""
            from ranker.analysis.ranking import rank  # noqa: PLC0415

            before = self._ranking
            named = {**before.weighting.named, **self.weights}
            profile = before.weighting.profile or None
            return rank(before.study, profile=profile, weights=named, as_of=before.as_of)

    return Sliders


def script_text() -> str:
    """Return the script of the widget: the arithmetic of the report, then the view."""
    parts = (_static() / name for name in ("arithmetic.js", "widget.js"))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def _static() -> Any:
    return content_folder("reports") / "static"
