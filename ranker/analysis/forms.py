"""What every result can do: become a table, a JSON document, and a picture in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class Result(ABC):
    """Base of all results: frozen, with `table`, `to_frame`, `to_json` and a view in Jupyter.

    The words and the fields are those of the command line: `ranker.output.results` knows for
    each result who writes it. It is loaded when it is asked, and it is the one module of a
    later layer that a result knows.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The result as a table, one row an answer."""

    def to_frame(self) -> pd.DataFrame:
        """Return `table`, a pandas DataFrame that is the caller's own."""
        return self.table

    def to_json(self, **options: Any) -> str:
        """Return the result as a JSON document, as the command line writes it.

        Parameters
        ----------
        **options
            Those of the function that writes it, such as ``group`` or ``top``.

        Returns
        -------
        str
            An object whose ``schema`` names kind and version; see ``ranker schema``.
        """
        from ranker.output.results import result_to_json  # noqa: PLC0415 - a later layer

        return result_to_json(self, **options)

    def _repr_html_(self) -> str:
        from ranker.output.results import result_to_html  # noqa: PLC0415 - a later layer

        return result_to_html(self)
