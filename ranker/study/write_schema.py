"""Write the JSON Schemas of study files: ``python -m ranker.study.write_schema``.

A checkout keeps them in ``criteria/schema/``, where the first line of every YAML
file of a study points an editor to them.
"""

from __future__ import annotations

import json
from pathlib import Path

from ranker._content import content_folder
from ranker.study.schema import SCHEMAS, json_schema


def schema_texts() -> dict[str, str]:
    """Return the text of every schema file by its name."""
    return {
        name: json.dumps(json_schema(form, title=title), indent=2, ensure_ascii=False) + "\n"
        for name, (form, title) in SCHEMAS.items()
    }


def write_schemas(folder: Path) -> None:
    """Write every schema file to `folder`, which is made where it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(content_folder("criteria") / "schema")
