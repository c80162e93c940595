"""The command as IT meets it: help, exit codes, and messages that tell what to do."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.settings import Workspace
from warehouse.engines.duckdb import connect

Kinerja = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kinerja(workspace: Workspace) -> Kinerja:
    def run(*arguments: str, home: Path = workspace.home) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "etl", *arguments]
        environment = os.environ | {"KINERJA_HOME": str(home), "PYTHONPATH": str(Path.cwd())}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, umask=0o022)

    return run


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "sample",
        "load",
        "replay",
        "withdraw",
        "rebuild",
        "reproduce",
        "verify",
        "anchor",
        "status",
        "doctor",
        "metrics",
        "retention",
        "destroy",
        "backup",
        "restore",
        "lineage",
        "score",
        "publish",
        "simulate",
        "fairness",
        "sql",
    ],
)
def test_every_command_explains_itself(kinerja: Kinerja, command: str) -> None:
    told = kinerja(command, "--help")

    assert (told.returncode, "--home" in told.stdout) == (0, True)


def test_help_imports_nothing_of_the_work() -> None:
    program = (
        "import sys; sys.argv = ['kinerja', '--help']\n"
        "try:\n    from etl.cli import main; main()\nexcept SystemExit: pass\n"
        "heavy = {'duckdb', 'pandas', 'pyarrow', 'numpy', 'great_expectations', 'sqlalchemy', 'airflow', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stderr.strip() == "[]"


def test_without_a_workspace_it_says_how_to_make_one(kinerja: Kinerja, tmp_path: Path) -> None:
    told = kinerja("status", home=tmp_path / "nowhere")

    assert (told.returncode, "kinerja init" in told.stderr) == (2, True)
    assert "Traceback" not in told.stderr


def test_a_fault_of_the_program_is_kept_in_the_workspace_named_on_the_command_line(
    kinerja: Kinerja, workspace: Workspace, tmp_path: Path
) -> None:
    with connect(workspace.warehouse) as warehouse:
        warehouse.execute("drop view if exists audit.source_file_now; drop table audit.source_file")

    told = kinerja("status", "--home", str(workspace.home), home=tmp_path / "elsewhere")

    assert (told.returncode, str(workspace.home / "faults") in told.stderr) == (1, True)
    assert [path.name for path in (workspace.home / "faults").iterdir()] == ["kinerja.txt"]


def test_an_unknown_agency_is_wrong_usage_that_names_the_known_ones(kinerja: Kinerja, tmp_path: Path) -> None:
    told = kinerja("init", "--agency", "atlantis", home=tmp_path / "other")

    assert (told.returncode, "kepahiang" in told.stderr) == (2, True)
    assert not (tmp_path / "other").exists()


def test_what_init_makes_is_for_its_owner_only_whatever_the_umask(kinerja: Kinerja, tmp_path: Path) -> None:
    assert kinerja("init", "--agency", "kepahiang", home=tmp_path / "new").returncode == 0

    made = [tmp_path / "new", *(tmp_path / "new").rglob("*")]

    assert len(made) > 20
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_an_unknown_source_is_wrong_usage(kinerja: Kinerja) -> None:
    told = kinerja("load", "--source", "fingre")

    assert (told.returncode, "finger" in told.stderr) == (2, True)


def test_an_empty_inbox_is_a_load_that_closes(kinerja: Kinerja) -> None:
    told = kinerja("load", "--through", "2026-07-01")

    assert (told.returncode, "closes" in told.stdout) == (0, True)


def test_refused_input_exits_3_and_the_rest_is_loaded(kinerja: Kinerja, workspace: Workspace) -> None:
    (workspace.inbox / "finger" / "1.dat").write_bytes(b"        1\t2026-07-01 07:25:00\t1\t0\t1\t0\nrubbish\n")
    (workspace.inbox / "finger" / "1.dat.done").touch()

    told = kinerja("load", "--through", "2026-07-02")

    assert (told.returncode, "WRONG_COLUMN_COUNT" in told.stdout) == (3, True)
    assert kinerja("sql", "select count(*) as n from core.punch", "--format", "csv").stdout == "n\n1\n"


def test_a_load_that_readers_cannot_be_shown_is_told_as_committed_and_exits_1(
    kinerja: Kinerja, workspace: Workspace
) -> None:
    (workspace.inbox / "finger" / "1.dat").write_bytes(b"        1\t2026-07-01 07:25:00\t1\t0\t1\t0\nrubbish\n")
    (workspace.inbox / "finger" / "1.dat.done").touch()
    workspace.serving.mkdir(mode=0o700, exist_ok=True)
    (workspace.serving / "snapshots").write_bytes(b"where the copies belong")

    told = kinerja("load", "--through", "2026-07-02")

    assert (told.returncode, "WRONG_COLUMN_COUNT" in told.stdout) == (1, True), "a fault outweighs refused input"
    assert "Everything is committed; readers see the copy before" in told.stderr
    (workspace.serving / "snapshots").unlink()
    assert kinerja("load", "--through", "2026-07-02").returncode == 0
    assert (workspace.serving / "current" / "warehouse.duckdb").exists()


@pytest.mark.parametrize(
    "query",
    [
        "delete from core.punch",
        "select 1; select 2",
        "select * from read_csv('/etc/passwd')",
        "copy (select 1) to 'x.csv'",
        "explain analyze copy (select 1) to 'x.csv'",
        "attach 'x.duckdb' as other",
        "export database 'x'",
        "select * from '/etc/passwd'",
        "from json_execute_serialized_sql(json_serialize_sql('from read_csv(''/etc/passwd'')'))",
        "install httpfs",
        "load httpfs",
        "select * from sqlite_scan('x.db', 'y')",
        "set enable_external_access = true",
        "reset lock_configuration",
        "select getenv('HOME')",
        "create temp macro m() as 1",
        "selec 1",
    ],
)
def test_sql_only_reads_the_warehouse(kinerja: Kinerja, query: str) -> None:
    told = kinerja("sql", query)

    assert (told.returncode, "Traceback" in told.stderr) == (2, False)


def test_sql_opens_no_file_even_to_understand_a_question(kinerja: Kinerja, tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text("select 'of another file' as told;", encoding="ascii")
    (tmp_path / "load.sql").write_text("", encoding="ascii")

    told = kinerja("sql", f"import database '{tmp_path}'")

    assert (told.returncode, "of another file" in told.stdout + told.stderr) == (2, False)
    assert "Permission Error" in told.stderr


def test_sql_installs_no_extension_by_itself(kinerja: Kinerja) -> None:
    assert "automatically install" not in kinerja("sql", "select * from sqlite_scan('x.db', 'y')").stderr


def test_sql_prints_hostile_text_as_text(kinerja: Kinerja) -> None:
    hostile = "select '=1+1' as a, '[bold]x' || chr(27) || '[2J' as b"

    assert "'=1+1" in kinerja("sql", hostile, "--format", "csv").stdout
    assert "[bold]x\\u001b" in kinerja("sql", hostile).stdout


def test_sql_leaves_no_column_of_a_wide_table_out(kinerja: Kinerja) -> None:
    names = [f"a_long_name_of_column_{number:02}" for number in range(30)]

    told = kinerja("sql", f"select {', '.join(f'{place} as {name}' for place, name in enumerate(names))}").stdout

    assert [line.split()[0] for line in told.splitlines() if line.startswith("a_long")] == names


def test_a_broken_configuration_names_file_and_place(kinerja: Kinerja, workspace: Workspace) -> None:
    text = (workspace.home / "sources.toml").read_text()
    (workspace.home / "sources.toml").write_text(text.replace('kind = "zk_attlog"', 'kind = "zk_attlgo"'))

    told = kinerja("load")

    assert (told.returncode, "sources.toml" in told.stderr, "zk_attlog" in told.stderr) == (2, True, True)


def test_withdrawing_an_unknown_file_is_wrong_usage(kinerja: Kinerja) -> None:
    assert kinerja("withdraw", "99", "--reason", "test").returncode == 2


def test_replaying_an_unknown_file_is_wrong_usage_and_makes_no_load(kinerja: Kinerja) -> None:
    assert kinerja("replay", "--file", "99").returncode == 2
    assert "REPLAY" not in kinerja("status").stdout


@pytest.mark.parametrize("through", ["2099-01-01", "9999-12-31T23:59", "0001-01-01", "2009-12-31T12:00"])
def test_a_year_that_is_a_slip_of_the_pen_closes_no_day(kinerja: Kinerja, through: str) -> None:
    """What is closed stays closed: a load through 2099 made days of everybody for seventy years."""
    told = kinerja("load", "--through", through)

    assert (told.returncode, "expected one between" in told.stderr) == (2, True)
    assert "LOAD" not in kinerja("status").stdout


def test_a_rulebook_is_proven(kinerja: Kinerja, tmp_path: Path) -> None:
    shipped = Path("rulebooks/examples/permentan-68-2012/2012.toml").read_text(encoding="utf-8")
    (tmp_path / "good.toml").write_text(shipped, encoding="utf-8")
    (tmp_path / "gap.toml").write_text(shipped.replace("from = 31, to = 60", "from = 32, to = 60", 1), encoding="utf-8")

    good = kinerja("rulebook", "check", str(tmp_path / "good.toml"))
    gap = kinerja("rulebook", "check", str(tmp_path / "gap.toml"))

    assert (good.returncode, "permentan-68-2012/2012-01-01 is valid" in good.stdout) == (0, True)
    assert (gap.returncode, "a gap at 31" in gap.stderr, "deduction.late" in gap.stderr) == (2, True, True)


@pytest.mark.parametrize(
    ("agency", "day", "code", "told"),
    [
        ("permentan-68-2012", "2026-01-01", 0, "91: 2.0 %"),
        ("kepahiang", "2026-01-01", 0, "in force from 2025-01-01 until further notice"),
        ("kepahiang", "2024-12-31", 2, "2025-01-01 or later"),
        ("atlantis", "2026-01-01", 2, "kepahiang"),
        ("../kepahiang", "2026-01-01", 2, "kepahiang"),
    ],
)
def test_a_rulebook_is_shown_with_its_sources(kinerja: Kinerja, agency: str, day: str, code: int, told: str) -> None:
    shown = kinerja("rulebook", "show", agency, "--on", day)

    assert (shown.returncode, told in shown.stdout + shown.stderr) == (code, True)
    assert code != 0 or "VERIFIED" in shown.stdout


def test_the_workspace_shows_its_own_rulebook(kinerja: Kinerja, workspace: Workspace) -> None:
    own = workspace.home / "rulebooks" / "2025.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("monthly_cap = 100", "monthly_cap = 77"), encoding="utf-8")

    assert "77" in kinerja("rulebook", "show", "kepahiang", "--on", "2026-01-01").stdout


def test_a_period_without_facts_is_scored_and_what_is_no_period_is_wrong_usage(kinerja: Kinerja) -> None:
    told, wrong = kinerja("score", "2026-01"), kinerja("score", "2026-13")

    assert (told.returncode, wrong.returncode) == (0, 2)
    assert "2026-01: 0 persons, nothing changed." in told.stdout
    assert wrong.stderr.startswith("kinerja: PERIOD: expected 2026-07, 2026-Q3, 2026-H2 or 2026")


def test_a_simulation_without_facts_or_with_a_bad_rulebook_says_what_to_do(kinerja: Kinerja, tmp_path: Path) -> None:
    own, other = "rulebooks/kepahiang/2025.toml", "rulebooks/batang-hari/2025.toml"
    (tmp_path / "bad.toml").write_text("agency = ", encoding="utf-8")

    for file, told in ((own, "kinerja load"), (other, "a rulebook of kepahiang"), (str(tmp_path / "bad.toml"), "TOML")):
        answer = kinerja("simulate", "2026-02", "--rulebook", file)
        assert (answer.returncode, told in answer.stderr, "Traceback" in answer.stderr) == (2, True, False)
    assert kinerja("simulate", "2026-02", "--rulebook", own, "--persons").returncode == 2


def test_a_rulebook_is_confirmed_by_a_decree(kinerja: Kinerja) -> None:
    confirmed = kinerja("rulebook", "confirm", "kepahiang", "--decree", "Perbup 7/2026", "--by", "Kabag Hukum")
    nameless = kinerja("rulebook", "confirm", "kepahiang", "--decree", " ")

    assert (confirmed.returncode, "kepahiang/2025-01-01 is confirmed" in confirmed.stdout) == (0, True)
    assert (nameless.returncode, "number of a decree" in nameless.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("destroy", "7", "--decision", " "), "--decision: expected the number of a decision"),
        (("destroy", "7", "--decision", "1/2031"), "file 7: expected a file_id"),
        (("retention", "--destroy"), "--decision: expected the number of a decision"),
        (("retention", "--decision", "1/2031"), "--decision: expected --destroy beside it"),
        (
            ("retention", "--destroy", "--decision", "1/2031", "--on", "2999-01-01"),
            "--on: expected with --destroy a day",
        ),
    ],
)
def test_nothing_is_destroyed_without_a_file_a_decision_and_the_day(
    kinerja: Kinerja, arguments: tuple[str, ...], said: str
) -> None:
    told = kinerja(*arguments)

    assert (told.returncode, said in told.stderr) == (2, True), told.stderr
