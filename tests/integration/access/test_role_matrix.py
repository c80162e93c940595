"""Every role at every object of the warehouse, tried: what is not in the table below is refused."""

from collections.abc import Iterable
from fnmatch import fnmatch

import psycopg
import pytest
from psycopg import sql

from tests.postgres import Server
from tests.worlds.granted import signed_in
from warehouse.access.roles import Role

pytestmark = pytest.mark.slow

RELATIONS = """
    relation                      owner  writer  bi_reader  unit_head  hr  auditor
    *                             SIUDT  -       -          -          -   -
    audit.*                       SIUDT  SIUD    -          -          -   S
    audit.alembic_version         SIUDT  S       -          -          -   S
    audit.ledger                  SIUDT  SI      -          -          -   S
    audit.source_file_now         S      -       -          -          -   S
    core.*                        SIUDT  SIUD    -          -          S   S
    core.access                   SIUDT  SIUD    -          -          -   S
    core.complaint                SIUDT  SIUD    -          -          -   S
    core.survey_response          SIUDT  SIUD    -          -          -   S
    core.units                    SIUDT  SIUD    -          S          S   S
    core.shifts                   SIUDT  SIUD    -          S          S   S
    core.calendar                 SIUDT  SIUD    -          S          S   S
    core.service_catalogue        SIUDT  SIUD    -          S          S   S
    core.attendance_day           SIUDT  SIUD    -          S          S   S
    core.deduction_day            SIUDT  SIUD    -          S          S   S
    core.discipline_day           SIUDT  SIUD    -          S          S   S
    core.employees                SIUDT  SIUD    -          some       S   S
    core.decision                 SIUDT  SIUD    -          some       S   S
    mart.*                        SIUDT  SIUD    -          -          S   S
    mart.performance_period       SIUDT  SIUD    -          S          S   S
    mart.score_component          SIUDT  SIUD    -          S          S   S
    mart.recommendation           SIUDT  SIUD    -          S          S   S
    mart.restatement              SIUDT  SIUD    -          S          S   S
    mart.target_lint              SIUDT  SIUD    -          S          S   S
    mart.incentive                SIUDT  SIUD    -          S          S   S
    mart.person_case              SIUDT  SIUD    -          S          S   S
    mart.person_work              SIUDT  SIUD    -          S          S   S
    mart.unit_period              SIUDT  SIUD    -          S          S   S
    mart.unit_indicator           SIUDT  SIUD    -          S          S   S
    mart.unit_target_lint         SIUDT  SIUD    -          S          S   S
    mart.performance_*ly          S      -       -          S          S   S
    mart.performance_state        S      -       -          S          S   S
    mart.*_now                    S      -       -          -          S   S
    mart.score_component_now      S      -       -          S          S   S
    mart.target_lint_now          S      -       -          S          S   S
    mart.recommendation_now       S      -       -          S          S   S
    mart.objection_now            S      -       -          -          S   S
    mart.incentive_now            S      -       -          S          S   S
    mart.training_effect_now      S      -       -          S          S   S
    mart.fairness_now             S      -       -          S          S   S
    mart.fairness_group_now       S      -       -          S          S   S
    mart.figure_source            S      -       -          -          S   S
    mart.figure_part              S      -       -          -          S   S
    mart_id.*                     S      -       -          -          S   S
    mart_id.kinerja_*an           S      -       -          S          S   S
    mart_id.nilai_komponen        S      -       -          S          S   S
    mart_id.rekomendasi           S      -       -          S          S   S
    mart_id.kualitas_target       S      -       -          S          S   S
    mart_id.usulan_insentif       S      -       -          S          S   S
    mart_id.dampak_pelatihan      S      -       -          S          S   S
    mart_id.kewajaran_kelompok    S      -       -          S          S   S
    board.*                       S      -       S          S          S   S
    bi.*                          S      -       S          -          -   S
    access.pseudonym              SIUDT  SI      -          -          -   -
    access.pseudonym_key          SIUDT  S       -          -          -   S
    access.unit_head              SIUDT  -       -          -          -   S
"""
"""The last line that fits counts. S reads all columns (some: those below), I adds, U changes, D deletes, T empties."""
SOME_COLUMNS = {
    "core.employees": {
        *("person_id", "nip", "name", "position_code", "position", "unit_code", "grade", "status"),
        *("valid_from", "valid_to"),
    },
    "core.decision": {"decision_no", "nip", "period", "kind", "decision", "decided_at"},
}
ELSEWHERE = """
    action                owner  writer  bi_reader  unit_head  hr  auditor
    create schema         yes    -       -          -          -   -
    temporary table       yes    yes     -          -          -   -
    table in public       -      -       -          -          -   -
    table in audit        yes    -       -          -          -   -
    table in core         yes    -       -          -          -   -
    table in mart         yes    -       -          -          -   -
    table in mart_id      yes    -       -          -          -   -
    table in board        yes    -       -          -          -   -
    table in bi           yes    -       -          -          -   -
    table in access       yes    -       -          -          -   -
    own_unit()            yes    -       -          -          -   -
    own_day()             yes    -       -          -          -   -
    own_position()        yes    -       -          -          -   -
    own_period()          yes    -       -          -          -   -
    own_unit_period()     yes    -       -          -          -   -
    advisory lock         yes    yes     -          -          -   -
    large object          -      -       -          -          -   -
"""
ACTIONS = {
    "create schema": "create schema made_here",
    "temporary table": "create temporary table made_here (a int)",
    **{
        f"table in {schema}": f"create table {schema}.made_here (a int)"
        for schema in ("public", "audit", "core", "mart", "mart_id", "board", "bi", "access")
    },
    **{
        f"own_{name}()": f"select * from access.own_{name}()"
        for name in ("unit", "day", "position", "period", "unit_period")
    },
    "advisory lock": "select pg_advisory_xact_lock(1)",
    "large object": "select lo_from_bytea(0, 'kept')",
}
_RELATIONS = """
    select relnamespace::regnamespace || '.' || relname, array(
        select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped)
    from pg_class where relkind in ('r', 'p', 'v', 'm', 'f')
        and relnamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1
"""


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_and_writes_what_the_table_says_and_nothing_else(
    role: Role, postgres: Server, granted: str
) -> None:
    with postgres.connect(granted) as server, signed_in(postgres, granted, role) as session:
        relations = server.execute(_RELATIONS).fetchall()
        found = {name: _tried(session, name, columns) for name, columns in relations}

    assert len(found) > 80
    assert found == {name: _allowed(name, columns, role) for name, columns in relations}


@pytest.mark.parametrize("role", Role)
def test_each_role_makes_and_calls_what_the_table_says_and_nothing_else(role: Role, postgres: Server, granted: str):
    with signed_in(postgres, granted, role) as session:
        found = {action: _may(session, sql.SQL(statement)) for action, statement in ACTIONS.items()}

    assert found == {action: allowed[role] == "yes" for action, allowed in _table(ELSEWHERE)}


def test_only_the_owner_may_point_at_a_table_or_put_a_trigger_on_it(postgres: Server, granted: str) -> None:
    with postgres.connect(granted) as server:
        others = [f"{granted}_{role}" for role in Role if role is not Role.OWNER]
        held = server.execute(
            "select grantee, table_schema, table_name, privilege_type from information_schema.table_privileges "
            "where privilege_type in ('REFERENCES', 'TRIGGER') and (grantee = any (%s) or grantee = 'PUBLIC') "
            "and table_schema !~ '^(pg_|information_schema)'",
            [others],
        ).fetchall()

    assert held == []


def test_every_function_of_ours_is_in_the_table(postgres: Server, granted: str) -> None:
    with postgres.connect(granted) as server:
        functions = server.execute(
            "select pronamespace::regnamespace || '.' || proname from pg_proc "
            "where pronamespace::regnamespace::text !~ '^(pg_|information_schema)'"
        ).fetchall()

    assert {name for (name,) in functions} == {f"access.{name[:-2]}" for name in ACTIONS if name.endswith("()")}


def test_the_table_of_relations_has_no_line_that_fits_nothing(postgres: Server, granted: str) -> None:
    with postgres.connect(granted) as server:
        names = [name for name, _ in server.execute(_RELATIONS).fetchall()]

    assert [pattern for pattern, _ in _table(RELATIONS) if not any(fnmatch(name, pattern) for name in names)] == []


def _tried(session: psycopg.Connection, relation: str, columns: Iterable[str]) -> tuple[set[str], str]:
    """Columns that can be read, and the letters of what else can be done."""
    name = sql.Identifier(*relation.split("."))
    read = {
        one for one in columns if _may(session, sql.SQL("select {} from {} limit 0").format(sql.Identifier(one), name))
    }
    first = sql.Identifier(next(iter(columns)))
    changes = {
        "I": sql.SQL("insert into {} default values").format(name),
        "U": sql.SQL("update {} set {} = null where false").format(name, first),
        "D": sql.SQL("delete from {} where false").format(name),
        "T": sql.SQL("truncate {}").format(name),
    }
    return read, "".join(letter for letter, statement in changes.items() if _may(session, statement))


def _may(session: psycopg.Connection, statement: sql.Composable) -> bool:
    """Whether it is allowed; what is allowed and fails for another reason, such as an empty cell, is allowed."""
    try:
        with session.transaction(force_rollback=True):
            session.execute(statement)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.WrongObjectType):
        return False
    except psycopg.errors.ObjectNotInPrerequisiteState:  # a view that nobody can change
        return False
    except psycopg.errors.IntegrityError:
        return True
    return True


def _allowed(relation: str, columns: Iterable[str], role: Role) -> tuple[set[str], str]:
    letters = [allowed[role] for pattern, allowed in _table(RELATIONS) if fnmatch(relation, pattern)][-1]
    if letters == "some":
        return SOME_COLUMNS[relation], ""
    return set(columns) if "S" in letters else set(), letters.strip("S-")


def _table(text: str) -> list[tuple[str, dict[str, str]]]:
    """Lines of a table above: what they are about, and a cell for each role."""
    heading, *lines = text.strip().splitlines()
    roles = heading.split()[1:]
    told = []
    for line in lines:
        cells = line.rsplit(maxsplit=len(roles))
        told.append((cells[0].strip(), dict(zip(roles, cells[1:], strict=True))))
    return told
