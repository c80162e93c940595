"""Records of attendance machines and attendance applications."""

from etl.records.model import Column, Nature, Record

PUNCH = Record(
    name="punch",
    family="attendance",
    grain="one press of a finger, face, palm, card or password on one device at one second",
    nature=Nature.EVENT,
    key=("device_id", "pin", "punched_at"),
    month_of="punched_at",
    columns=(
        Column("device_id", "TEXT", "device of the register, or `source:<name>` when unknown", required=True),
        Column("pin", "TEXT", "number of the person on that device, as text without padding", required=True),
        Column(
            "punched_at",
            "TIMESTAMP",
            "wall time shown by the device",
            required=True,
            low="2010-01-01 00:00:00",
        ),
        Column("timezone", "TEXT", "zone of the device's place, IANA name", required=True),
        Column("verify_mode", "INTEGER", "how the person was recognised, code of the device family"),
        Column("state", "INTEGER", "in/out key pressed, code of the device family; not trusted"),
        Column("work_code", "TEXT", "work code typed in at the device"),
    ),
)
