"""Who writes which result: a new kind of result is one line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any

from ranker.output.sheet import Column, Sheet


@dataclass(frozen=True, slots=True)
class Writers:
    """Functions that write one kind of result, as ``module:name`` within `ranker.output`.

    Parameters
    ----------
    json : str
        Takes the result and options, returns a document.
    sheets : str
        Takes the result, returns a sheet or several.
    """

    json: str
    sheets: str


# By the class of the result.
RESULTS: dict[str, Writers] = {
    "Ranking": Writers("export:to_json", "sheets_ranking:ranking_sheet"),
    "MatrixRanking": Writers("sheets_matrix:matrix_to_json", "sheets_matrix:matrix_sheet"),
    "Comparison": Writers("sheets_ranking:comparison_to_json", "sheets_ranking:comparison_sheet"),
    "Agreement": Writers("export_compare:compare_to_json", "sheets_compare:compare_sheets"),
    "Agenda": Writers("sheets_agenda:agenda_to_json", "sheets_agenda:agenda_sheet"),
    "Audit": Writers("export_audit:audit_to_json", "sheets_audit:audit_sheets"),
    "Behaviour": Writers("export_compare:behaviour_to_json", "sheets_compare:behaviour_sheets"),
    "Bounds": Writers("export_trust:bounds_to_json", "sheets_trust:bounds_sheet"),
    "Claim": Writers("export_claim:claim_to_json", "sheets_claim:claim_sheets_of"),
    "Consensus": Writers("export_compare:consensus_to_json", "sheets_consensus:consensus_sheets"),
    "Correction": Writers("export_change:correction_to_json", "sheets_change:correction_sheets"),
    "Derived": Writers("sheets_derive:derived_to_json", "sheets_derive:derived_sheet"),
    "Diff": Writers("export_history:diff_to_json", "sheets_diff:diff_sheets"),
    "Dispute": Writers("export_trust:dispute_to_json", "sheets_case:dispute_rows"),
    "Gap": Writers("export_gap:gap_to_json", "sheets_gap:gap_sheets"),
    "Intensity": Writers("sheets_intensity:intensity_to_json", "sheets_intensity:intensity_sheets"),
    "Inverse": Writers("export_trust:inverse_to_json", "sheets_case:inverse_sheet"),
    "LeaveOut": Writers("export_history:leave_out_to_json", "sheets_leave_out:leave_out_sheets"),
    "Network": Writers("sheets_network:network_to_json", "sheets_network:network_sheets"),
    "PartialOrder": Writers("sheets_promethee:promethee_to_json", "sheets_promethee:order_sheet"),
    "Reach": Writers("export_reach:reach_to_json", "sheets_reach:reach_sheet"),
    "Robustness": Writers("export_trust:robustness_to_json", "sheets_trust:robustness_sheet"),
    "Sensitivity": Writers(
        "sheets_sensitivity:sensitivity_to_json", "sheets_sensitivity:sensitivity_sheet"
    ),
    "Stability": Writers("export_trust:stability_to_json", "sheets_trust:stability_sheet"),
    "Trend": Writers("export_history:trend_to_json", "sheets_trend:trend_sheets"),
    "WhatIf": Writers("export_change:what_if_to_json", "sheets_change:what_if_sheets"),
}


def writers_of(result: object) -> Writers:
    """Return who writes a result.

    Raises
    ------
    LookupError
        For a class that is no result.
    """
    for kind in type(result).__mro__:
        if kind.__name__ in RESULTS:
            return RESULTS[kind.__name__]
    raise LookupError(f"{type(result).__name__} is not in ranker.output.results.RESULTS")


def result_to_json(result: object, **options: Any) -> str:
    """Return a result as a JSON document; the options are those of its writer."""
    document: str = _function(writers_of(result).json)(result, **options)
    return document


def result_sheets(result: object) -> tuple[Sheet, ...]:
    """Return a result as sheets; the first is what a file of one table holds."""
    found: Sheet | Sequence[Sheet] = _function(writers_of(result).sheets)(result)
    return (found,) if isinstance(found, Sheet) else tuple(found)


def to_arrow(result: object) -> Any:
    """Return the table of a result as a ``pyarrow.Table``; needs the extra ``arrow``.

    Parameters
    ----------
    result : Ranking or any other result
        Columns are those of its CSV, in full precision.

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    from ranker.output.arrow import sheet_to_arrow  # noqa: PLC0415

    return sheet_to_arrow(result_sheets(result)[0])


def result_to_html(result: object) -> str:
    """Return a result as HTML for a notebook: its sheets as tables, rounded for people."""
    return "".join(map(_sheet_html, result_sheets(result)))


def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"ranker.output.{module}"), function)
    return found


def _sheet_html(sheet: Sheet) -> str:
    title = f"<p><strong>{escape(sheet.title)}</strong></p>"
    said = "".join(f"<p>{escape(line)}</p>" for line in sheet.lead)
    notes = "".join(f"<p>{escape(line)}</p>" for line in sheet.notes)
    return f"{title}{said}{_table_html(sheet.shown)}{notes}"


def _table_html(columns: Sequence[Column]) -> str:
    if not columns:
        return ""
    heads = "".join(f"<th{_side(column)}>{escape(column.head)}</th>" for column in columns)
    rows = zip(*(column.texts for column in columns), strict=True)
    lines = (
        "".join(f"<td{_side(c)}>{escape(text)}</td>" for c, text in zip(columns, row, strict=True))
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _side(column: Column) -> str:
    return f' style="text-align: {"left" if column.is_text else "right"}"'
