"""Passwords that came with a product, or that anybody guesses; told by their place, never by their value."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from etl.doctor.check import Check, fault, fine, warning
from etl.errors import WrongUsage

SHORTEST = 12
"""Characters of a password that is not guessed within the life of an installation behind a rate limit."""
KNOWN = {"admin", "airflow", "changeme", "change-me", "kinerja", "password", "postgres", "root", "secret", "superset"}


def check_urls(urls: Mapping[str, str]) -> Iterator[Check]:
    """Addresses of databases, by the setting that holds them."""
    for place, url in urls.items():
        try:
            user, password = _signed_in(url)
        except ValueError:
            yield fault(
                place,
                "host or port cannot be read",
                "Write : / @ of a password as %3A %2F %40, or use a password file.",
            )
            continue
        if password is None:
            yield fine(place, "no password in the address")
        elif is_guessable(password, user):
            yield fault(place, "a password that anybody guesses", "Set a long random one, in a password file.")
        else:
            yield warning(place, "a password in the address", "Keep it in a password file (PGPASSFILE), mode 0600.")


def check_password_file(path: Path) -> Iterator[Check]:
    """The users of Airflow's simple authentication manager."""
    try:
        users = json.loads(path.read_text(encoding="utf-8") or "{}")
        weak = sorted(user for user, password in users.items() if is_guessable(str(password), user))
    except (OSError, ValueError, AttributeError):
        yield fault(path.name, "not readable as names and passwords", "Make it anew.")
        return
    if weak:
        yield fault(path.name, f"guessable passwords of {', '.join(weak)}", "Set long random ones.")
    else:
        yield fine(path.name, f"{len(users)} users, no guessable password")


def is_guessable(password: str, user: str = "") -> bool:
    return len(password) < SHORTEST or password.lower() in KNOWN or password.lower() == user.lower()


def _signed_in(url: str) -> tuple[str, str | None]:
    """User and password. Raises ValueError, whose words may hold a part of the password, for a port that is none."""
    if url.startswith(("postgresql:", "postgresql+psycopg:")):
        return _signed_in_by_libpq(url)
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parts = make_url(url)
    except ArgumentError:
        return "", None
    password = parts.password or parts.query.get("password")
    return parts.username or "", None if password is None else str(password)


def _signed_in_by_libpq(url: str) -> tuple[str, str | None]:
    """The same of an address that may name several hosts."""
    from psycopg.conninfo import conninfo_to_dict

    from warehouse.engines.postgresql import conninfo

    try:
        parts = conninfo_to_dict(conninfo(url))
    except WrongUsage:
        raise ValueError from None
    if not all(port.isdigit() for port in str(parts.get("port") or "5432").split(",") if port):
        raise ValueError
    password = parts.get("password")
    return str(parts.get("user") or ""), None if password is None else str(password)
