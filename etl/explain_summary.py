"""What `kinerja explain` prints: the figure in words for the person it is about, then the lines it rests on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from etl.destruction.telling import destroyed_in_words
from etl.explain_corrections import corrections_told
from etl.explain_proposals import proposals_told
from etl.explain_since import since_in_words
from etl.query import printable
from etl.status import table_of, wide_console

Told = Mapping[str, Any]
Row = tuple[Any, ...]
_MEANING = {
    "DISCIPLINE": "punctuality: 100 less points for what came late, early or was missed",
    "PRODUCTIVITY": "work done against the work that could be expected",
    "TIMELINESS": "cases within the service standard",
    "QUALITY": "cases that needed no rework",
    "TARGET": "targets reached, by their weights",
    "SATISFACTION": "what citizens say of the units served in",
    "COMPLAINT": "complaints answered within their limits by the units served in",
    "BEHAVIOUR": "the superior's seven ratings of behaviour",
}
_ABSENT_PUNCH = {"IN": "coming", "OUT": "going"}


def print_explanation(told: Told, component: str | None) -> None:
    """Everything in short; of a component that was asked for, its parts and the lines too."""
    console = wide_console()
    _print_head(console, told)
    for name, part in told["components"].items():
        _PARTS[name](console, told, part)
    if "money" in told:
        _print_money(console, told["money"])
    if "tier" in told:
        _print_tier(console, told)
    if "predicate" in told:
        _print_predicate(console, told["predicate"])
    for title, names, rows in proposals_told(told):
        print_titled(console, title, names, rows)
    if "days" in told:
        _print_missing(console, told)
    print_titled(console, *corrections_told(told))
    print_records(console, told, all_lines=component is not None)


def _print_head(console: Console, told: Told) -> None:
    row = told["figure"]
    console.print(
        f"{row['period']}, revision {row['revision']}: unit {row['unit_code']}, {row['working_days']} working days. "
        f"Rulebook {row['rulebook']}" + (", with numbers that are ASSUMED." if row["assumed"] else ".")
    )
    for one in told["destroyed"]:
        console.print(f"It may rest on {destroyed_in_words(one)}: what follows is what is left.", markup=False)
    print_since(console, told)
    rows = [
        (name, part["score"], part["weight"], part["reason"], part["rule"], part["article"], _MEANING[name])
        for name, part in told["components"].items()
    ]
    if "index" in told:
        rows.append(("evidence_index", row["evidence_index"], None, None, None, None, "their weighted mean"))
    print_titled(
        console, "Figures", ["figure", "score", "weight", "why empty", "rule", "article", "what it says"], rows
    )


def print_since(console: Console, told: Told) -> None:
    """Warn where the stored figures are older than the facts or rules beside them."""
    if since := since_in_words(told):
        console.print(since, markup=False)


def _discipline(console: Console, told: Told, part: Told) -> None:
    rows = [
        (
            day["work_date"],
            cause,
            minutes,
            day["shift_start"],
            day["first_in"],
            day["shift_end"],
            day["last_out"],
            points,
        )
        for day in told["days"]
        for cause, minutes, points in points_of(day, part)
    ]
    names = ["date", "what", "minutes", "due from", "came", "due to", "went", "points"]
    print_titled(console, "DISCIPLINE: what took points", names, rows)


def points_of(day: Told, part: Told) -> Iterator[tuple[str, int, Any]]:
    """Cause, minutes and points of what a day is charged with; a letter takes the points away."""
    if not day["working"]:
        return
    allowed = {(one["work_date"], one["kind"]) for one in part["permitted"]}
    for cause, minutes in _occurrences(day):
        for band in part["evidence_points"]:
            fits = band["rulebook"] == day["rulebook"] and band["cause"] == cause
            if fits and band["from_minute"] <= minutes <= band["to_minute"]:
                points = "0, permitted by letter" if (day["work_date"], cause) in allowed else band["points"]
                yield cause, minutes, points


def _occurrences(day: Told) -> Iterator[tuple[str, int]]:
    if day["status"] == "ABSENT":
        yield "ABSENT", 0
    if day["status"] in ("PRESENT", "NO_IN", "NO_OUT"):
        for cause, minutes in (("LATE", day["late_minutes"]), ("EARLY", day["early_minutes"])):
            if minutes:
                yield cause, minutes
        for cause, punch in (("NO_IN", day["first_in"]), ("NO_OUT", day["last_out"])):
            if punch is None:
                yield cause, 0


def _cases(console: Console, told: Told, part: Told) -> None:
    del told
    name, cases, peers = part["component"], part["cases"], part["peers"]
    completed, late, reworked = (sum(case[key] for case in cases) for key in ("completed", "late", "reworked"))
    console.print(
        f"{name}: {completed} cases completed, {late} fell due on the desk, {reworked} needed rework; compared within "
        f"{len(peers)} people of the peer group."
    )
    rows = [
        (case["app"], case["case_id"], case["received_at"], case["completed_at"], case["late_at"], _told_of(case))
        for case in cases
        if case["late"] or case["overdue"] or case["reworked"] or (case["completed"] and not case["on_time"])
    ]
    print_titled(
        console, f"{name}: cases to look at", ["app", "case", "received", "completed", "late from", "what"], rows
    )


def _told_of(case: Told) -> str:
    words = {
        "late": "fell due on the desk",
        "overdue": "still open",
        "reworked": "rework",
    }
    told = [word for name, word in words.items() if case[name]]
    return ", ".join(told) or "completed late"


def _productivity(console: Console, told: Told, part: Told) -> None:
    done = sum(case["standard_minutes"] for case in part["cases"] if case["completed"])
    desk = sum(case["standard_minutes"] for case in part["cases"] if case["of_desk"])
    console.print(
        f"PRODUCTIVITY: {done} standard minutes done of {desk} on the desk, "
        f"on {len(part['available'])} days of presence."
    )
    _cases(console, told, part)


def _target(console: Console, told: Told, part: Told) -> None:
    del told
    names = ["indicator", "aspect", "period", "direction", "rollup", "weight", "target", "realised"]
    keys = ["indicator_code", "aspect", "period", "direction", "rollup", "weight", "target", "realised"]
    print_titled(
        console,
        "TARGET: what was agreed and reached",
        names,
        [tuple(one[key] for key in keys) for one in part["targets"]],
    )


def _satisfaction(console: Console, told: Told, part: Told) -> None:
    del told
    rows = [
        (unit["unit_code"], unit["days"], sum(one["unit_code"] == unit["unit_code"] for one in part["answers"]))
        for unit in part["units"]
    ]
    print_titled(console, "SATISFACTION: units served in", ["unit", "working days", "answers of citizens"], rows)


def _complaint(console: Console, told: Told, part: Told) -> None:
    del told
    names = ["unit", "ticket", "came", "first answer", "closed", "due"]
    keys = ["unit_code", "ticket", "created_at", "first_response_at", "closed_at", "due_date"]
    rows = [tuple(one[key] for key in keys) for one in part["complaints"]]
    print_titled(console, "COMPLAINT: complaints that fell due", names, rows)


def _behaviour(console: Console, told: Told, part: Told) -> None:
    del told
    worth = {one["rating"]: one["points"] for one in part["points"]}
    skipped = ("result_rating", "behaviour_rating", "assessed_at", "file_id", "record_no")
    rows = [
        (name, rating, worth[rating])
        for one in part["ratings"][:1]
        for name, rating in one.items()
        if name not in skipped and rating is not None
    ]
    print_titled(console, "BEHAVIOUR: ratings of the superior", ["value", "rating", "points"], rows)


def _print_money(console: Console, money: Told) -> None:
    keys = ["work_date", "cause", "minutes", "percent", "rule", "article", "basis"]
    rows = [tuple(one[key] for key in keys) for one in money["deductions"]]
    print_titled(
        console,
        "DEDUCTION: what was deducted",
        ["date", "cause", "minutes", "percent", "rule", "article", "basis"],
        rows,
    )
    keys = ["month_start", "deduction", "share", "base", "productivity", "discipline"]
    rows = [tuple(one[key] for key in keys) for one in money["months"]]
    print_titled(
        console, "TPP: month by month", ["month", "deduction", "P", "base", "part of P", "part of discipline"], rows
    )


def _print_predicate(console: Console, predicate: Told) -> None:
    rows = [(one["result_rating"], one["behaviour_rating"], one["assessed_at"]) for one in predicate["ratings"][:1]]
    print_titled(
        console, "PREDICATE: the superior's ratings (PermenPANRB 6/2022)", ["result", "behaviour", "rated"], rows
    )


def _print_tier(console: Console, told: Told) -> None:
    """Days of the account that count something; how it stands is the last row's."""
    tier = told["figure"]["discipline_tier"]
    console.print(
        f"TIER: {tier}; a candidate for the superior to examine." if tier else "TIER: none; nothing to examine."
    )
    keys = ["work_date", "unexcused_days", "minutes", "converted_days", "cumulative_days", "consecutive_days", "tier"]
    before, rows = 0, []
    for one in told["tier"]["account"]:
        if one["unexcused_days"] or one["minutes"] != before:
            rows.append(tuple(one[key] for key in (*keys, "article")))
        before = one["minutes"]
    print_titled(console, "TIER: days of the account that counted something", [*keys, "article"], rows)


def _print_missing(console: Console, told: Told) -> None:
    rows = []
    for day in told["days"]:
        papers = ", ".join(f"{one['kind']} {one['detail']}" for one in day["papers"]) or "no leave, duty or letter"
        for one in day.get("device_files", ()):
            file = told["files"].get(str(one["file_id"]))
            name = f"{file['original_name']}, {file['records']} records" if file else "none covers that moment"
            missing = _ABSENT_PUNCH[one["missing"]]
            own = one["own_punches_that_day"]
            rows.append((day["work_date"], day["status"], missing, one["instant"], one["device_id"], name, own, papers))
    names = [
        "date",
        "status",
        "no punch of",
        "due",
        "device",
        "its file for that moment",
        "own punches on it",
        "papers",
    ]
    print_titled(console, "What is missing, and how that is known", names, rows)


def print_records(console: Console, told: Told, *, all_lines: bool) -> None:
    """How many records stand behind the figures, or each with its line, and the files."""
    records, files = told["records"], told["files"]
    if not all_lines:
        console.print(
            f"{len(records)} records of {len({row['file_id'] for row in records})} files stand behind these figures. "
            "Name one with --component to see their lines, or ask for everything with --json."
        )
        return
    rows = [
        (", ".join(row["roles"]), files[str(row["file_id"])]["original_name"], row["record_no"], row["line"] or "-")
        for row in records
    ]
    print_titled(
        console, "Records, as they stand in the archive (*** is not taken in)", ["role", "file", "record", "line"], rows
    )
    held = {str(row["file_id"]) for row in records}
    named = [(number, file["original_name"], file["sha256"]) for number, file in files.items() if number in held]
    print_titled(console, "Files", ["file_id", "name", "sha256"], named)


def print_titled(console: Console, title: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    """A table with a title, where it has rows."""
    if rows:
        shown = [tuple(None if cell is None else printable(cell) for cell in row) for row in rows]
        console.print(table_of(title, list(names), shown))
        console.print(Text(""))


_PARTS: Mapping[str, Callable[[Console, Told, Told], None]] = {
    "DISCIPLINE": _discipline,
    "PRODUCTIVITY": _productivity,
    "TIMELINESS": _cases,
    "QUALITY": _cases,
    "TARGET": _target,
    "SATISFACTION": _satisfaction,
    "COMPLAINT": _complaint,
    "BEHAVIOUR": _behaviour,
}
