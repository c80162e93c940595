"""The facets of the OpenLineage standard that our events carry, each with the version of its schema."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

Facets = dict[str, dict[str, Any]]

PRODUCER = f"urn:kinerja:{version('kinerja')}"
EVENT_SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
EVIDENCE_SCHEMA = "urn:kinerja:facet:evidence:2"
"""Of the facet of our own, `kinerja_evidence`: by what an auditor finds the run in warehouse and log. The schema lies
beside this module, in `kinerja_evidence.json`.
"""

SCHEMAS = {
    "columnLineage": "1-2-0/ColumnLineageDatasetFacet",
    "dataQualityAssertions": "1-1-0/DataQualityAssertionsDatasetFacet",
    "documentation": "1-1-0/DocumentationJobFacet",
    "errorMessage": "1-0-1/ErrorMessageRunFacet",
    "executionParameters": "1-0-0/ExecutionParametersRunFacet",
    "inputStatistics": "1-0-0/InputStatisticsInputDatasetFacet",
    "jobType": "2-0-4/JobTypeJobFacet",
    "nominalTime": "1-0-1/NominalTimeRunFacet",
    "outputStatistics": "1-0-2/OutputStatisticsOutputDatasetFacet",
    "ownership": "1-0-1/OwnershipJobFacet",
    "parent": "1-2-0/ParentRunFacet",
    "processing_engine": "1-1-1/ProcessingEngineRunFacet",
    "schema": "1-2-0/SchemaDatasetFacet",
    "sql": "1-1-0/SQLJobFacet",
    "tags": "1-0-0/TagsDatasetFacet",
    "test": "1-0-1/TestRunFacet",
    "version": "1-0-1/DatasetVersionDatasetFacet",
}
"""Name of a facet -> version and name of its schema, as openlineage-python has them (a test compares)."""


def facet(name: str, /, **content: Any) -> Facets:
    """One facet under its name; what is None is left out."""
    told = {key: value for key, value in content.items() if value is not None}
    return {name: {"_producer": PRODUCER, "_schemaURL": _schema_of(name)} | told}


def parameters(values: Mapping[str, object]) -> Facets:
    """What a run was asked for and by which configuration, as text."""
    known = [{"key": key, "value": str(value)} for key, value in values.items() if value is not None]
    return facet("executionParameters", parameters=known)


def evidence(**content: Any) -> Facets:
    """The facet of our own."""
    return facet("kinerja_evidence", **content)


def _schema_of(name: str) -> str:
    if name == "kinerja_evidence":
        return EVIDENCE_SCHEMA
    schema = SCHEMAS[name]
    return f"https://openlineage.io/spec/facets/{schema}.json#/$defs/{schema.partition('/')[2]}"
