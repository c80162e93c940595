"""Random small worlds: a few persons, devices and letters in nine days, crowded around every boundary.

A world is rows as put into core.*, by table.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.worlds.attendance import RULEBOOKS, STRICT
from tests.worlds.naive_duty import Row

BOOKS = (RULEBOOKS / "kepahiang", STRICT)
FIRST, DAYS = date(2026, 2, 27), 9
THROUGH = datetime(2026, 3, 9, 3, 30, tzinfo=UTC)
MIDNIGHTS = (THROUGH, *(datetime(2026, 3, 8, hour, tzinfo=UTC) for hour in (15, 16, 17)))
"""Midnight in the zones of Jayapura, Makassar and Jakarta, too."""
NIPS = ("1001", "1002", "1003")
DEVICES = ("source:gate", "source:hall")

dates = st.integers(0, DAYS - 1).map(lambda count: FIRST + timedelta(days=count))
edges = st.sampled_from(
    (210, 270, 420, 450, 451, 480, 645, 690, 704, 705, 735, 750, 765, 840, 959, 960, 990, 1110, 1170, 1260, 1320)
)
seconds = st.sampled_from((0, 0, 0, 59))
moments = st.builds(
    lambda day, minute, second: datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute, seconds=second),
    dates,
    edges,
    seconds,
)
nips = st.sampled_from(NIPS)
zones = st.sampled_from((None, None, "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))
devices = st.sampled_from(DEVICES)
stretches = st.tuples(dates, st.one_of(st.none(), st.integers(0, 5)))


def _dated(columns: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Row]:
    return st.builds(
        lambda stretch, row: (
            row
            | {
                "valid_from": stretch[0],
                "valid_to": None if stretch[1] is None else stretch[0] + timedelta(days=stretch[1]),
            }
        ),
        stretches,
        st.fixed_dictionaries(columns),
    )


def _between(first: str, last: str, columns: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Row]:
    return st.builds(
        lambda day, length, row: row | {first: day, last: day + timedelta(days=length)},
        dates,
        st.integers(0, 3),
        st.fixed_dictionaries(columns),
    )


def _unique(rows: st.SearchStrategy[Row], size: int, *key: str) -> st.SearchStrategy[list[Row]]:
    return st.lists(rows, max_size=size, unique_by=lambda row: tuple(row[name] for name in key))


SHIFTS = [
    {"shift_code": "PAGI", "start": 420, "end": 840, "break_start": 720, "break_end": 750},
    {
        "shift_code": "SIANG",
        "start": 840,
        "end": 1260,
        "break_start": 1080,
        "break_end": 1110,
        "half_at": 1020,
        "middle_from": 960,
        "middle_to": 1019,
    },
    {"shift_code": "MALAM", "start": 1260, "end": 1860, "discipline_days": "1.50"},
    {"shift_code": "SORE", "start": 900, "end": 1140},
]
UNITS = [
    {"unit_code": code, "name": code, "unit_type": "OFFICE", "work_pattern": pattern, "valid_from": date(2020, 1, 1)}
    for code, pattern in (("DINAS", "FIVE_DAY"), ("PUSKES", "SIX_DAY"), ("RSUD", "ROSTER"))
]
units = st.sampled_from(("DINAS", "DINAS", "PUSKES", "RSUD", "NOWHERE"))
statuses = st.sampled_from(("ACTIVE", "ACTIVE", "ACTIVE", "CLTN", "RETIRED"))


def _hired(nip: str) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {"nip": st.just(nip), "unit_code": units, "status": st.just("ACTIVE"), "valid_from": st.just(date(2020, 1, 1))}
    )


employees = st.builds(
    lambda base, later: base + later,
    st.tuples(*map(_hired, NIPS)).map(list),
    _unique(_dated({"nip": nips, "unit_code": units, "status": statuses}), 3, "nip", "valid_from"),
)
pin_map = st.builds(
    lambda general, exact: general + exact,
    st.just([{"device_id": "*", "pin": nip[-1], "nip": nip, "valid_from": date(2020, 1, 1)} for nip in NIPS]),
    _unique(_dated({"device_id": devices, "pin": st.sampled_from("123"), "nip": nips}), 2, "device_id", "pin"),
)


def _on_its_date(letter: Row) -> Row:
    """Letters mostly speak of a moment of their date of service."""
    if letter["punched_at"].second:
        return letter
    return letter | {"punched_at": datetime.combine(letter["work_date"], letter["punched_at"].time())}


worlds = st.fixed_dictionaries(
    {
        "employees": employees,
        "units": st.just(UNITS),
        "shifts": st.just([row | {"valid_from": date(2020, 1, 1)} for row in SHIFTS]),
        "pin_map": pin_map,
        "punch": _unique(
            st.fixed_dictionaries({"device_id": devices, "pin": st.sampled_from("1234"), "punched_at": moments}),
            60,
            "device_id",
            "pin",
            "punched_at",
        ),
        "roster": _unique(
            st.fixed_dictionaries(
                {
                    "nip": nips,
                    "work_date": dates,
                    "shift_code": st.sampled_from([row["shift_code"] for row in SHIFTS] + ["OFF"]),
                }
            ),
            12,
            "nip",
            "work_date",
            "shift_code",
        ),
        "calendar": _unique(
            _between(
                "date_from",
                "date_to",
                {"kind": st.sampled_from(("HOLIDAY", "CUTI_BERSAMA", "ELECTION", "RAMADAN", "RAMADAN"))},
            ),
            3,
            "kind",
            "date_from",
        ),
        "leave": _unique(
            _between(
                "date_from",
                "date_to",
                {
                    "nip": nips,
                    "leave_code": st.sampled_from(("CT", "CT", "CS", "CS", "CM", "DL", "WFA", "CBER", "CLTN", "IZIN")),
                    "part": st.sampled_from(("FULL", "FULL", "FULL", "AM", "PM")),
                    "approved": st.sampled_from((True, True, True, False)),
                    "document_no": st.sampled_from((None, "letter")),
                    "reason_code": st.sampled_from((None, None, "WORK")),
                    "inpatient": st.sampled_from((None, False, True)),
                    "child_no": st.sampled_from((None, 1, 2, 3)),
                },
            ),
            6,
            "nip",
            "leave_code",
            "date_from",
            "part",
        ),
        "permission": _unique(
            st.fixed_dictionaries(
                {
                    "nip": nips,
                    "work_date": dates,
                    "kind": st.sampled_from(("LATE", "EARLY", "NO_IN", "NO_OUT", "ABSENT")),
                    "approved": st.sampled_from((True, True, False)),
                }
            ),
            6,
            "nip",
            "work_date",
            "kind",
        ),
        "punch_correction": _unique(
            st.fixed_dictionaries(
                {
                    "nip": nips,
                    "work_date": dates,
                    "kind": st.sampled_from(("IN", "OUT", "MIDDLE")),
                    "punched_at": moments,
                }
            ).map(_on_its_date),
            6,
            "nip",
            "work_date",
            "kind",
        ),
        "muster": _unique(
            st.fixed_dictionaries(
                {
                    "nip": nips,
                    "muster_date": dates,
                    "muster": st.sampled_from(("monday", "flag")),
                    "present": st.sampled_from((False, False, True)),
                }
            ),
            4,
            "nip",
            "muster_date",
            "muster",
        ),
        "device_offset": st.one_of(
            st.just([]),
            st.builds(
                lambda at, hours, seconds: [
                    {
                        "device_id": "source:hall",
                        "from_at": at,
                        "to_at": at + timedelta(hours=hours),
                        "offset_seconds": seconds,
                    }
                ],
                moments,
                st.integers(1, 72),
                st.sampled_from((-3600, 61, 7200, 86400)),
            ),
        ),
        "devices": st.tuples(
            st.fixed_dictionaries({"unit_code": st.just("DINAS"), "timezone": zones}),
            st.fixed_dictionaries({"unit_code": st.sampled_from(("DINAS", "RSUD")), "timezone": zones}),
        ).map(
            lambda rows: [
                {"device_id": device, "valid_from": date(2020, 1, 1), "number": "x"} | row
                for device, row in zip(("source:hall", "source:yard"), rows, strict=True)
            ]
        ),
        "device_coverage": st.lists(
            st.builds(
                lambda device, at, hours, cumulative: {
                    "device_address": device,
                    "first_punched_at": at,
                    "last_punched_at": at + timedelta(hours=hours),
                    "cumulative": cumulative,
                },
                devices,
                moments,
                st.integers(0, 200),
                st.booleans(),
            ),
            max_size=4,
        ).map(lambda rows: [row | {"file_id": number} for number, row in enumerate(rows, start=1)]),
    }
)
