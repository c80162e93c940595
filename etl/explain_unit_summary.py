"""What `kinerja explain` prints of a unit or the agency: its figures, whose figures they rest on, and its own lines."""

from collections.abc import Mapping
from typing import Any

from etl.destruction.telling import destroyed_in_words
from etl.explain_corrections import corrections_told
from etl.explain_summary import print_records, print_since, print_titled
from etl.status import wide_console

Told = Mapping[str, Any]
_MEANING = {
    "UNIT_PEOPLE": "persons who held the unit on most working days",
    "UNIT_INDEX": "mean evidence index of its people",
    "UNIT_PREDICATE": "how the predicates of its people spread (SE MenPANRB 3/2023)",
    "UNIT_SATISFACTION": "what citizens say of the unit (PermenPANRB 14/2017)",
    "UNIT_COMPLAINT": "complaints answered and closed within their limits",
    "UNIT_SERVICE": "working days from receipt to completion of its cases",
    "UNIT_ADOPTION": "people who signed in to an application",
    "UNIT_FEEDBACK": "assessments with feedback in time",
    "AGENCY_ADOPTION": "who used an application: where nobody does, nobody is offered help with it",
    "AGENCY_INCENTIVE": "how many share a bonus, and what each gets",
    "FAIRNESS": "groups side by side; a difference is no proof of bias",
    "RATER": "superiors' ratings beside the evidence",
    "TRAINING_EFFECT": "work before and after, beside peers; no proof: nobody was chosen by lot",
    "UNIT_TARGET": "indicators agreed for the unit, and what is to be mended in them",
}
_LISTS = {
    "groups": "groups",
    "raters": "superiors who rated, by person_id",
    "proposed": "bonuses proposed",
    "people": "whose figures it rests on (each: kinerja explain NIP PERIOD)",
    "signed_in": "who signed in",
    "ratings": "assessments",
    "organisation": "predicate of the organisation",
    "complaints": "complaints that fell due",
    "cases": "cases completed",
    "targets": "what was agreed and reached",
    "indicators": "indicators",
    "findings": "what is to be mended",
    "trainings": "who took part, at any time",
}
"""Lists of a figure that are shown when it is asked for; answers are counted, their lines follow."""
_COUNTED = (
    "people",
    "signed_in",
    "groups",
    "raters",
    "proposed",
    "answers",
    "complaints",
    "cases",
    "targets",
    "trainings",
)


_WITHHELD = {
    "FEW": " (readers do not see it: few people)",
    "BESIDE_FEW": " (readers do not see it: with the whole it would tell a unit of few people)",
}


def print_unit(told: Told, component: str | None) -> None:
    """Every figure in short; of one that was asked for, its parts and the lines too."""
    console, row = wide_console(), told["figure"]
    console.print(f"{owner_of(row)}, {row['period']}, revision {row['revision']}.", markup=False)
    for one in told["destroyed"]:
        console.print(f"It may rest on {destroyed_in_words(one)}: what follows is what is left.", markup=False)
    print_since(console, told)
    rows = [(name, values_of(part, row), behind_of(part), _MEANING[name]) for name, part in told["components"].items()]
    print_titled(console, "Figures", ["figure", "value", "rests on", "what it says"], rows)
    if component is not None:
        for part in told["components"].values():
            for name, title in _LISTS.items():
                found = part.get(name, [])
                if found:
                    names = [key for key, cell in found[0].items() if not isinstance(cell, list)]
                    shown = [tuple(one[key] for key in names) for one in found]
                    print_titled(console, f"{part['component']}: {title}", names, shown)
    print_titled(console, *corrections_told(told))
    print_records(console, told, all_lines=component is not None)


def owner_of(row: Told) -> str:
    """Of what unit, training or agency a stored row tells."""
    if "training_code" in row:
        return f"Training {row['training_code']}"
    return f"Unit {row['unit_code']}" if "unit_code" in row else f"Agency {row['agency']}"


def values_of(part: Told, row: Told) -> str:
    """What a figure of a unit or the agency says, by the columns of its stored row."""
    if part["component"] == "UNIT_TARGET":
        return f"{len(part['indicators'])} indicators, {len(part['findings'])} findings"
    if part["component"] == "TRAINING_EFFECT":
        shown = [f"{one['indicator_code']} {one['reason'] or one['effect']}" for one in part["indicators"]]
        return ", ".join(shown)
    told = {name: value for name, value in part.items() if name in row and not isinstance(value, list)}
    said = ", ".join(f"{name} {'-' if value is None else value}" for name, value in told.items())
    return said + _WITHHELD.get(part.get("readers", ""), "")


def behind_of(part: Told) -> str:
    """How much it rests on."""
    counts = {name: len(part[name]) for name in _COUNTED if name in part}
    return ", ".join(f"{count} {name}" for name, count in counts.items())
