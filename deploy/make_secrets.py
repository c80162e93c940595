"""The secrets that docker-compose.yml asks for: long, random, one a file of mode 0600; those that are there stay.

python3 deploy/make_secrets.py /etc/kinerja/secrets
"""

import base64
import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

_BYTES = 32
_PLAIN = (
    "airflow_database_password",
    "api_secret_key",
    "bi_database_password",
    "jwt_secret",
    "kinerja_database_password",
    "postgres_password",
)
_USERS = {"pgpass": {"airflow": "airflow", "kinerja": "kinerja"}, "bi_pgpass": {"bi": "kinerja"}}
"""Password file -> user of PostgreSQL -> its database: libpq signs in as anybody who stands in its file."""


def make_secrets(folder: Path) -> list[str]:
    """The names of the files made now; what a killed run left out the next one makes."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    made = [name for name in _PLAIN if _make(folder / name, _password)]
    others: dict[str, Callable[[], str]] = {
        "airflow_passwords.json": lambda: json.dumps({"admin": _password()}),
        "fernet_key": lambda: base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode(),
        **{name: partial(_pgpass, folder, users) for name, users in _USERS.items()},
    }
    return made + [name for name, content in others.items() if _make(folder / name, content)]


def _make(path: Path, content: Callable[[], str]) -> bool:
    """It appears whole or not at all."""
    if path.exists():
        return False
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as target:
        target.write(content())
        target.flush()
        os.fsync(target.fileno())
    temporary.rename(path)
    return True


def _password() -> str:
    return secrets.token_urlsafe(_BYTES)


def _pgpass(folder: Path, users: Mapping[str, str]) -> str:
    """What libpq reads instead of passwords in addresses."""
    return "".join(
        f"postgres:5432:{database}:{user}:{_of_pgpass(folder / f'{user}_database_password')}\n"
        for user, database in users.items()
    )


def _of_pgpass(file: Path) -> str:
    """A password somebody wrote by hand may end in a line feed, and hold what parts the fields of a line."""
    return file.read_text(encoding="ascii").rstrip("\n").replace("\\", r"\\").replace(":", r"\:")


if __name__ == "__main__":
    print("\n".join(make_secrets(Path(sys.argv[1]))))  # noqa: T201 # names only
