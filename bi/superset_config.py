"""Superset for the dashboards of `bi/bundle`: nothing fetched from elsewhere, no secret in this file.

`bi/serve.py` starts Superset with it; a server of your own may copy what it needs. What differs by place comes from the
environment: KINERJA_BI, the folder with the key, the password and Superset's own database.
"""

import os
from copy import deepcopy
from pathlib import Path
from typing import Any

from flask import Flask
from superset.config import TALISMAN_CONFIG as _TALISMAN_CONFIG
from superset.config import THEME_DEFAULT as _THEME
from superset.superset_typing import CacheConfig

_FOLDER = Path(os.environ["KINERJA_BI"]).resolve()

SECRET_KEY = (_FOLDER / "secret_key").read_text(encoding="ascii").strip()
SQLALCHEMY_DATABASE_URI = os.environ.get("KINERJA_BI_METADATA") or f"sqlite:///{_FOLDER / 'superset.db'}"
"""Superset's own tables (users, dashboards); an office with many readers gives it a PostgreSQL database."""

APP_NAME = "Kinerja"
# its own waiting picture: the one that Superset looks for is not in the package
_BRAND = {"brandAppName": APP_NAME, "brandSpinnerUrl": "/static/assets/images/loading.gif"}
THEME_DEFAULT = {**_THEME, "token": {**_THEME["token"], **_BRAND}}
BABEL_DEFAULT_LOCALE = "en"  # Superset brings no complete Indonesian; the words of the dashboards are Indonesian anyway
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}

# A figure is at most a minute older than the snapshot or the table it comes from.
DATA_CACHE_CONFIG: CacheConfig = {
    "CACHE_TYPE": "FileSystemCache",
    "CACHE_DIR": str(_FOLDER / "cache"),
    "CACHE_DEFAULT_TIMEOUT": 60,
    "CACHE_KEY_PREFIX": "kinerja_",
}
FILTER_STATE_CACHE_CONFIG: CacheConfig = {**DATA_CACHE_CONFIG, "CACHE_DEFAULT_TIMEOUT": 86_400}
EXPLORE_FORM_DATA_CACHE_CONFIG: CacheConfig = FILTER_STATE_CACHE_CONFIG

PREVENT_UNSAFE_DB_CONNECTIONS = True
SQLLAB_CTAS_NO_LIMIT = False
ROW_LIMIT = 10_000
FEATURE_FLAGS = {"ALERT_REPORTS": False, "EMBEDDED_SUPERSET": False, "ENABLE_TEMPLATE_PROCESSING": False}
AUTH_USER_REGISTRATION = False
PUBLIC_ROLE_LIKE = None
RATELIMIT_ENABLED = True
RATELIMIT_STORAGE_URI = "memory://"  # one process serves
AUTH_RATE_LIMITED = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = bool(os.environ.get("KINERJA_BI_TLS"))  # behind a proxy that speaks TLS

TALISMAN_ENABLED = True


def _only_this_server(shipped: dict[str, Any]) -> dict[str, Any]:
    """The shipped policy without other hosts: its pages hold a counting pixel that no setting removes."""
    policy = deepcopy(shipped)
    directives = policy["content_security_policy"]
    for name, sources in directives.items():
        if isinstance(sources, list):
            directives[name] = [one for one in sources if "." not in one and not one.startswith("http")]
    policy["force_https"] = False
    return policy


TALISMAN_CONFIG = _only_this_server(_TALISMAN_CONFIG)


def FLASK_APP_MUTATOR(app: Flask) -> None:  # noqa: N802, ARG001 # Superset calls it by this name
    """Bind Celery's tasks before the threads ask for them: else the first queries at once fail with None.push."""
    import superset.sql_lab  # noqa: F401 # it declares the task that SQL Lab calls
    from superset.extensions import celery_app

    celery_app.finalize()
