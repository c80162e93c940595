"""Reference records: people, units, devices, calendars, rosters, leave and decisions.

Every set is a snapshot: the newest export of a source in force replaces the older one.
Validity dates are inclusive; an empty `valid_to` means "until further notice".
"""

from etl.records.model import Column, Nature, Record

LEAVE_CODES = ("CT", "CB", "CS", "CM", "CAP", "CBER", "CLTN", "DL", "TB", "DIKLAT", "WFA", "IZIN")


def _valid() -> tuple[Column, Column]:
    return (
        Column("valid_from", "DATE", "first day it holds", required=True, aliases=("berlaku mulai", "tmt")),
        Column("valid_to", "DATE", "last day it holds; empty: until further notice", aliases=("berlaku sampai",)),
    )


def _nip(meaning: str, *, required: bool = True) -> Column:
    return Column("nip", "TEXT", meaning, required=required, number=True, aliases=("nip pegawai", "nip/ni pppk"))


def _device(meaning: str) -> Column:
    return Column("device_id", "TEXT", meaning, required=True, aliases=("kode mesin",))


def _set(name: str, grain: str, key: tuple[str, ...], *columns: Column, alternatives: tuple[str, ...] = ()) -> Record:
    return Record(
        name=name,
        family="reference",
        grain=grain,
        nature=Nature.SNAPSHOT,
        key=key,
        columns=columns,
        alternatives=alternatives,
    )


REFERENCE_RECORDS = (
    _set(
        "employees",
        "one employee's unit, position and status over one stretch of days",
        ("nip", "valid_from"),
        Column("person_id", "TEXT", "SIMPEG/SIASN key; empty: derived from the first number seen"),
        _nip("NIP, or NI PPPK (changes with the agency)"),
        Column("name", "TEXT", "name", aliases=("nama",)),
        Column("sex", "TEXT", "L man, P woman", allowed=("L", "P"), aliases=("jenis kelamin",)),
        Column("birth_date", "DATE", "date of birth", aliases=("tanggal lahir",)),
        Column(
            "employment_type",
            "TEXT",
            "kind of civil servant",
            allowed=("PNS", "CPNS", "PPPK", "PPPK_PW"),
            aliases=("jenis pegawai",),
        ),
        Column("position_code", "TEXT", "code of the position", aliases=("kode jabatan",)),
        Column("position", "TEXT", "position in words", aliases=("jabatan",)),
        Column("unit_code", "TEXT", "unit of the position", required=True, aliases=("kode unit",)),
        Column("grade", "TEXT", "class of the position or rank", aliases=("golongan", "kelas jabatan")),
        Column(
            "status",
            "TEXT",
            "legal position (kedudukan hukum)",
            required=True,
            allowed=("ACTIVE", "CLTN", "RETIRED"),
            aliases=("kedudukan hukum",),
        ),
        *_valid(),
    ),
    _set(
        "units",
        "one organisational unit over one stretch of days",
        ("unit_code", "valid_from"),
        Column("unit_code", "TEXT", "code of the unit", required=True, aliases=("kode unit",)),
        Column("name", "TEXT", "name of the unit", required=True, aliases=("nama unit",)),
        Column("parent_code", "TEXT", "unit above", aliases=("kode induk",)),
        Column(
            "unit_type", "TEXT", "kind of unit, for peer groups (SCHOOL, CLINIC, COUNTER, OFFICE, ...)", required=True
        ),
        Column(
            "work_pattern",
            "TEXT",
            "usual hours of those without a roster",
            required=True,
            allowed=("FIVE_DAY", "SIX_DAY", "ROSTER"),
            aliases=("pola kerja",),
        ),
        *_valid(),
    ),
    _set(
        "devices",
        "one attendance device at one place over one stretch of days",
        ("device_id", "valid_from"),
        _device("our name of the device"),
        Column("source", "TEXT", "source whose files it fills; empty: any"),
        Column("serial", "TEXT", "serial number", aliases=("nomor seri", "sn")),
        Column("number", "TEXT", "device number inside its files", aliases=("nomor mesin",)),
        Column("aliases", "TEXT", "other names found in files, separated by `;`"),
        Column("unit_code", "TEXT", "unit it serves", aliases=("kode unit",)),
        Column("timezone", "TEXT", "zone of its place, IANA name; empty: that of the source"),
        *_valid(),
    ),
    _set(
        "device_offset",
        "one stretch of time during which a device's clock was wrong by a known amount",
        ("device_id", "from_at"),
        _device("device"),
        Column("from_at", "TIMESTAMP", "first wrong reading, as the device showed it", required=True),
        Column("to_at", "TIMESTAMP", "last wrong reading, as the device showed it", required=True),
        Column("offset_seconds", "INTEGER", "true time less shown time, in seconds", required=True),
        Column("evidence", "TEXT", "how it was found and who says so", required=True, aliases=("bukti",)),
    ),
    _set(
        "device_confirmation",
        "one stretch of time for which someone confirms that a device's record is complete",
        ("device_id", "from_at"),
        _device("device"),
        Column("from_at", "TIMESTAMP", "begin, wall time", required=True),
        Column("to_at", "TIMESTAMP", "end, wall time", required=True),
        Column("confirmed_by", "TEXT", "who confirms", required=True),
        Column("evidence", "TEXT", "on what ground", required=True, aliases=("bukti",)),
    ),
    _set(
        "pin_map",
        "whose number a PIN is on a device over one stretch of days",
        ("device_id", "pin", "valid_from"),
        _device("device, or `*` for every device without an own row"),
        Column("pin", "TEXT", "PIN as text without padding", required=True, aliases=("no. id", "no id")),
        _nip("person it belongs to"),
        *_valid(),
    ),
    _set(
        "shifts",
        "the hours of one shift over one stretch of days",
        ("shift_code", "valid_from"),
        Column("shift_code", "TEXT", "code of the shift", required=True, aliases=("kode shift",)),
        Column("name", "TEXT", "name of the shift", aliases=("nama",)),
        Column(
            "start", "CLOCK", "begin, minutes after midnight of the work date", required=True, aliases=("jam masuk",)
        ),
        Column(
            "end",
            "CLOCK",
            "end, minutes after midnight of the work date; past midnight above 1440",
            required=True,
            aliases=("jam pulang",),
        ),
        Column("break_start", "CLOCK", "begin of the break, minutes after midnight of the work date"),
        Column("break_end", "CLOCK", "end of the break, minutes after midnight of the work date"),
        Column("half_at", "CLOCK", "where half a day's leave divides the shift; empty: the midpoint"),
        Column("middle_from", "CLOCK", "first minute of the required middle punch, if one is required"),
        Column("middle_to", "CLOCK", "last minute of the required middle punch"),
        Column(
            "discipline_days", "DECIMAL(4,2)", "working days that absence from it counts; empty: once per work date"
        ),
        *_valid(),
    ),
    _set(
        "roster",
        "one shift planned for one person on one date",
        ("nip", "work_date", "shift_code"),
        _nip("person"),
        Column("work_date", "DATE", "date on which the shift begins", required=True, aliases=("tanggal",)),
        Column("shift_code", "TEXT", "shift, or OFF", required=True, aliases=("kode shift",)),
    ),
    _set(
        "calendar",
        "one stretch of days that a decree makes a holiday, shared leave, election day or Ramadan",
        ("kind", "date_from"),
        Column("date_from", "DATE", "first day", required=True, aliases=("tanggal", "dari")),
        Column("date_to", "DATE", "last day; empty: one day", aliases=("sampai",)),
        Column(
            "kind",
            "TEXT",
            "what the days are",
            required=True,
            allowed=("HOLIDAY", "CUTI_BERSAMA", "ELECTION", "RAMADAN"),
            aliases=("jenis",),
        ),
        Column("name", "TEXT", "occasion", required=True, aliases=("keterangan",)),
        Column("decree", "TEXT", "number of the decree", required=True, aliases=("dasar",)),
    ),
    _set(
        "leave",
        "one stretch of leave or duty of one person",
        ("nip", "leave_code", "date_from", "part"),
        _nip("person"),
        Column(
            "leave_code",
            "TEXT",
            "kind of leave or duty",
            required=True,
            allowed=LEAVE_CODES,
            aliases=("jenis cuti", "kode cuti"),
        ),
        Column("date_from", "DATE", "first day", required=True, aliases=("mulai",)),
        Column("date_to", "DATE", "last day", required=True, aliases=("selesai",)),
        Column("part", "TEXT", "whole days or one half", required=True, allowed=("FULL", "AM", "PM")),
        Column("reason_code", "TEXT", "reason where a rule asks for it; never a diagnosis"),
        Column("inpatient", "BOOLEAN", "in hospital (sick leave)", aliases=("rawat inap",)),
        Column("child_no", "INTEGER", "which child (birth leave)", low="1", high="20", aliases=("anak ke",)),
        Column("approved", "BOOLEAN", "approved", required=True, aliases=("disetujui",)),
        Column("document_no", "TEXT", "number of the letter", aliases=("nomor surat",)),
    ),
    _set(
        "permission",
        "one letter that permits one lateness, early leave, missing punch or absence",
        ("nip", "work_date", "kind"),
        _nip("person"),
        Column("work_date", "DATE", "date of service", required=True, aliases=("tanggal",)),
        Column(
            "kind", "TEXT", "what is permitted", required=True, allowed=("LATE", "EARLY", "NO_IN", "NO_OUT", "ABSENT")
        ),
        Column("document_no", "TEXT", "number of the letter", required=True, aliases=("nomor surat",)),
        Column("approved", "BOOLEAN", "approved", required=True, aliases=("disetujui",)),
    ),
    _set(
        "punch_correction",
        "one forgotten punch, confirmed by the direct superior",
        ("nip", "work_date", "kind"),
        _nip("person"),
        Column("work_date", "DATE", "date of service", required=True, aliases=("tanggal",)),
        Column("kind", "TEXT", "which punch", required=True, allowed=("IN", "OUT", "MIDDLE")),
        Column("punched_at", "TIMESTAMP", "wall time confirmed", required=True, aliases=("jam",)),
        Column("approved_by", "TEXT", "number of the superior", required=True, number=True),
        Column("document_no", "TEXT", "number of the letter", required=True, aliases=("nomor surat",)),
    ),
    _set(
        "muster",
        "one person's presence at one muster (apel) or ceremony",
        ("nip", "muster_date", "muster"),
        _nip("person"),
        Column("muster_date", "DATE", "date of the muster", required=True, aliases=("tanggal",)),
        Column("muster", "TEXT", "name of the muster", required=True, aliases=("apel",)),
        Column("present", "BOOLEAN", "was there", required=True, aliases=("hadir",)),
    ),
    _set(
        "service_catalogue",
        "the standard of one public service over one stretch of days",
        ("service_code", "valid_from"),
        Column("service_code", "TEXT", "code of the service", required=True, aliases=("kode layanan",)),
        Column("name", "TEXT", "name of the service", required=True, aliases=("nama layanan",)),
        Column("unit_code", "TEXT", "unit that gives it", aliases=("kode unit",)),
        Column("standard_minutes", "DECIMAL(12,4)", "work in one case, in minutes", required=True, low="0"),
        Column("limit_value", "INTEGER", "time promised to the citizen, in `limit_unit`", required=True, low="0"),
        Column(
            "limit_unit", "TEXT", "unit of `limit_value`", required=True, allowed=("WORKING_MINUTES", "WORKING_DAYS")
        ),
        *_valid(),
    ),
    _set(
        "training",
        "one person's part in one training",
        ("nip", "training_code", "date_from"),
        _nip("person"),
        Column("training_code", "TEXT", "code of the training", required=True),
        Column("name", "TEXT", "name of the training", required=True, aliases=("nama diklat",)),
        Column("date_from", "DATE", "first day", required=True),
        Column("date_to", "DATE", "last day", required=True),
        Column("hours", "INTEGER", "lesson hours (JP)", low="0", aliases=("jp", "jumlah jam")),
        Column("passed", "BOOLEAN", "passed", aliases=("lulus",)),
    ),
    _set(
        "organisation_predicate",
        "the predicate one unit was given for one period",
        ("unit_code", "period"),
        Column("unit_code", "TEXT", "unit", required=True),
        Column("period", "TEXT", "2026-07, 2026-Q3, 2026-H2 or 2026", required=True, aliases=("periode",)),
        Column(
            "predicate",
            "INTEGER",
            "1 istimewa, 2 baik, 3 butuh perbaikan, 4 kurang, 5 sangat kurang",
            required=True,
            allowed=("1", "2", "3", "4", "5"),
            aliases=("predikat",),
        ),
        Column("decision_no", "TEXT", "number of the decision", aliases=("nomor keputusan",)),
    ),
    _set(
        "objection",
        "one objection (keberatan) of one employee against one figure",
        ("objection_no",),
        Column("objection_no", "TEXT", "number of the objection", required=True),
        _nip("person who objects"),
        Column("period", "TEXT", "period objected to", required=True),
        Column("component", "TEXT", "component objected to; empty: the whole"),
        Column("filed_at", "TIMESTAMP", "when it was filed", required=True),
        Column("decided_at", "TIMESTAMP", "when it was decided"),
        Column(
            "outcome", "TEXT", "decision", allowed=("PENDING", "ACCEPTED", "REJECTED", "PARTLY"), aliases=("hasil",)
        ),
    ),
    _set(
        "decision",
        "what a person in charge decided on one recommendation",
        ("decision_no",),
        Column("decision_no", "TEXT", "number of the decision", required=True),
        _nip("person concerned"),
        Column("period", "TEXT", "period of the recommendation", required=True),
        Column("kind", "TEXT", "kind of the recommendation", required=True),
        Column("decision", "TEXT", "what was decided", required=True),
        Column("decided_at", "TIMESTAMP", "when", required=True),
        Column("decided_by", "TEXT", "number of who decided", required=True, number=True),
    ),
)
