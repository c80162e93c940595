"""Telling IT that something needs a person: by a webhook, by e-mail through Airflow's SMTP connection, or both.

`[alerts]` of agency.toml says to whom. A message tells names of DAGs, tasks, sources and devices, and counts; it never
holds a value of a person's row. What cannot be sent is logged and stops nothing.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from etl.freshness import Silence
from etl.settings import Workspace

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10
_TRIES_TO_CONNECT = 2
_SHOWN = 20
"""So many silent sources and devices are named; a message is read on a telephone."""


@dataclass(frozen=True)
class Alert:
    """One message; `lines` say where to look."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.subject, *self.lines))


def send(workspace: Workspace, alert: Alert) -> int:
    """Send it every way that agency.toml names; how many ways it went."""
    alerts = workspace.agency().alerts
    ways: list[Callable[[], None]] = []
    if alerts.webhook_file is not None:
        file = alerts.webhook_file
        ways.append(lambda: _post((workspace.home / file).read_text(encoding="utf-8").strip(), alert))
    if alerts.email:
        ways.append(lambda: _mail(alerts.email, alert))
    return sum(_went(way) for way in ways)


def of_silences(agency: str, silent: Sequence[Silence]) -> Alert:
    """What has been silent for too long, since when."""
    named = [
        f"{one.what} {one.name}: "
        + (f"last {one.last:%Y-%m-%d %H:%M}" if one.last else "nothing ever")
        + f", {one.allowed_days} days allowed"
        for one in silent[:_SHOWN]
    ]
    more = [f"and {len(silent) - _SHOWN} more: kinerja status"] if len(silent) > _SHOWN else []
    return Alert(f"Kinerja {agency}: {len(silent)} sources or devices are silent", (*named, *more))


def _went(way: Callable[[], None]) -> bool:
    try:
        way()
    except Exception as fault:  # noqa: BLE001 # whatever is wrong with the other side, the night goes on
        log.warning("an alert could not be sent: %s", type(fault).__name__)
        return False
    return True


def _post(address: str, alert: Alert) -> None:
    """`text` is what Mattermost, Rocket.Chat, Slack and their like show."""
    import httpx

    transport = httpx.HTTPTransport(retries=_TRIES_TO_CONNECT)
    with httpx.Client(transport=transport, timeout=PATIENCE_SECONDS) as client:
        client.post(address, json={"text": alert.text}).raise_for_status()


def _mail(to: Sequence[str], alert: Alert) -> None:
    """By the connection `smtp_default` of Airflow, whose extra names the sender."""
    from airflow.providers.smtp.hooks.smtp import SmtpHook

    with SmtpHook() as server:
        server.send_email_smtp(to=list(to), subject=alert.subject, html_content=f"<pre>{escape(alert.text)}</pre>")
