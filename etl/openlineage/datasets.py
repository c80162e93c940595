"""Tables and files as datasets of the standard: stable names that tell nothing of the machine.

Tables are `<schema>.<table>` below `duckdb://<deployment>`, files of the archive `archive/<family>/<sha256>` below
`file://<deployment>`. A deployment is `kinerja-<agency>` unless agency.toml names another.
"""

from collections.abc import Iterable
from typing import Any

import duckdb

from etl.openlineage.facets import Facets, facet
from etl.settings import Workspace
from warehouse.lineage.origins import known_origins

Dataset = dict[str, Any]

_PERSONAL = ("person_id", "nip")


def deployment_of(workspace: Workspace) -> str:
    """The namespace of the jobs."""
    agency = workspace.agency()
    return agency.lineage.namespace or f"kinerja-{agency.code}"


def table(deployment: str, name: str, facets: Facets | None = None) -> Dataset:
    return {"namespace": f"duckdb://{deployment}", "name": name, "facets": facets or {}}


def file(deployment: str, name: str, facets: Facets | None = None) -> Dataset:
    return {"namespace": f"file://{deployment}", "name": name, "facets": facets or {}}


def version(text: str) -> Facets:
    return facet("version", datasetVersion=text)


def read(dataset: Dataset, facets: Facets) -> Dataset:
    """The dataset as an input with the facets that inputs have."""
    return dataset | {"inputFacets": facets}


def written_tables(
    warehouse: duckdb.DuckDBPyConnection, deployment: str, rows: dict[str, int | None], state: str
) -> list[Dataset]:
    """The tables as outputs, by how many rows were written (None: not counted), all in one version."""
    columns = _columns_of(warehouse, rows)
    return [
        table(
            deployment,
            name,
            version(state) | _schema(columns[name]) | _personal(columns[name]) | _lineage(deployment, name),
        )
        | {"outputFacets": {} if count is None else facet("outputStatistics", rowCount=count)}
        for name, count in sorted(rows.items())
    ]


def _columns_of(warehouse: duckdb.DuckDBPyConnection, names: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Table by table: the catalogue's own view of all columns of all tables is the dearer answer."""
    return {name: [row[:2] for row in warehouse.execute(f"describe {name}").fetchall()] for name in names}


def _schema(columns: list[tuple[str, str]]) -> Facets:
    return facet("schema", fields=[{"name": name, "type": kind} for name, kind in columns])


def _personal(columns: list[tuple[str, str]]) -> Facets:
    if not any(name in _PERSONAL for name, _ in columns):
        return {}
    return facet("tags", tags=[{"key": "personal_data", "value": "true", "source": "KINERJA"}])


def _lineage(deployment: str, name: str) -> Facets:
    """Where the columns of a computed table come from, as the models say (warehouse/lineage).

    Columns that a value is computed from stand with its field; those that decide which rows and values there are
    (joins, filters, groups, windows) stand once for the whole table.
    """
    known = known_origins().get(name)
    if known is None:
        return {}
    deciding = set(known["rows"]).union(*(one["indirect"] for one in known["columns"].values()))
    return facet(
        "columnLineage",
        fields={
            column: {"inputFields": _fields(deployment, one["direct"], "DIRECT")}
            for column, one in known["columns"].items()
        },
        dataset=_fields(deployment, deciding, "INDIRECT"),
    )


def _fields(deployment: str, columns: Iterable[str], kind: str) -> list[Dataset]:
    return [
        {key: value for key, value in _owner(deployment, column).items() if key != "facets"}
        | {"transformations": [{"type": kind}]}
        for column in sorted(columns)
        if not column.endswith(".*")
    ]


def _owner(deployment: str, column: str) -> Dataset:
    """A column of a table, or a number of the rulebooks by the table that holds it while models run."""
    owner, _, name = column.rpartition(".")
    if "." in owner:
        return table(deployment, owner) | {"field": name}
    return file(deployment, "rulebooks") | {"field": column}
