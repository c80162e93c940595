"""Airflow as it would start here: who may reach it, sign in, read its files; told without importing it."""

from collections.abc import Iterator, Mapping
from configparser import ConfigParser, Error
from ipaddress import ip_address
from pathlib import Path

from etl.doctor.check import Check, fault, fine, warning
from etl.doctor.credentials import check_password_file, check_urls
from etl.doctor.place import check_secrets
from etl.embedded_airflow import AIRFLOW_HOME

SHORTEST_SECRET = 16
_SECRETS = (("core", "fernet_key"), ("api", "secret_key"), ("api_auth", "jwt_secret"))
_CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))


class Settings:
    """Options as Airflow finds them: the environment before airflow.cfg; `_CMD` and `_SECRET` count as set."""

    def __init__(self, home: Path, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._file = ConfigParser(interpolation=None, strict=False)
        self._file.read(environ.get("AIRFLOW_CONFIG", str(home / "airflow.cfg")), encoding="utf-8")

    def get(self, section: str, key: str, default: str = "") -> str:
        named = f"AIRFLOW__{section.upper()}__{key.upper()}"
        if named in self._environ:
            return self._environ[named]
        return self._file.get(section, key, fallback=default)

    def is_kept_elsewhere(self, section: str, key: str) -> bool:
        """Whether a command or a secrets backend gives the value: it is not ours to run."""
        named = f"AIRFLOW__{section.upper()}__{key.upper()}"
        return f"{named}_CMD" in self._environ or f"{named}_SECRET" in self._environ

    def is_on(self, section: str, key: str) -> bool:
        return self.get(section, key).strip().lower() in ("true", "t", "1", "yes", "y", "on")


def check_airflow(environ: Mapping[str, str]) -> Iterator[Check]:
    """Of `$AIRFLOW_HOME`, else of the embedded one; nothing where Airflow was never set up."""
    home = Path(environ.get("AIRFLOW_HOME") or AIRFLOW_HOME)
    if not home.is_dir():
        yield fine("Airflow", "not set up on this machine")
        return
    try:
        settings = Settings(home, environ)
    except (Error, UnicodeDecodeError):
        yield fault("Airflow", f"{home / 'airflow.cfg'} cannot be read", "Mend it, or move it away.")
        return
    yield from _reachable(settings)
    yield from _signing_in(settings, home)
    yield from _secrets(settings)
    yield from check_urls({"Airflow's database": settings.get("database", "sql_alchemy_conn")})
    yield from check_secrets("Airflow's files", [home / "airflow.cfg", home / "airflow.db", _passwords(settings, home)])


def _reachable(settings: Settings) -> Iterator[Check]:
    host = settings.get("api", "host", "0.0.0.0")  # noqa: S104 # Airflow's default, which is what is looked for
    if _is_loopback(host):
        yield fine("Airflow's address", host)
    elif any(mark.exists() for mark in _CONTAINER_MARKS):
        yield fine("Airflow's address", f"{host} inside a container; its port must be published on 127.0.0.1 only")
    else:
        yield fault(
            "Airflow's address", f"{host}: every machine reaches it", "Set [api] host = 127.0.0.1 behind a TLS proxy."
        )


def _signing_in(settings: Settings, home: Path) -> Iterator[Check]:
    simple = "SimpleAuthManager" in settings.get("core", "auth_manager", "SimpleAuthManager")
    if simple and settings.is_on("core", "simple_auth_manager_all_admins"):
        yield fault("Airflow's users", "everybody is an administrator", "Take simple_auth_manager_all_admins away.")
    elif simple and _passwords(settings, home).exists():
        yield from check_password_file(_passwords(settings, home))
    if settings.get("api", "expose_config").strip().lower() == "true":
        yield fault("Airflow's settings", "shown with their secrets", "Set [api] expose_config = False.")


def _secrets(settings: Settings) -> Iterator[Check]:
    short = [
        f"[{section}] {key}"
        for section, key in _SECRETS
        if not settings.is_kept_elsewhere(section, key) and len(settings.get(section, key)) < SHORTEST_SECRET
    ]
    if short:
        yield warning(
            "Airflow's keys", f"missing or short: {', '.join(short)}", "Give each 32 random characters or more."
        )
    else:
        yield fine("Airflow's keys", "set")


def _passwords(settings: Settings, home: Path) -> Path:
    named = settings.get("core", "simple_auth_manager_passwords_file")
    return Path(named) if named else home / "simple_auth_manager_passwords.json.generated"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
