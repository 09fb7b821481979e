"""A serving process that is killed, left and asked again: an answer without its entry never; an entry without an answer may be."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path

import pytest

from comity.engines.store.cluster import lives
from tests.checking import entry_names
from tests.faults.processes import ask, body, headers, installation, load, server, until
from tests.flows.listening import steady_port
from tests.flows.world import build

pytestmark = pytest.mark.fault


@pytest.fixture
def world(database, tmp_path: Path):
    return asyncio.run(build(database, tmp_path))


def leave(world, port: int, *, whole: bool) -> None:
    """A client that goes before its answer: after the whole request, or in the middle of it."""
    content = body("AB1234567")
    head = "".join(f"{name}: {value}\r\n" for name, value in (headers(world) | {"host": "x", "content-length": str(len(content))}).items())
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"POST /api/v1/checks HTTP/1.1\r\n{head}\r\n".encode() + (content if whole else content[:20]))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # cut, not closed


def test_clients_that_leave_and_a_kill_under_load(world, database) -> None:
    with server(world, steady_port()) as (process, port):
        assert ask(world, port)["status"] == 200
        for place in range(30):
            leave(world, port, whole=place % 2 == 0)
        after = ask(world, port)
        assert (after["status"], after["outcome"]) == (200, "no_hit")
        with load(world, port) as asked:
            until(lambda: len(asked.checks) > 100)
            os.kill(process.pid, signal.SIGKILL)
            process.wait(60)
    kept = entry_names(database)
    assert len(asked.checks) == len(set(asked.checks)) > 100
    assert set(asked.checks) <= kept
    assert not asked.other

    with server(world, port) as (process, again):  # another takes its port; what it does has numbers of its own
        fresh = ask(world, again)
        assert fresh["status"] == 200
        assert fresh["check"] not in kept
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(60) in (0, -signal.SIGTERM)


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionRefusedError:
        return True
    except OSError:  # it hangs: somebody still has the port
        return False
    return False


def test_two_processes_on_one_port_outlive_one_another_and_end_with_their_supervisor(world, database) -> None:
    with installation(world) as (supervisor, port, children):
        assert sorted(children) == ["jobs", "serve-1", "serve-2", "work"]
        with load(world, port, clients=6) as asked:
            until(lambda: len(asked.checks) > 60 and len(asked.streams) == 2)
            os.kill(children["serve-2"], signal.SIGKILL)
            before = len(asked.checks)
            until(lambda: len(asked.checks) > before + 60)
            os.kill(children["serve-1"], signal.SIGKILL)  # the other one was started again, or is about to be
            killed = len(asked.checks)
            until(lambda: len(asked.checks) > killed + 60)
        assert set(asked.checks) <= entry_names(database)
        assert len(asked.streams) >= 3  # as many processes answered
        supervisor.kill()
        until(lambda: refuses(port))
        until(lambda: not lives(children["work"]))
