"""Tables as Parquet and Arrow files, in full precision; equal tables give equal bytes."""

from __future__ import annotations

import io
from typing import Any

from ranker.errors import Problem, UsageError
from ranker.output.sheet import Column, Sheet

FORMS = ("parquet", "arrow")


def check_arrow() -> None:
    """Refuse a file where what writes it is missing, before any work is done for it.

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    try:
        import pyarrow  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        what = f"Parquet and Arrow need the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[arrow]'."
        raise UsageError(Problem("extra-missing", "arrow", what, mend)) from error


def sheet_to_arrow(sheet: Sheet) -> Any:
    """Return a sheet as a ``pyarrow.Table``.

    Parameters
    ----------
    sheet : Sheet
        Its written columns: those of the CSV, texts as they are and numbers as numbers, null
        where there is none.

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    check_arrow()
    import pyarrow as pa  # noqa: PLC0415 - an extra

    arrays = [pa.array(list(column.values), type=_type(column)) for column in sheet.written]
    table = pa.table(arrays, names=[column.key for column in sheet.written])
    return table.replace_schema_metadata({"title": sheet.title})


def _type(column: Column) -> Any:
    """Return what a column holds, also where no cell of it is filled."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    kinds = {type(value) for value in column.values if value is not None}
    if kinds and kinds <= {int, bool}:
        return pa.int64()
    return pa.float64() if kinds <= {int, bool, float} else pa.string()


def sheet_to_bytes(sheet: Sheet, form: str) -> bytes:
    """Return a sheet as the bytes of a file.

    Parameters
    ----------
    sheet : Sheet
    form : {"parquet", "arrow"}
        ``arrow`` is the IPC file format, also called Feather.

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    table = sheet_to_arrow(sheet)
    file = io.BytesIO()
    if form == "parquet":
        from pyarrow import parquet  # noqa: PLC0415 - an extra

        parquet.write_table(table, file)
    else:
        from pyarrow import ipc  # noqa: PLC0415 - an extra

        with ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    return file.getvalue()
