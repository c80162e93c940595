"""`core.attendance_day` and the two accounts that follow from it (contract section 4)."""

from sqlalchemy import DATE, TIMESTAMP, Integer, MetaData, Numeric, Text

from warehouse.schema.definition import column, table


def add_tables(tables: MetaData) -> None:
    """Add persons and the days and accounts of attendance."""
    _add_persons(tables)
    _add_attendance_day(tables)
    _add_accounts(tables)


def _add_persons(tables: MetaData) -> None:
    table(
        tables,
        "core.person",
        "Each row is one person, whatever numbers the person had.",
        column("person_id", Text, "SIMPEG/SIASN key, else the first number seen", key=True),
        column("first_nip", Text, "first number of the person", required=True),
        column("sex", Text, "L man, P woman"),
        column("birth_date", DATE, "date of birth"),
    )
    table(
        tables,
        "core.person_number",
        "Each row is one number of one person over one stretch of days. Key: nip, valid_from.",
        column("nip", Text, "NIP or NI PPPK", required=True),
        column("person_id", Text, "person", required=True),
        column("valid_from", DATE, "first day it holds", required=True),
        column("valid_to", DATE, "last day it holds; empty: until further notice"),
    )


def _add_attendance_day(tables: MetaData) -> None:
    table(
        tables,
        "core.attendance_day",
        "Each row is one person, date of service and shift. Key: person_id, work_date, shift_no.",
        column("person_id", Text, "person", required=True),
        column("nip", Text, "number of the person on that day", required=True),
        column("work_date", DATE, "date of service: the date on which the shift begins", required=True),
        column("shift_no", Integer, "number among the shifts of the date, from 1; 0 without a shift", required=True),
        column("unit_code", Text, "unit on that day"),
        column("shift_code", Text, "shift, or the work pattern"),
        column("shift_start", TIMESTAMP, "begin due, after part-day leave, wall time"),
        column("shift_end", TIMESTAMP, "end due, after part-day leave, wall time"),
        column("first_in", TIMESTAMP, "punch that counts as coming, wall time"),
        column("last_out", TIMESTAMP, "punch that counts as going, wall time"),
        column("mid_punch", TIMESTAMP, "required middle punch, wall time"),
        column("first_punch_file_id", Integer, "file of first_in"),
        column("first_punch_record_no", Integer, "record of first_in in its file"),
        column("last_punch_file_id", Integer, "file of last_out"),
        column("last_punch_record_no", Integer, "record of last_out in its file"),
        column("punches", Integer, "punches in the window of the shift, number", required=True),
        column("missing_punches", Integer, "required punches that are missing, number; 0 on ABSENT"),
        column(
            "late_minutes",
            Integer,
            "whole minutes from shift_start to first_in, rounded down, not below 0; empty: no first_in",
        ),
        column(
            "early_minutes",
            Integer,
            "whole minutes from last_out to shift_end, rounded down, not below 0; empty: no last_out",
        ),
        column("worked_minutes", Integer, "whole minutes of presence within the shift, less the break, rounded down"),
        column(
            "status",
            Text,
            "INACTIVE, OFF, DUTY, LEAVE, UNKNOWN, PRESENT, NO_IN, NO_OUT or ABSENT: the first that applies",
            required=True,
        ),
        column("leave_code", Text, "leave or duty that applies (CT CB CS CM CAP CBER CLTN DL TB DIKLAT WFA IZIN)"),
        column("deduction_percent", Numeric(9, 4), "percent deducted for the day by the rulebook; empty: not judged"),
        column("rulebook", Text, "rulebook of the day: agency and first day in force", required=True),
    )


def _add_accounts(tables: MetaData) -> None:
    table(
        tables,
        "core.deduction_day",
        "Each row is one cause of deduction of one attendance day. Key: person_id, work_date, shift_no, cause. "
        "Account of money; never the source of discipline.",
        column("person_id", Text, "person", required=True),
        column("work_date", DATE, "date of service", required=True),
        column("shift_no", Integer, "as in core.attendance_day", required=True),
        column(
            "cause", Text, "LATE, EARLY, NO_IN, NO_OUT, NO_MIDDLE, ABSENT, ABSENCE_RUN, LEAVE or MUSTER", required=True
        ),
        column("minutes", Integer, "minutes that the band was found by; empty: not a matter of minutes"),
        column("percent", Numeric(9, 4), "percent deducted", required=True),
        column("rule", Text, "rule of the rulebook", required=True),
        column("article", Text, "article of the rule; empty: none was found"),
        column("basis", Text, "VERIFIED, VERIFIED_SECONDARY (article, source) or ASSUMED (note)", required=True),
        column("leave_working_day", Integer, "number of the date in its spell of leave, working days; empty: no leave"),
        column(
            "leave_calendar_day", Integer, "number of the date in its spell of leave, calendar days; empty: no leave"
        ),
    )
    table(
        tables,
        "core.discipline_day",
        "Each row is one person and working day. Key: person_id, work_date. "
        "Account of discipline (PP 94/2021); never derived from money.",
        column("person_id", Text, "person", required=True),
        column("work_date", DATE, "working day", required=True),
        column("unexcused_days", Numeric(6, 2), "unexcused absence of the day, working days", required=True),
        column(
            "converted_days", Integer, "days that the year's late and early minutes came to on this day", required=True
        ),
        column("cumulative_days", Numeric(8, 2), "sum since 1 January, working days", required=True),
        column("consecutive_days", Numeric(8, 2), "unbroken run, working days", required=True),
        column("tier", Text, "tier of PP 94/2021, for the superior to examine; empty: none"),
        column("article", Text, "article of the rule; empty: none was found"),
        column("minutes", Integer, "unexcused late and early minutes since 1 January", required=True),
    )
