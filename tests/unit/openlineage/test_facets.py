"""Facets are those of the standard, in the versions that its own client library knows."""

from etl.openlineage.facets import SCHEMAS, facet
from tests.openlineage_schema import schema_classes


def test_every_facet_has_the_schema_of_the_client_library() -> None:
    known = set(schema_classes())

    assert {facet(name)[name]["_schemaURL"] for name in SCHEMAS} <= known
