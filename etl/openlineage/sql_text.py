"""The text of models as the `sql` facet of a job."""

from collections.abc import Iterable

from etl.openlineage.facets import Facets, facet
from warehouse.modelling import read_model


def text_of_models(names: Iterable[str]) -> Facets:
    """The models one after the other, in the SQL that DuckDB ran; each tells in its heading what it rests on."""
    query = ";\n\n".join(read_model(name).query for name in names)
    return facet("sql", query=query, dialect="duckdb")
