"""A PostgreSQL server of the tests' own, which listens on a socket in a temporary folder only."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER = "clausebook"


@contextmanager
def running_server() -> Iterator[Path]:
    """Start a server and stop it again; the folder of its socket."""
    programs = _programs()
    # Not below pytest's folder, which the server's user may not enter; and a socket's path has to be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    who = _user(folder)
    try:
        new = [programs / "initdb", "-D", folder / "data", "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8"]
        subprocess.run([*new, "--locale=C"], check=True, capture_output=True, cwd=folder, **who)
        settings = ("listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "max_connections=30")
        start = [programs / "postgres", "-D", folder / "data", *(part for one in settings for part in ("-c", one))]
        with (folder / "log").open("wb") as log, subprocess.Popen(start, stderr=log, cwd=folder, **who) as server:
            try:
                _wait(folder)
                yield folder
            finally:
                server.send_signal(signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def url(folder: Path, database: str = "postgres", user: str = USER) -> str:
    return f"postgresql://{user}@/{database}?host={folder}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    assert initdb, "PostgreSQL's server is missing; run: make test"
    return Path(initdb).parent


def _user(folder: Path) -> dict[str, Any]:
    """Whom the server runs as: it refuses to be root."""
    if os.getuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait(folder: Path) -> None:
    for _ in range(600):
        try:
            psycopg.connect(url(folder)).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError((folder / "log").read_text())
