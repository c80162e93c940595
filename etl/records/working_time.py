"""When people are to work, and what excuses them: shifts, rosters, calendars, leave, letters, musters."""

from etl.records.model import Column
from etl.records.reference import nip, picture, valid_days

LEAVE_CODES = ("CT", "CB", "CS", "CM", "CAP", "CBER", "CLTN", "DL", "TB", "DIKLAT", "WFA", "IZIN")

WORKING_TIME = (
    picture(
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
        *valid_days(),
    ),
    picture(
        "roster",
        "one shift planned for one person on one date",
        ("nip", "work_date", "shift_code"),
        nip("person"),
        Column("work_date", "DATE", "date on which the shift begins", required=True, aliases=("tanggal",)),
        Column("shift_code", "TEXT", "shift, or OFF", required=True, aliases=("kode shift",)),
    ),
    picture(
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
    picture(
        "leave",
        "one stretch of leave or duty of one person",
        ("nip", "leave_code", "date_from", "part"),
        nip("person"),
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
    picture(
        "permission",
        "one letter that permits one lateness, early leave, missing punch or absence",
        ("nip", "work_date", "kind"),
        nip("person"),
        Column("work_date", "DATE", "date of service", required=True, aliases=("tanggal",)),
        Column(
            "kind", "TEXT", "what is permitted", required=True, allowed=("LATE", "EARLY", "NO_IN", "NO_OUT", "ABSENT")
        ),
        Column("document_no", "TEXT", "number of the letter", required=True, aliases=("nomor surat",)),
        Column("approved", "BOOLEAN", "approved", required=True, aliases=("disetujui",)),
    ),
    picture(
        "punch_correction",
        "one forgotten punch, confirmed by the direct superior",
        ("nip", "work_date", "kind"),
        nip("person"),
        Column("work_date", "DATE", "date of service", required=True, aliases=("tanggal",)),
        Column("kind", "TEXT", "which punch", required=True, allowed=("IN", "OUT", "MIDDLE")),
        Column("punched_at", "TIMESTAMP", "wall time confirmed", required=True, aliases=("jam",)),
        Column("approved_by", "TEXT", "number of the superior", required=True, number=True),
        Column("document_no", "TEXT", "number of the letter", required=True, aliases=("nomor surat",)),
    ),
    picture(
        "muster",
        "one person's presence at one muster (apel) or ceremony",
        ("nip", "muster_date", "muster"),
        nip("person"),
        Column("muster_date", "DATE", "date of the muster", required=True, aliases=("tanggal",)),
        Column("muster", "TEXT", "name of the muster", required=True, aliases=("apel",)),
        Column("present", "BOOLEAN", "was there", required=True, aliases=("hadir",)),
    ),
)
