"""Where Superset of this project lies, from the environment; without any of these, beside the project.

KINERJA_BI            folder of the key, the password and Superset's own database (default `.bi`)
KINERJA_HOME          workspace whose snapshot is shown (default `data`)
KINERJA_BI_ADDRESS    where it listens (default 127.0.0.1); every address only inside a container
KINERJA_BI_WAREHOUSE  SQLAlchemy address of another warehouse, e.g. postgresql+psycopg2://reader:password@host/kinerja
"""

from collections.abc import Mapping
from pathlib import Path

ROOM = Path(__file__).resolve().parent
ADMIN = "admin"


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment in which Superset runs."""
    folder = Path(given.get("KINERJA_BI") or ROOM.parent / ".bi").resolve()
    return {
        **given,
        "KINERJA_BI": str(folder),
        "SUPERSET_HOME": str(folder),
        "SUPERSET_CONFIG_PATH": str(ROOM / "superset_config.py"),
        "FLASK_APP": "superset.app:create_app()",
    }


def folder_of(environ: Mapping[str, str]) -> Path:
    """The folder of an environment that `environment` gave."""
    return Path(environ["KINERJA_BI"])


def warehouse_of(environ: Mapping[str, str]) -> str:
    """The address that Superset opens. A DuckDB snapshot is opened to be read, and reads no other file."""
    if environ.get("KINERJA_BI_WAREHOUSE"):
        return environ["KINERJA_BI_WAREHOUSE"]
    snapshot = Path(environ.get("KINERJA_HOME") or ROOM.parent / "data").resolve() / "serving/current/warehouse.duckdb"
    if not snapshot.exists():
        raise SystemExit(
            f"{snapshot}: expected a copy of the warehouse, found none. Run make run or kinerja load first."
        )
    return f"duckdb:///{snapshot}?access_mode=READ_ONLY&enable_external_access=false"
