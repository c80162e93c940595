"""Is an event what the standard asks for? By the classes that openlineage-python makes from the standard's schemas."""

import json
import types
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import attr
from jsonschema import Draft202012Validator
from openlineage.client import event_v2, facet_v2
from openlineage.client.generated import base

from etl.openlineage import facets
from etl.openlineage.facets import EVIDENCE_SCHEMA

_OWN = Draft202012Validator(json.loads(Path(facets.__file__).with_name("kinerja_evidence.json").read_text("utf-8")))


def events_of(path: Path) -> list[dict[str, Any]]:
    """The events of a file, each of them valid; and each run with one START, then at most one end."""
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for event in events:
        check(event)
    return events


def ends_of(events: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Job -> how its runs went, each as START>END."""
    runs: dict[str, list[str]] = {}
    jobs: dict[str, str] = {}
    for event in events:
        runs.setdefault(event["run"]["runId"], []).append(event["eventType"])
        jobs[event["run"]["runId"]] = event["job"]["name"]
    return {job: [">".join(runs[run]) for run in jobs if jobs[run] == job] for job in jobs.values()}


def check(event: dict[str, Any]) -> None:
    """Raises TypeError or ValueError where the event is not a RunEvent of the standard, to its last facet."""
    _built(event, event_v2.RunEvent, "event")


def schema_classes() -> dict[str, type]:
    """Schema URL -> the class made from it."""
    assert facet_v2.BaseFacet is base.BaseFacet
    return {cls._get_schema(): cls for cls in _heirs(base.BaseFacet)}


def _heirs(cls: type) -> Iterator[type]:
    for heir in cls.__subclasses__():
        yield heir
        yield from _heirs(heir)


def _built(value: Any, kind: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _built_union(value, kind, where)
    if origin in (list, dict):
        return _built_many(value, kind, where)
    if kind is Any or not isinstance(kind, type):
        return value
    if attr.has(kind):
        return _built_facet(value, kind, where) if issubclass(kind, base.BaseFacet) else _object(value, kind, where)
    if issubclass(kind, Enum):
        return kind(value)
    _require(type(value) is kind or (kind is float and type(value) is int), where, kind.__name__)
    return value


def _built_many(value: Any, kind: Any, where: str) -> Any:
    _require(isinstance(value, get_origin(kind)), where, str(kind))
    if isinstance(value, list):
        return [_built(one, get_args(kind)[0], f"{where}[]") for one in value]
    return {key: _built(one, get_args(kind)[1], f"{where}.{key}") for key, one in value.items()}


def _built_union(value: Any, kind: Any, where: str) -> Any:
    if value is None:
        return None
    faults = []
    for one in (one for one in get_args(kind) if one is not type(None)):
        try:
            return _built(value, one, where)
        except (TypeError, ValueError) as fault:
            faults.append(str(fault))
    raise TypeError("; ".join(faults))


def _built_facet(value: dict[str, Any], kind: type, where: str) -> Any:
    if value.get("_schemaURL") == EVIDENCE_SCHEMA:
        _require(issubclass(kind, base.RunFacet), where, "the facet of our own only on a run")
        _require(_OWN.is_valid(value), where, "; ".join(one.message for one in _OWN.iter_errors(value)))
        return value
    own = schema_classes().get(value.get("_schemaURL", ""))
    if own is None or not issubclass(own, kind):
        raise TypeError(f"{where}: {value.get('_schemaURL')} is no {kind.__name__}")
    return _object(value, own, where)


def _object(value: dict[str, Any], kind: type, where: str) -> Any:
    hints = get_type_hints(kind, vars(base) | vars(__import__(kind.__module__, fromlist=["x"])))
    fields = {one.name: one for one in attr.fields(kind)}
    unknown = set(value) - set(fields)
    _require(not unknown, where, f"no {sorted(unknown)}")
    content = {
        fields[name].alias: _built(one, hints[name], f"{where}.{name}")
        for name, one in value.items()
        if fields[name].init
    }
    built = kind(**content)
    for name in {"schemaURL", "_schemaURL"} & set(fields):
        _require(value.get(name) == kind._get_schema(), f"{where}.{name}", kind._get_schema())
    for name in {"producer", "_producer"} & set(fields):
        _require(bool(value.get(name)), f"{where}.{name}", "a producer")
    return built


def _require(holds: bool, where: str, expected: str) -> None:
    if not holds:
        raise TypeError(f"{where}: expected {expected}")
