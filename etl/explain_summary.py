"""What `kinerja explain` prints: the figure in words for the person it is about, then the lines it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from etl.destruction.telling import destroyed_in_words
from etl.explain_components import RATINGS, components_told
from etl.explain_corrections import corrections_told
from etl.explain_money import money_told, why_unpaid
from etl.explain_proposals import proposals_told
from etl.explain_reckoning import index_in_words
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
_WHY = {
    "NO_AVAILABLE_MINUTES": "no time of presence",
    "NO_CASES": "no case completed or fallen due",
    "NO_COMPLAINTS_DUE": "no complaint whose limit ended",
    "NO_DESK": "no case on the desk",
    "NO_EXPECTATION": "nothing could be expected of the time there",
    "NO_RESPONSES": "no citizen answered about the units",
    "NO_TARGETS": "no target agreed",
    "NO_WEIGHTS": "targets without any weight",
    "NO_WORKING_DAY": "no working day",
    "NOT_MEASURABLE": "no target that can be measured",
    "NOT_RATED": "no rating by the superior",
    "NOT_REPORTED": "nothing was reported after the end",
    "NOT_YET_REPORTED": "the period has not ended, and nothing is reached yet",
    "OF_LONGER_PERIOD": "targets are agreed for a longer period",
}
"""Reason of a component -> what it says of the period; GLOSSARY.md has the Indonesian words."""
_ABSENT_PUNCH = {"IN": "coming", "OUT": "going"}


def print_explanation(told: Told, component: str | None) -> None:
    """Everything in short; of a component that was asked for, its parts and the lines too."""
    console = wide_console()
    _print_head(console, told)
    _print_shown(console, components_told(told))
    if "index" in told:
        _print_shown(console, index_in_words(told))
    if "money" in told:
        _print_shown(console, money_told(told))
    if "tier" in told:
        _print_tier(console, told)
    if "predicate" in told:
        _print_predicate(console, told)
    for title, names, rows in proposals_told(told):
        print_titled(console, title, names, rows)
    if "days" in told:
        _print_missing(console, told)
    print_titled(console, *corrections_told(told))
    print_records(console, told, all_lines=component is not None)


def _print_shown(console: Console, parts: Iterable[str | tuple[str, list[str], list[Row]]]) -> None:
    for part in parts:
        if isinstance(part, str):
            console.print(printable(part), markup=False, highlight=False)
        else:
            print_titled(console, *part)


def _print_head(console: Console, told: Told) -> None:
    row = told["figure"]
    console.print(
        f"{row['period']}, revision {row['revision']}: unit {row['unit_code'] or '-'}, {row['working_days']} working "
        f"days. Rulebook {row['rulebook']}" + (", with numbers that are ASSUMED." if row["assumed"] else ".")
    )
    console.print(
        f"Of them {row['present_days']} present, {row['duty_days']} on duty outside, {row['leave_days']} on leave, "
        f"{row['absent_days']} absent; beside them {row['unknown_days']} unknown and {row['inactive_days']} out of "
        f"service. {row['late_minutes']} minutes late, {row['early_minutes']} left early."
    )
    for one in told["destroyed"]:
        console.print(f"It may rest on {destroyed_in_words(one)}: what follows is what is left.", markup=False)
    print_since(console, told)
    print_titled(
        console,
        "Scores",
        ["score of", "score", "weight", "why empty", "rule", "article", "what it says"],
        [
            (name, part["score"], part["weight"], _why(part["reason"]), part["rule"], part["article"], _MEANING[name])
            for name, part in told["components"].items()
        ],
    )
    if "index" in told:
        print_titled(console, "Figures", ["figure", "value", "what it says"], _figures(told))


def _why(reason: str | None) -> str | None:
    return reason and f"{reason}: {_WHY.get(reason, 'see GLOSSARY.md')}"


def _figures(told: Told) -> list[Row]:
    """What is published beside the scores, each with a word on what it is, or why it is empty."""
    row = told["figure"]
    told_of = {
        "evidence_index": ("weighted mean of the scores", "too few of the weights have a score"),
        "evidence_coverage": ("share of the weights with a score, 0 to 1", ""),
        "official_predicate": ("by both ratings of the superior", _why_no_predicate(told)),
        "suggested_result_rating": (
            f"{RATINGS.get(row['suggested_result_rating'])}: what the scores of the work point to",
            "no score of the work",
        ),
        "rating_gap": (
            "rating of the result less the suggested one; above 0: rated lower than the work",
            "one of the two is not there",
        ),
        "deduction_percent": ("percent deducted, mean of the months with a working day", "no working day"),
        "tpp_percent": ("percent of the additional income due", why_unpaid(told)),
        "discipline_tier": ("for the superior to examine; --component TIER tells the account", "none"),
    }
    if row["index_low"] is not None:
        noise = f"; {row['index_low']} to {row['index_high']} by the noise of cases and answers"
        told_of["evidence_index"] = (told_of["evidence_index"][0] + noise, "")
    return [
        (name, row[name], meaning if row[name] is not None else f"empty: {empty}")
        for name, (meaning, empty) in told_of.items()
    ]


def _why_no_predicate(told: Told) -> str:
    rated = told["predicate"]["ratings"][:1]
    return "one of the ratings is missing" if rated else "no rating of this period by the superior"


def print_since(console: Console, told: Told) -> None:
    """Warn where the stored figures are older than the facts or rules beside them."""
    if since := since_in_words(told):
        console.print(since, markup=False)


def _print_predicate(console: Console, told: Told) -> None:
    ratings = told["predicate"]["ratings"][:1]
    names = ["result", "behaviour", "rated", "predicate"]
    rows = [
        (RATINGS.get(one["result_rating"]), RATINGS.get(one["behaviour_rating"]), one["assessed_at"], predicate)
        for one in ratings
        for predicate in [told["figure"]["official_predicate"] or _why_no_predicate(told)]
    ]
    print_titled(console, "PREDICATE: the superior's ratings (PermenPANRB 6/2022)", names, rows)


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
