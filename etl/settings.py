"""The workspace of one agency: its folders, `agency.toml`, `sources.toml` and column mappings."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from etl.errors import WrongUsage
from etl.kinds import KINDS
from etl.setting_types import DateFormat, DateOrder, DecimalSign, Encoding, InboxPath, MappingPath, in_words


@cache
def known_zones() -> frozenset[str]:
    """The names of IANA zones that this machine knows; looking them up reads a folder tree."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in known_zones():
        raise ValueError("not an IANA zone such as Asia/Jakarta")
    return name


def _known_kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f"not one of {', '.join(sorted(KINDS))}")
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnMapping(_Strict):
    """How the columns of a foreign table are found; every key is optional (docs/mappings.md)."""

    encoding: Encoding | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    decimal: DecimalSign = "."
    date_formats: tuple[DateFormat, ...] = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
    timestamp_formats: tuple[DateFormat, ...] = (
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
    )
    columns: dict[str, str] = Field(default_factory=dict)
    """Our column -> heading in the file."""
    constants: dict[str, str] = Field(default_factory=dict)
    """Our column -> the one value that every row gets."""
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Our column -> value in the file -> our value."""
    punches: tuple[str, ...] = ()
    """attendance_table: headings whose cells hold times, each cell any number of them."""


class Source(_Strict):
    """One stream of files of one kind."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
    kind: Annotated[str, AfterValidator(_known_kind)]
    path: InboxPath
    timezone: Zone
    app: str | None = None
    """Application that writes the log, for access_log; default: the source's name."""
    mapping: MappingPath | None = None
    """Column mapping, a TOML file in `mappings/` of the workspace."""
    encoding: Encoding | None = None
    date_order: DateOrder | None = None
    """zk_glog: how the device writes dates whose year stands last; none: the month first, as known devices do."""
    max_shrink: Decimal = Decimal("0.2")
    """Share of rows a snapshot may lose against the next older one (contract section 3)."""
    max_silence_days: Annotated[int, Field(ge=1)] | None = None
    """Days after which the source, or a device of it, counts as silent; none: never."""


def web_address(url: str) -> str:
    """The address as it is. Raises ValueError for none of the web, and for one that holds a secret: it is shown."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not such as https://lineage.example.go.id")
    if parts.password or parts.username or parts.query:
        raise ValueError("must hold no user, password or query; give a key by KINERJA_LINEAGE_API_KEY")
    return url


class Lineage(_Strict):
    """Where OpenLineage events go; without `url` into `lineage/events.jsonl` of the workspace."""

    namespace: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")] | None = None
    """Name of this deployment in events; default: `kinerja-<agency>`."""
    url: Annotated[str, AfterValidator(web_address)] | None = None
    """Base address of a consumer (Marquez or another)."""
    endpoint: str = "api/v1/lineage"
    timeout_seconds: Annotated[int, Field(ge=1, le=60)] = 5
    """How long one event may take."""


class Alerts(_Strict):
    """Whom to tell of failed tasks and of silent sources."""

    webhook_file: str | None = None
    """File that holds the address of a webhook, a path below the workspace or absolute; mode 0600: it is a key."""
    email: tuple[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")], ...] = ()
    """Addresses; sent by Airflow's connection `smtp_default`."""


class Agency(_Strict):
    """Who the workspace belongs to."""

    code: str
    name: str
    timezone: Zone
    lineage: Lineage = Lineage()
    alerts: Alerts = Alerts()
    ledger_key: str | None = None
    """Ed25519 key in PEM that signs checkpoints of the log, a path below the workspace or absolute; mode 0400."""


class _SourcesFile(_Strict):
    source: tuple[Source, ...]


@dataclass(frozen=True)
class Workspace:
    """The folders below `$KINERJA_HOME` (design section 1)."""

    home: Path
    server: str | None = field(default=None, repr=False)
    """URL of the PostgreSQL that shows the warehouse to others, with its password if it has one; None: none does."""

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def staged(self) -> Path:
        return self.home / "staged"

    @property
    def quarantine(self) -> Path:
        return self.home / "quarantine"

    @property
    def loads(self) -> Path:
        """One folder per load that is not finished; its files tell how far it came."""
        return self.home / "loads"

    @property
    def destroying(self) -> Path:
        """Stands while bytes of destroyed files may still be on the disk."""
        return self.home / "destroying"

    @property
    def ledger(self) -> Path:
        """The export of the log, and its checkpoint."""
        return self.home / "ledger"

    @property
    def warehouse(self) -> Path:
        """The file in which the warehouse is computed, whoever shows it."""
        return self.home / "warehouse.duckdb"

    @property
    def serving(self) -> Path:
        """Read-only copies of the warehouse for BI tools, the newest behind `current`."""
        return self.home / "serving"

    @property
    def pseudonym_key(self) -> Path:
        """The key behind the pseudonyms that BI readers see (docs/runbooks/roles.md)."""
        return self.home / "pseudonym.key"

    def agency(self) -> Agency:
        return _parse(self.home / "agency.toml", Agency)

    def sources(self) -> tuple[Source, ...]:
        sources = _parse(self.home / "sources.toml", _SourcesFile).source
        names = [source.name for source in sources]
        refuse_repeated(names, expected="each source once", todo="Give every source its own name.")
        return sources

    def source_named(self, name: str, kind: str | None = None) -> Source:
        """The source that files came from, as it is configured now.

        Raises WrongUsage where there is none any more, or its files have become other records than those of `kind`.
        """
        source = next((one for one in self.sources() if one.name == name), None)
        if source is None:
            raise WrongUsage(
                f"source {name}",
                expected="an entry in sources.toml: files came from it that are still to be tried",
                found="none",
                todo="Give it its name back, or withdraw its files.",
            )
        if kind is not None and KINDS[source.kind].record != KINDS[kind].record:
            raise WrongUsage(
                f"source {name}",
                expected=f"kind {kind}, by which files of it came in",
                found=f"kind {source.kind}",
                todo=f"Give it the kind {kind} again and what is of kind {source.kind} a source and folder of its own; "
                "withdraw the files that came in by the wrong kind, then lay them into the new folder.",
            )
        return source

    def mapping(self, source: Source) -> ColumnMapping:
        return ColumnMapping() if source.mapping is None else _parse(self.home / source.mapping, ColumnMapping)


def workspace_of(home: str | None, environ: Mapping[str, str]) -> Workspace:
    """The workspace named by `--home`, else `$KINERJA_HOME`, else `./data`."""
    path = Path(home or environ.get("KINERJA_HOME") or "data").absolute()
    # DuckDB takes these for patterns wherever it is given a file name
    if any(character in str(path) for character in "*?["):
        raise WrongUsage(
            str(path), expected="a folder without * ? [ in its path", found="one with", todo="Choose another."
        )
    return Workspace(path, _server_of(path, environ.get("KINERJA_WAREHOUSE") or ""))


def _server_of(home: Path, url: str) -> str | None:
    """The server that `$KINERJA_WAREHOUSE` names; the workspace's own file, by its URL or by none, needs no server."""
    scheme = url.partition(":")[0]
    if scheme in ("postgresql", "postgresql+psycopg"):
        return url
    own = home / "warehouse.duckdb"
    if url and (scheme != "duckdb" or Path(url.removeprefix("duckdb:///")).absolute() != own):
        raise WrongUsage(
            "$KINERJA_WAREHOUSE",
            expected=f"postgresql+psycopg://user@host/database, or duckdb:///{own}",
            found=f"a URL of {scheme!r}" if scheme != "duckdb" else "another DuckDB file",
            todo="Correct it. To keep the file elsewhere, move the whole workspace and name it by $KINERJA_HOME.",
        )
    return None


def existing_workspace(home: str | None, environ: Mapping[str, str]) -> Workspace:
    workspace = workspace_of(home, environ)
    if not (workspace.home / "agency.toml").is_file():
        raise WrongUsage(
            str(workspace.home),
            expected="a workspace with agency.toml",
            found="none",
            todo="Make one with: kinerja init --agency kepahiang",
        )
    return workspace


Model = TypeVar("Model", bound=BaseModel)


def refuse_repeated(entries: Sequence[str], *, expected: str, todo: str) -> None:
    """Raises WrongUsage where sources.toml says the same of several sources."""
    repeated = sorted({one for one in entries if entries.count(one) > 1})
    if repeated:
        raise WrongUsage("sources.toml", expected=expected, found=f"{', '.join(repeated)} more than once", todo=todo)


def _parse(path: Path, model: type[Model]) -> Model:
    try:
        return cast("Model", _validated(path.read_text(encoding="utf-8-sig"), model))
    except FileNotFoundError:
        raise WrongUsage(
            str(path), expected="a TOML file", found="no file", todo="Create it or mend the path."
        ) from None
    except OSError as error:
        raise WrongUsage(str(path), expected="a TOML file", found=error.strerror or "", todo="Mend the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsage(str(path), expected="TOML in UTF-8", found=str(error), todo="Mend the file.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise WrongUsage(
            f"{path}, {place}", expected="a valid entry", found=in_words(first), todo="Mend the entry."
        ) from None


@lru_cache(maxsize=64)
def _validated(text: str, model: type[BaseModel]) -> BaseModel:
    """A load asks for the same settings a dozen times; what is read cannot be changed."""
    content: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    return model.model_validate(content)
