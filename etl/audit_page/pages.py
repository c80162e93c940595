"""What each page shows. A page of a person's data records the look before it reads anything."""

import re
from collections import Counter
from collections.abc import Callable, Mapping

from etl.audit_page.drawing import draw_column, draw_table, draw_tables
from etl.audit_page.looks import PATIENCE_SECONDS, Site, copy_of_readers, record_look
from etl.audit_page.rendering import render
from etl.audit_page.tree import record_of, tree_of
from etl.errors import WrongUsage
from etl.explain import FIGURES, explain_from, wanted_components
from etl.explain_unit_summary import behind_of, values_of
from etl.impact import impact_from, parse_place
from etl.ledger.export import newest_entries, read_checkpoint
from etl.verify import Verification, verify
from warehouse.lineage.origins import known_tables, origins_of
from warehouse.scoring.period import parse_period

Page = Callable[[Site, Mapping[str, str]], str]
"""From what was asked to the text of the page."""
NEWEST = 50
"""Entries of the log that are shown."""
LISTED = 1000
"""Figures of a record that are listed; the rest is counted."""
_NIP, _CODE = re.compile(r"[0-9]{15,25}"), re.compile(r"[\w.,/&()+ -]{1,40}")


def search(site: Site, asked: Mapping[str, str]) -> str:
    """Asks for a number, or the code of a unit, a training or the agency, and a period."""
    del asked
    return render("search.html", agency=site.workspace.agency().name, by=site.by, figures=FIGURES)


def figure(site: Site, asked: Mapping[str, str]) -> str:
    """The chain from the figures of a person, a unit, a training or the agency to the lines of files, as a tree."""
    whose, period = _whose(asked.get("whose", "")), parse_period(asked.get("period", "").strip())
    component = asked.get("component") or None
    wanted = wanted_components(component)
    revision = _revision(asked.get("revision", "").strip())
    about: dict[str, str | int | None] = {"whose": whose, "period": period.name, "component": component}
    record_look(site, "FIGURE", about | ({} if revision is None else {"revision": revision}))
    with copy_of_readers(site.workspace) as warehouse:
        told = explain_from(warehouse, site.workspace, whose, period, wanted, revision=revision)
    shown = {"told": told, "tree": tree_of(told), "component": component}
    if "person_id" in told["figure"]:
        return render("figure.html", **shown)
    figures = [(name, values_of(part, told["figure"]), behind_of(part)) for name, part in told["components"].items()]
    return render("figure_of_group.html", **shown, figures=figures)


def record_search(site: Site, asked: Mapping[str, str]) -> str:
    """Asks for a file and a record."""
    del site, asked
    return render("record_search.html")


def record(site: Site, asked: Mapping[str, str]) -> str:
    """A record as it stands in the archive, and every figure that it contributed to."""
    file_id, record_no = parse_place(asked.get("place", "").strip())
    record_look(site, "RECORD", {"file_id": file_id, "record_no": record_no})
    with copy_of_readers(site.workspace) as warehouse:
        found = impact_from(warehouse, site.workspace, file_id, record_no)
    counted = Counter((row["period"], row["component"]) for row in found.figures)
    return render(
        "record.html",
        found=found,
        leaf=record_of(found.file, found.record_no, found.line) if found.record_no else None,
        counted=sorted(counted.items()),
        listed=found.figures[:LISTED],
    )


def log(site: Site, asked: Mapping[str, str]) -> str:
    """How far the log reaches, and its newest entries."""
    del asked
    return _log_with(site, None)


def verification(site: Site, asked: Mapping[str, str]) -> str:
    """The same, with what `kinerja verify` finds now."""
    del asked
    record_look(site, "VERIFICATION", {})
    return _log_with(site, verify(site.workspace, patience=PATIENCE_SECONDS))


def _log_with(site: Site, found: Verification | None) -> str:
    workspace = site.workspace
    checkpoint, entries = read_checkpoint(workspace), newest_entries(workspace, NEWEST)
    return render("log.html", checkpoint=checkpoint, entries=entries, verification=found)


def lineage(site: Site, asked: Mapping[str, str]) -> str:
    """Tables and what they are computed from."""
    del site, asked
    return render("lineage.html", drawing=draw_tables(), tables=known_tables())


def lineage_of_table(site: Site, asked: Mapping[str, str]) -> str:
    """One table: its neighbours, its columns and their origins."""
    del site
    told = origins_of(_known(asked["table"]))
    return render("lineage_table.html", told=told, drawing=draw_table(told.name))


def lineage_of_column(site: Site, asked: Mapping[str, str]) -> str:
    """One column: what it is computed from, what decides which value it is, and what is computed from it."""
    del site
    told = origins_of(_known(asked["table"]))
    column = next((one for one in told.columns if one.name == asked["column"]), None)
    if column is None:
        raise _unknown("column", told.name)
    return render("lineage_column.html", told=told, column=column, drawing=draw_column(told.name, column))


def _revision(given: str) -> int | None:
    """Empty: the newest only."""
    if given and not re.fullmatch(r"[0-9]{1,6}", given):
        raise WrongUsage("the revision", expected="a number, or nothing", found="another text", todo="Correct it.")
    return int(given) if given else None


def _known(table: str) -> str:
    if table not in known_tables():
        raise _unknown("table", "lineage")
    return table


def _unknown(what: str, where: str) -> WrongUsage:
    return WrongUsage(where, expected=f"the name of a {what}", found="another word", todo="Follow the links instead.")


def _whose(text: str) -> str:
    """A number without the blanks and dots that people write into it, or a code as it is."""
    nip, code = re.sub(r"[\s.]", "", text), text.strip()
    if _NIP.fullmatch(nip):
        return nip
    if _CODE.fullmatch(code) is None:
        raise WrongUsage(
            "NIP or unit",
            expected="a number such as 18 digits, or the code of a unit, a training or the agency",
            found="something else",
            todo="Type it again.",
        )
    return code
