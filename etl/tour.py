"""What `make run` shows: a sample agency, the nightly load through Airflow, what came of it, the quarter's table."""

import json
import os
import re
import sys
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from etl import embedded_airflow
from etl.errors import KinerjaError, WrongUsage
from etl.settings import Workspace, workspace_of

AGENCY, EMPLOYEES, FIRST, LAST, SEED = "kepahiang", 300, date(2026, 1, 1), date(2026, 3, 31), 1
PERIOD, PEOPLE = "2026-Q1", 10
MARK = ".sample"
"""An empty file that tells the sample's workspace from one that somebody works with."""
_TASK = re.compile(r"\[DAG TEST\] starting task_id=(\w+)")
_LATEST_LOAD_WITH_FILES = """
select load_id, through_at from audit.load
where state = 'COMMITTED' and load_id in (select load_id from audit.source_file) order by load_id desc limit 1
"""
_LATEST_LOAD = "select max(load_id) from audit.load where state = 'COMMITTED'"
_WEEK = """
with week as (
    select * from core.attendance_day where work_date between date '2026-03-02' and date '2026-03-08'
), shown as (
    select person_id from week where status <> 'OFF'
    group by person_id order by count(distinct status) desc, person_id limit 3
)
select employees.name, strftime(week.work_date, '%a %d %b %Y') as day, week.shift_code as hours, week.status,
       strftime(week.first_in, '%H:%M') as first_in, strftime(week.last_out, '%H:%M') as last_out,
       week.late_minutes as late, week.early_minutes as early, week.worked_minutes as worked, week.leave_code as leave
from week join shown using (person_id)
left join core.employees as employees on employees.nip = week.nip
    and week.work_date between employees.valid_from and coalesce(employees.valid_to, date '9999-12-31')
order by employees.name, week.nip, week.work_date, week.shift_no
"""
_SOMEBODY = "select min(nip) from mart.performance_quarterly where period = ? and evidence_index is not null"


def main() -> None:
    """Tell the story; every fault ends in words and its exit code."""
    console = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=160)
    workspace = workspace_of(None, os.environ)
    try:
        show(console, workspace)
    except KinerjaError as error:
        console.print(Text(f"make run: {error}", style="red"))
        sys.exit(error.exit_code)


def show(console: Console, workspace: Workspace) -> None:
    console.rule("1  A sample agency", align="left")
    make_sample(console, workspace)
    console.rule("2  The nightly load, run by Airflow", align="left")
    run_by_airflow(console, workspace, "nightly_load", {"day": str(LAST)})
    console.rule("3  What came in, what was refused, and what it says", align="left")
    show_load(console, workspace)
    show_week(console, workspace)
    console.rule(f"4  What it comes to: the performance table of {PERIOD}", align="left")
    run_by_airflow(console, workspace, "periodic_scoring", {"period": PERIOD})
    show_period(workspace)
    console.rule("5  Three commands to try next", align="left")
    show_next(console, workspace)


def make_sample(console: Console, workspace: Workspace) -> None:
    """Write the sample's raw files into the inbox; a workspace of somebody's own is left alone."""
    from etl.progress import progress
    from etl.sample import generate
    from etl.workspace import make_workspace

    _refuse_own_workspace(workspace)
    make_workspace(workspace, AGENCY)
    with progress("Writing raw files") as tick:
        generate(workspace, AGENCY, EMPLOYEES, FIRST, LAST, SEED, tick)
    console.print(
        f"{workspace.agency().name}: {EMPLOYEES} invented employees, {FIRST} to {LAST}. Raw files in the formats of "
        f"their devices and applications, with the faults of real ones, lie in {_short(workspace.inbox)}",
        soft_wrap=True,
    )


def _refuse_own_workspace(workspace: Workspace) -> None:
    mark = workspace.home / MARK
    if (workspace.home / "agency.toml").exists() and not mark.exists():
        raise WrongUsage(
            str(workspace.home),
            expected="no workspace, or the sample's",
            found="a workspace that `make run` did not make",
            todo="Your files stay untouched: load them with `.venv/bin/kinerja load`, or move the folder away.",
        )
    workspace.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch(mode=0o600)


def run_by_airflow(console: Console, workspace: Workspace, dag: str, params: dict[str, str]) -> None:
    """`airflow dags test` on the embedded defaults; what it says goes to a file."""
    home = embedded_airflow.AIRFLOW_HOME
    environment = embedded_airflow.settings_of(os.environ, home, workspace.home)
    with console.status("Airflow makes its own database") as status:
        embedded_airflow.prepare(home, environment)
        log = home / f"{dag}.log"
        status.update(f"Airflow reads dags/{dag}.py")

        def told(line: str) -> None:
            if started := _TASK.search(line):
                status.update(f"Airflow runs {started[1]}")

        embedded_airflow.run(["dags", "test", dag, "--conf", json.dumps(params)], environment, log, told)
    console.print(f"DAG {dag} succeeded; what Airflow said is in {_short(log)}")


def show_load(console: Console, workspace: Workspace) -> None:
    """The figures of the load that took the files in, and whether the latest one found anything new."""
    from etl.load_folder import Plan
    from etl.load_report import report
    from etl.status import print_report
    from warehouse.engines.duckdb import connect

    with connect(workspace.warehouse, read_only=True) as warehouse:
        load_id, through_at = warehouse.execute(_LATEST_LOAD_WITH_FILES).fetchall()[0]
        (latest,) = warehouse.execute(_LATEST_LOAD).fetchall()[0]
        figures = report(warehouse, Plan(load_id, through_at, (), {}))
    if latest != load_id:
        console.print(f"Load {latest} found nothing new: every file was recognised. Load {load_id} had taken them in:")
    print_report(workspace, figures)


def show_week(console: Console, workspace: Workspace) -> None:
    """One week of those employees of whom most different things are told."""
    from etl.status import show_answer
    from warehouse.engines.duckdb import connect

    with connect(workspace.warehouse, read_only=True) as warehouse:
        show_answer(console, warehouse, "A week of three employees, in the hours of Ramadan", _WEEK)


def show_period(workspace: Workspace) -> None:
    """What the quarter's components rest on, and the rows of a few people."""
    from etl.score_summary import print_components, print_people

    print_components(workspace, PERIOD)
    print_people(workspace, PERIOD, PEOPLE)


def show_next(console: Console, workspace: Workspace) -> None:
    """Three commands that work on the sample as it stands."""
    from warehouse.engines.duckdb import connect

    with connect(workspace.warehouse, read_only=True) as warehouse:
        (nip,) = warehouse.execute(_SOMEBODY, [PERIOD]).fetchall()[0]
    for command, what in (
        (f"explain {nip} {PERIOD}", "what the figures of one employee were made of, down to lines of files"),
        ("verify", "whether archive, log and tables are what was recorded"),
        ("status", "loads, what they changed, control totals, devices, quarantine"),
    ):
        console.print(
            Text(f"  .venv/bin/kinerja {command}"), Text(f"      {what}", style="dim"), sep="\n", soft_wrap=True
        )


def _short(path: Path) -> str:
    return os.path.relpath(path)


if __name__ == "__main__":
    main()
