"""An HTTP endpoint that takes OpenLineage events, by the transport of the standard's own client library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Thread
from time import monotonic

from etl.errors import WrongUsage
from etl.settings import Lineage, Workspace, web_address

PATIENCE_SECONDS = 20.0
"""How long the events of one run may take together: a slow endpoint must not keep an office waiting."""
_REFUSED_FOR_GOOD = (400, 413, 415, 422)
"""This event will not be taken by this endpoint; others may be."""


@dataclass(frozen=True)
class Endpoint:
    """Where, and with which key."""

    settings: Lineage
    url: str
    key: str | None

    def send(self, waiting: Sequence[tuple[int, str]]) -> list[int]:
        """Send in order until one is not taken; returns the numbers of those taken.

        In a thread that is left behind: an answer that comes byte by byte outlasts every timeout of a socket.
        """
        accepted: list[int] = []
        sender = Thread(target=self._send, args=(waiting, accepted), daemon=True)
        sender.start()
        sender.join(PATIENCE_SECONDS)
        return list(accepted)

    def _send(self, waiting: Sequence[tuple[int, str]], accepted: list[int]) -> None:
        import json

        from openlineage.client.transport.http import ApiKeyTokenProvider, HttpConfig, HttpTransport, TokenProvider
        from requests import HTTPError, RequestException

        auth = ApiKeyTokenProvider({"api_key": self.key}) if self.key else TokenProvider({})
        transport = HttpTransport(
            HttpConfig(
                url=self.url,
                endpoint=self.settings.endpoint,
                timeout=self.settings.timeout_seconds,
                auth=auth,
                retry={"total": 0},
            )
        )
        deadline = monotonic() + PATIENCE_SECONDS
        for number, event in waiting:
            if monotonic() >= deadline:
                return
            try:
                transport.emit(json.loads(event))
            except HTTPError as refusal:
                if refusal.response is None or refusal.response.status_code not in _REFUSED_FOR_GOOD:
                    return
            except RequestException:
                return
            else:
                accepted.append(number)


def endpoint_of(workspace: Workspace, environ: Mapping[str, str]) -> Endpoint | None:
    """The endpoint of agency.toml, or the one the environment names instead; None: events go to the file.

    Raises WrongUsage for an address that is none, or holds a secret.
    """
    settings = workspace.agency().lineage
    url = _named(environ.get("KINERJA_LINEAGE_URL")) or settings.url
    return Endpoint(settings, url, environ.get("KINERJA_LINEAGE_API_KEY")) if url else None


def _named(url: str | None) -> str | None:
    try:
        return web_address(url) if url else None
    except ValueError as fault:
        raise WrongUsage(
            "KINERJA_LINEAGE_URL", expected="the address of a consumer", found=f"one that {fault}", todo="Correct it."
        ) from None
