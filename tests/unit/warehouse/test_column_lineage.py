"""Origins of columns: read off small statements, current for the models, and each of them a column that exists."""

import json

import pytest

from warehouse.lineage.columns import columns_of
from warehouse.lineage.declared import DECLARED, declared, models_sha256, origins, text_of
from warehouse.schema import metadata

SCHEMA = {"core.fact": {"k": "int", "x": "int", "y": "int"}, "other": {"k": "int", "z": "int"}}


def _told(query: str, column: str) -> tuple[str, str]:
    """Direct and indirect origins of a column, as words."""
    origin = columns_of(query, SCHEMA).columns[column]
    return tuple(  # type: ignore[return-value]
        " ".join(sorted(name for _, name in one if name != "*")) for one in (origin.direct, origin.indirect)
    )


@pytest.mark.parametrize(
    ("query", "direct", "indirect"),
    [
        ("select k, x + 1 as a from core.fact", "x", ""),
        ("select k, elapsed_minutes(x, y) as a from core.fact", "x y", ""),
        ("select k, x as a from core.fact where y > 0", "x", "y"),
        ("select k, sum(x) as a from core.fact where y > 0 group by k", "x", "k y"),
        ("select k, row_number() over (partition by k order by y) as a from core.fact", "", "k y"),
        ("select k, case when y > 0 then x else 0 end as a from core.fact", "x y", ""),
        ("select k, z as a from core.fact left join other using (k)", "z", "k"),
        ("select f.k, f.x as a from core.fact as f left join other as o on o.k = f.k and o.z = 1", "x", ""),
        ("select f.k, f.x as a from core.fact as f join other as o on o.k = f.y", "x", "k y"),
        ("select k, x as a from core.fact where exists (select 1 from other where other.k = fact.k)", "x", "k"),
        ("select k, (select max(z) from other where other.k = fact.y) as a from core.fact", "z", "k y"),
        ("select k, x as a from core.fact union all select k, z from other", "x z", ""),
        ("with b as (select * from core.fact where y = 1) select k, b.x as a from b", "x", "y"),
        (
            "with b as (select *, row_number() over (partition by k order by y) as place from core.fact) "
            "select k, x as a from b where place = 1",
            "x",
            "k y",
        ),
    ],
)
def test_origins_of_a_column(query: str, direct: str, indirect: str) -> None:
    told = _told(query, "a")

    assert told[0] == direct
    assert set(told[1].split()) - set(direct.split()) == set(indirect.split()) - set(direct.split())


def test_origins_are_those_of_the_models_as_they_are() -> None:
    known = json.loads(DECLARED.read_text(encoding="utf-8"))

    assert known["models"] == models_sha256(), "the models changed: run python -m warehouse.lineage.declared"


def test_every_origin_is_a_column_of_the_warehouse_or_a_number_of_a_rulebook() -> None:
    tables = json.loads(DECLARED.read_text(encoding="utf-8"))["tables"]
    named = {
        origin
        for table in tables.values()
        for origins in (table["rows"], *(one[kind] for one in table["columns"].values() for kind in one))
        for origin in origins
        if not origin.startswith("rule_") and not origin.endswith(".*")
    }
    stored = {f"{name}.{column.name}" for name, table in metadata().tables.items() for column in table.columns}

    assert named - stored == set()


def test_only_the_period_itself_comes_from_nowhere() -> None:
    tables = json.loads(DECLARED.read_text(encoding="utf-8"))["tables"]
    without = {
        name
        for table in tables.values()
        for name, one in table["columns"].items()
        if not one["direct"] and not one["indirect"]
    }

    assert without == {"period", "period_start", "period_end"}


@pytest.mark.slow
def test_the_file_is_what_is_read_off_the_models() -> None:
    assert text_of(declared(origins())) == DECLARED.read_text(encoding="utf-8")
