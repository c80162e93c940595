"""Expectations on punches: eleven million a year, so only conditions of one row, and one look at each file."""

from expectations.clocks import clock_not_ahead, zone_of_indonesia
from expectations.expectation import ROW_ID, Expectation, warn

STATES = "between 0 and 9"
"""In, out, breaks and overtime of the device families; 255 is "no key pressed" (formats, section 2.6)."""
VERIFY_MODES = "between 0 and 29"
"""Password, finger, card, face, palm and their combinations; 200 is "other"."""
NIGHT_ENDS = 4
"""Hour before which hardly any shift begins or ends."""
ENOUGH_PUNCHES = 50
"""Fewer say nothing about shares."""

_AT_NIGHT = f"hour(punched_at) < {NIGHT_ENDS}"

EXPECTATIONS: tuple[Expectation, ...] = (
    clock_not_ahead("punched_at"),
    zone_of_indonesia("timezone"),
    # codes are not trusted by any rule; new ones tell of a new device family, whose columns may differ
    warn("is_a_known_code", "UNKNOWN_CODE", "state", where=f"state not {STATES} and state <> 255"),
    warn(
        "is_a_known_code", "UNKNOWN_CODE", "verify_mode", where=f"verify_mode not {VERIFY_MODES} and verify_mode <> 200"
    ),
    # FIN Pro marks rows that people typed into its database: an auditor wants to see them, they are not refused
    warn("was_recorded_by_a_device", "HAND_INSERTED", "verify_mode", where="verify_mode = 100 or state = 10"),
    # a clock that is hours off looks plausible punch by punch; a tenth of a file at night does not
    warn(
        "is_rarely_at_night",
        "CLOCK_DOUBTFUL",
        "punched_at",
        rows=f"select {ROW_ID} from $table where {_AT_NIGHT} and file_id in ("
        f"select file_id from $table group by file_id having count(*) >= {ENOUGH_PUNCHES} "
        f"and 10 * count(*) filter (where {_AT_NIGHT}) > count(*))",
    ),
)
