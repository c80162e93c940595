"""What `kinerja init` writes: `agency.toml`, `sources.toml`, column mappings; into the inbox the national calendar."""

from importlib.resources import files
from pathlib import Path

from etl.kinds import KINDS
from etl.sample.agencies import SampleAgency, agency_of

_STREAMS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("finger", "zk_attlog", ()),
    ("finger_clone", "zk_glog", ()),
    ("attendance_app", "attendance_table", (("mapping", "mappings/attendance_app.toml"),)),
    ("services", "service_events", ()),
    ("app_access", "access_log", (("app", "sipelayanan"),)),
    ("complaints", "complaints", (("mapping", "mappings/complaints.toml"),)),
    ("ekinerja_targets", "ekinerja_targets", (("mapping", "mappings/ekinerja_targets.toml"),)),
    ("ekinerja_assessments", "ekinerja_assessments", (("mapping", "mappings/ekinerja_assessments.toml"),)),
    ("skm", "skm_table", (("mapping", "mappings/skm.toml"),)),
    ("parents", "skm_table", (("mapping", "mappings/parents.toml"),)),
)
"""Source, kind, options beyond path and time zone."""

_NATIONAL = Path(__file__).resolve().parents[2] / "rulebooks" / "national"
_CALENDAR = "national_calendar"

_HEAD = """\
# Where files come from. Each source is a folder below inbox/; files that no source claims stay where they are.
# `kind` says what the files are, `timezone` where their clocks hang, `mapping` how foreign columns are named.
# `max_silence_days = 10`: after ten days without news the source, or a device of it, is told to be silent.
"""


def default_sources(agency: str) -> dict[str, str]:
    """Relative path -> text. Raises `WrongUsage` for an agency without a sample."""
    known = agency_of(agency)
    mappings = [value for _, _, options in _STREAMS for key, value in options if key == "mapping"]
    return {
        "agency.toml": _agency_toml(known),
        "sources.toml": _sources_toml(known.timezone),
        **{path: _mapping_text(path) for path in mappings},
        f"inbox/{_CALENDAR}/{national_calendar().name}": national_calendar().read_text(encoding="utf-8"),
    }


def national_calendar() -> Path:
    """Holidays, shared leave and Ramadan by decree: the newest file that ships, named by the day of its last decree."""
    return max(_NATIONAL.glob("calendar_*.csv"))


def _agency_toml(agency: SampleAgency) -> str:
    return f'code = "{agency.code}"\nname = "{agency.name}"\ntimezone = "{agency.timezone}"\n'


def _sources_toml(timezone: str) -> str:
    references = [(kind.name, kind.name, ()) for kind in KINDS.values() if kind.name == kind.record]
    named = {name for name, _, _ in _STREAMS}
    reference_sets = [one for one in references if one[0] not in named]
    national = (_CALENDAR, "calendar", ())
    return _HEAD + "".join(_source(timezone, *one) for one in (*reference_sets, *_STREAMS, national))


def _source(timezone: str, name: str, kind: str, options: tuple[tuple[str, str], ...]) -> str:
    pairs = (("name", name), ("kind", kind), ("path", f"{name}/*"), ("timezone", timezone), *options)
    return "\n[[source]]\n" + "".join(f'{key} = "{value}"\n' for key, value in pairs)


def _mapping_text(path: str) -> str:
    return files("etl.sample").joinpath(path).read_text(encoding="utf-8")
