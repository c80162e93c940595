"""Columns of one statement: which columns of other tables a column of its answer depends on.

Told by sqlglot from the text. Of each column of an answer there are two kinds of origins:

    direct      its value is computed from them, conditions of CASE among them
    indirect    they decide which of several values it is: conditions of joins and filters on its way, what an
                aggregate or a window ranges over

and of the answer as a whole `rows`: what decides which rows it has. Where a row stays, its value changes only if a
column of `direct` or `indirect` did; rows come and go only if one of `rows` did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

Column = tuple[str, str]
"""Table, as `schema.table` or the name of a temporary one, and column."""
Columns = frozenset[Column]
NONE: Columns = frozenset()
EXISTS = "*"
"""Stands for the being there of a row of a stored table."""
MAIN = "main"
"""The schema of temporary tables, whose names stand alone."""


@dataclass(frozen=True)
class Origin:
    """Where one column comes from."""

    direct: Columns = NONE
    indirect: Columns = NONE

    def __or__(self, other: "Origin") -> "Origin":
        return Origin(self.direct | other.direct, self.indirect | other.indirect)

    @property
    def whole(self) -> Columns:
        return self.direct | self.indirect


@dataclass(frozen=True)
class Answer:
    """Columns of a query in their order, and what decides which rows it has."""

    columns: Mapping[str, Origin] = field(default_factory=dict)
    rows: Columns = NONE
    table: str | None = None
    """The table that this is as it is stored."""

    def column(self, name: str) -> Origin:
        """The origin of a column; one that the query makes on its way (a list taken apart) has none."""
        return Origin(frozenset({(self.table, name)})) if self.table else self.columns.get(name, Origin())


def columns_of(query: str | exp.Expr, schema: Mapping[str, Mapping[str, str]]) -> Answer:
    """The origins of a query over tables of `schema` (name -> column -> type), which it must know."""
    tree = parse_one(query, dialect="duckdb") if isinstance(query, str) else query
    qualified = qualify(
        tree,
        dialect="duckdb",
        db=MAIN,
        schema=cast("dict[str, object]", _nested(schema)),
        validate_qualify_columns=True,
        quote_identifiers=False,
        canonicalize_table_aliases=False,
    )
    scope = build_scope(qualified)
    if scope is None:
        raise ValueError(f"no query: {qualified.sql(dialect='duckdb')[:80]}")
    return _Reading().answer(scope)


def _nested(schema: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, dict[str, str]]]:
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for name, columns in schema.items():
        owner, _, own_name = name.rpartition(".")
        nested.setdefault(owner or MAIN, {})[own_name] = dict(columns)
    return nested


class _Reading:
    """Every scope of one statement is read once, however often it is named."""

    def __init__(self) -> None:
        self.known: dict[int, Answer] = {}

    def answer(self, scope: Scope) -> Answer:
        if id(scope) not in self.known:
            self.known[id(scope)] = self._read(scope)
        return self.known[id(scope)]

    def _read(self, scope: Scope) -> Answer:
        if isinstance(scope.expression, exp.SetOperation):
            return _united([self.answer(one) for one in scope.set_operation_scopes])
        return _Select(scope, self).answer()


def _united(parts: list[Answer]) -> Answer:
    """By position, under the names of the first."""
    columns = {}
    for place, name in enumerate(parts[0].columns):
        origins = [list(part.columns.values())[place] for part in parts]
        columns[name] = _merged(origins)
    return Answer(columns, frozenset().union(*(part.rows for part in parts)))


def _merged(origins: Iterable[Origin]) -> Origin:
    merged = Origin()
    for origin in origins:
        merged |= origin
    return merged


class _Select:
    """One SELECT: its sources are answers already; conditions and subqueries are looked up among them."""

    def __init__(self, scope: Scope, reading: _Reading) -> None:
        self.scope, self.reading = scope, reading
        self.select = cast("exp.Select", scope.expression)
        self.sources = {
            name: reading.answer(source) if isinstance(source, Scope) else _stored(source)
            for name, source in scope.sources.items()
        }
        self.joins = self.select.args.get("joins") or []
        self.filters = [part for name in ("where", "having", "qualify") if (part := self.select.args.get(name))]
        group = self.select.args.get("group")
        self.grouped = list(group.expressions) if group else []

    def answer(self) -> Answer:
        filters = frozenset().union(*(self._of(one).whole for one in self.filters), NONE)
        conditions = [one.args["on"] for one in self.joins if one.args.get("on") is not None]
        joins = frozenset().union(*(self._of(one).whole for one in conditions), NONE)
        groups = frozenset().union(*(self._of(one).whole for one in self.grouped), NONE)
        sources = frozenset().union(*(source.rows for source in self._own_sources()), NONE)
        rows = filters | joins | groups | sources
        if self.select.args.get("distinct"):
            rows |= frozenset().union(*(self._of(one).whole for one in self.select.selects), NONE)
        columns: dict[str, Origin] = {}
        for place, one in enumerate(self.select.selects):
            # a branch of a union may name a column twice or not at all
            name = one.alias_or_name if one.alias_or_name not in columns else f"{one.alias_or_name}#{place}"
            columns[name] = self._column(one, filters, rows)
        return Answer(columns, rows)

    def _own_sources(self) -> list[Answer]:
        own = {name for name, _ in self.scope.selected_sources.items()}
        return [self.sources[name] for name in own]

    def _column(self, projection: exp.Expr, filters: Columns, rows: Columns) -> Origin:
        value = projection.unalias()
        origin = self._of(value)
        among = filters | self._conditions_about({one.table for one in value.find_all(exp.Column)})
        ranges = value.find(exp.AggFunc, exp.Window) is not None
        if ranges or (self.grouped and value not in self.grouped):
            among |= rows
        return Origin(origin.direct, origin.indirect | (among - origin.direct))

    def _conditions_about(self, tables: set[str]) -> Columns:
        """What finds the row of these tables: a LEFT JOIN decides of what it joins, another join of both sides."""
        found: Columns = NONE
        for join in self.joins:
            name, condition = join.this.alias_or_name, join.args.get("on")
            about = {one.table for one in condition.find_all(exp.Column)} if condition else set()
            if name in tables:
                found |= self.sources[name].rows if name in self.sources else NONE
            if condition and (name in tables or (join.side != "LEFT" and tables & about)):
                found |= self._of(condition).whole
        return found

    def _of(self, expression: exp.Expr) -> Origin:
        """The origins of all columns of an expression, those of subqueries within it and their rows too."""
        origin = Origin()
        inner = [one for one in self.scope.subquery_scopes if _within(one.expression, expression)]
        for one in inner:
            answer = self.reading.answer(one)
            outer = frozenset().union(*(self._look_up(column).whole for column in one.external_columns), NONE)
            origin |= _merged(answer.columns.values()) | Origin(indirect=answer.rows | outer)
        for column in expression.find_all(exp.Column):
            if not any(_within(column, one.expression) for one in inner):
                found = self._look_up(column)
                origin |= Origin(indirect=found.whole) if _decides(column, expression) else found
        return origin

    def _look_up(self, column: exp.Column) -> Origin:
        source = self.sources.get(column.table)
        return source.column(column.name) if source else Origin()


_DECIDING: dict[type[exp.Expr], tuple[str, ...]] = {exp.Window: ("partition_by", "order"), exp.Filter: ("expression",)}
"""Places whose columns are not part of a value but decide which it is."""


def _decides(column: exp.Expr, whole: exp.Expr) -> bool:
    """Whether a column stands in what a window goes by, or in the filter of an aggregate."""
    place: exp.Expr | None = column
    while place is not None and place is not whole:
        if place.parent is not None and place.arg_key in _DECIDING.get(type(place.parent), ()):
            return True
        place = place.parent
    return False


def _within(inner: exp.Expr, outer: exp.Expr) -> bool:
    place: exp.Expr | None = inner
    while place is not None:
        if place is outer:
            return True
        place = place.parent
    return False


def _stored(source: exp.Expr) -> Answer:
    """A table as it is stored: its columns come from themselves."""
    name = f"{source.db}.{source.name}" if isinstance(source, exp.Table) and source.db != MAIN else source.name
    return Answer(rows=frozenset({(name, EXISTS)}), table=name)
