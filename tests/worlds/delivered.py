"""One employee with registers and punches, brought in by loads that close days up to a morning."""

from datetime import datetime

from etl.nightly import load
from etl.settings import Workspace

NUMBER = "198501012010011001"
REGISTERS = {
    "employees": f"nip,unit_code,status,valid_from\n{NUMBER},DINAS,ACTIVE,2025-01-01\n",
    "units": "unit_code,name,unit_type,work_pattern,valid_from\nDINAS,Dinas,OFFICE,FIVE_DAY,2020-01-01\n",
    "pin_map": f"device_id,pin,nip,valid_from\n*,1,{NUMBER},2025-01-01\n",
}


def leave(first: str, last: str) -> str:
    """A letter for whole days, as the file of the source `leave`."""
    return f"nip,leave_code,date_from,date_to,part,approved\n{NUMBER},CT,{first},{last},FULL,ya\n"


def punched(*moments: str) -> str:
    """A dump of one device."""
    return "".join(f"1\t{one}\t1\t0\t1\t0\n" for one in moments)


def deliver(workspace: Workspace, through: str, **files: str) -> None:
    """One file of each source, and a load that closes days up to one in the morning of `through`."""
    for source, text in files.items():
        name = f"1_attlog_{through}.dat" if source == "finger" else f"{source}_{through}.csv"
        path = workspace.inbox / source / name
        path.write_text(text, encoding="utf-8")
        path.with_name(f"{name}.done").touch()
    load(workspace, datetime.fromisoformat(f"{through}T01:00:00+07:00"))
