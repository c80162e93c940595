"""A trace of `kinerja explain` as a tree: figure, component, rule, day or case, punch or event, file and line.

Every record that the trace names for a component can be reached below it: what no day, case or row shows stands
under "other records", by what it is to the figure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.audit_page.marking import Piece, marked
from etl.audit_page.words import label
from etl.explain_points import points_of
from warehouse.lineage.joins import TIER
from warehouse.lineage.proposals import NAMED

Told = Mapping[str, Any]
Place = tuple[int, int]
_TITLES = {
    "answers": ("unit_code", "survey", "respondent"),
    "cases": ("app", "case_id", "completed_at"),
    "complaints": ("unit_code", "ticket", "due_date"),
    "corrections": ("correction_no", "action", "decided_at"),
    "days": ("work_date", "status"),
    "deductions": ("work_date", "cause", "percent"),
    "device_files": ("missing", "instant", "device_id"),
    "events": ("occurred_at", "event"),
    "groups": ("dimension", "value"),
    "indicators": ("indicator_code", "effect", "reason"),
    "months": ("month_start", "deduction"),
    "papers": ("kind", "detail"),
    "people": ("person_id",),
    "proposals": ("kind", "evidence"),
    "punches": ("punched_at", "device_id"),
    "ratings": ("assessed_at", "result_rating", "behaviour_rating"),
    "records": ("file_id", "record_no"),
    "targets": ("indicator_code", "indicator", "aspect"),
    "trainings": ("date_from", "date_to", "name"),
}
"""List of a trace -> what its rows are called; of other lists the first three cells."""


_ELSEWHERE = {
    *(name.lower() for name in (TIER, *NAMED)),
    "figure",
    "components",
    "money",
    "predicate",
    "days",
    "punches",
    "sources",
    "records",
    "files",
    "since_scored",
    "revision",
}
"""Parts of a trace that are no step of their own: they stand below the others, or beside the tree."""


@dataclass(frozen=True)
class Leaf:
    """A record as it stands in the archive; `pieces` are its line, those that count apart from the others."""

    file_id: int
    record_no: int
    file: Told | None
    pieces: tuple[Piece, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """One step of the chain; `note` is the figure beside its title."""

    title: str
    note: str = ""
    facts: tuple[tuple[str, Any], ...] = ()
    children: tuple["Node", ...] = ()
    leaf: Leaf | None = None

    @property
    def places(self) -> Iterator[Place]:
        """The records at and below this node."""
        if self.leaf is not None:
            yield self.leaf.file_id, self.leaf.record_no
        for child in self.children:
            yield from child.places


def tree_of(told: Told) -> list[Node]:
    """A node for each component, for money and predicate, and for whatever else the trace tells of the figures."""
    trace = _Trace(told)
    nodes = [trace.component(name, part) for name, part in told["components"].items()]
    if "money" in told:
        note = "; ".join(str(told["figure"][name]) for name in ("deduction_percent", "tpp_percent"))
        nodes.append(trace.whole("DEDUCTION", told["money"], note, "TPP"))
    if "predicate" in told:
        nodes.append(trace.whole("PREDICATE", told["predicate"], str(told["figure"]["official_predicate"] or "")))
    nodes += [trace.whole(name, told[name.lower()], "") for name in (TIER, *NAMED) if name.lower() in told]
    return [*nodes, *trace.parts({name: part for name, part in told.items() if name not in _ELSEWHERE})]


def record_of(file: Told, record_no: int, line: str | None) -> Leaf:
    """One record by itself, nothing of its line apart."""
    return Leaf(file["file_id"], record_no, file, marked(line, ()))


@dataclass
class _Trace:
    """What a trace tells, with the ways into it that building the tree needs."""

    told: Told
    records: dict[Place, Told] = field(init=False)
    days: dict[Any, list[Told]] = field(init=False)

    def __post_init__(self) -> None:
        self.records = {(one["file_id"], one["record_no"]): one for one in self.told["records"]}
        self.days = {}
        for day in self.told.get("days", ()):
            self.days.setdefault(day["work_date"], []).append(day)

    def component(self, name: str, part: Told) -> Node:
        children = [*self._charged(part)] if name == "DISCIPLINE" else []
        return self._complete(name, part, children, str("" if part.get("score") is None else part["score"]))

    def whole(self, name: str, part: Told, note: str, *more: str) -> Node:
        """Money or predicate; `more` are other components that the same part tells of."""
        return self._complete(name, part, [], note, *more)

    def _complete(self, name: str, part: Told, first: Sequence[Node], note: str, *more: str) -> Node:
        children = [*first, *self.parts(part)]
        shown = {place for child in children for place in child.places}
        children += self._others({name, *more}, shown)
        return Node(" + ".join(label(one) for one in (name, *more)), note, _facts(part), tuple(children))

    def parts(self, part: Told) -> Iterator[Node]:
        """Every list and mapping of a part, its rows below it."""
        for name, content in part.items():
            if isinstance(content, Mapping):
                yield Node(label(name), facts=_facts(content), children=tuple(self.parts(content)))
            elif isinstance(content, list) and content:
                rows = tuple(self._row(name, row) for row in content)
                yield Node(f"{label(name)} ({len(rows)})", children=rows)

    def _row(self, name: str, row: Told) -> Node:
        """A row with what hangs on it: its record, lists within it, and its day."""
        title = " · ".join(str(row[key]) for key in _titles(name, row) if row.get(key) is not None)
        children = [*self.parts(row)]
        if name in ("deductions", "available"):
            children += [self._day(day) for day in self.days.get(row["work_date"], ())]
        place = (row.get("file_id"), row.get("record_no"))
        leaf = self._leaf(place, row.values()) if place in self.records else None
        file = self.told["files"].get(str(place[0])) if leaf is None else None
        facts = _facts(row) + (_facts(file) if file else ())
        return Node(title, facts=facts, children=tuple(children), leaf=leaf)

    def _charged(self, part: Told) -> Iterator[Node]:
        """The days that took points, then the others."""
        days = [(day, [*points_of(day, part)]) for day in self.told["days"]]
        charged = tuple(self._day(day, causes) for day, causes in days if causes)
        others = tuple(self._day(day) for day, causes in days if not causes)
        yield Node(f"days that took points / hari yang mengurangi nilai ({len(charged)})", children=charged)
        yield Node(f"other days / hari lainnya ({len(others)})", children=others)

    def _day(self, day: Told, causes: Iterable[tuple[str, int, Any]] = ()) -> Node:
        note = "; ".join(f"{cause} {minutes or ''} → {points}" for cause, minutes, points in causes)
        title = f"{day['work_date']} · {day['status']}"
        return Node(title, note, _facts(day), (*self._punches(day), *self.parts(day)))

    def _punches(self, day: Told) -> Iterator[Node]:
        """The records of a day's first and last punch, and the other punches of that date."""
        ends = {
            (day["first_punch_file_id"], day["first_punch_record_no"]): "coming / datang",
            (day["last_punch_file_id"], day["last_punch_record_no"]): "going / pulang",
        }
        for punch in self.told["punches"]:
            place = (punch["file_id"], punch["record_no"])
            if place in ends or punch["punched_at"].date() == day["work_date"]:
                role = ends.get(place, "punch / rekaman")
                title = f"{role} · {punch['punched_at']} · {punch['device_id']}"
                yield Node(title, facts=_facts(punch), leaf=self._leaf(place, punch.values()))

    def _others(self, components: set[str], shown: set[Place]) -> Iterator[Node]:
        """Records of the components that no part shows, by their role."""
        found: dict[str, set[Place]] = {}
        for row in self.told["sources"]:
            place = (row["file_id"], row["record_no"])
            if row["component"] in components and place not in shown:
                found.setdefault(row["role"], set()).add(place)
        for role, places in sorted(found.items()):
            leaves = tuple(self._record(place) for place in sorted(places))
            yield Node(f"other records / catatan lain: {role} ({len(leaves)})", children=leaves)

    def _record(self, place: Place) -> Node:
        file = self.told["files"][str(place[0])]
        return Node(f"{file['original_name']} · {place[1]}", leaf=self._leaf(place, ()))

    def _leaf(self, place: Any, values: Iterable[Any]) -> Leaf | None:
        record = self.records.get(place)
        if record is None:
            return None
        file = self.told["files"].get(str(place[0]))
        return Leaf(place[0], place[1], file, marked(record["line"], values), tuple(record["roles"]))


def _titles(name: str, row: Told) -> Sequence[str]:
    return _TITLES.get(name) or [key for key, value in row.items() if not isinstance(value, list | Mapping)][:3]


def _facts(row: Told) -> tuple[tuple[str, Any], ...]:
    """What stands in a row beside the lists; empty cells too, where emptiness tells something (a missing punch)."""
    return tuple((name, value) for name, value in row.items() if not isinstance(value, list | Mapping))
