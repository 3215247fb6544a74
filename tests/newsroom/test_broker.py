"""The embedded broker: what one process sends another receives, whole."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection

MESSAGES = 300
SENDER = """
import sys
from kombu import Connection
with Connection(transport="newsroom.broker:Transport", transport_options={options}) as connection:
    queue = connection.SimpleQueue("line")
    for n in range({messages}):
        queue.put({{"n": n, "from": sys.argv[1]}})
"""


@pytest.fixture
def options(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "messages").mkdir()
    return {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "control_folder": str(tmp_path / "control"),
    }


@pytest.fixture
def connection(options: dict[str, str]) -> Iterator[Connection]:
    with Connection(transport="newsroom.broker:Transport", transport_options=options) as one:
        yield one


def test_message_arrives(connection: Connection) -> None:
    queue = connection.SimpleQueue("line")
    queue.put({"kind": "translate"})
    assert queue.get(timeout=5).payload == {"kind": "translate"}


def test_queues_are_apart(connection: Connection) -> None:
    connection.SimpleQueue("translate").put("a")
    queue = connection.SimpleQueue("line")
    with pytest.raises(queue.Empty):
        queue.get(block=False)


def test_messages_of_two_processes_arrive_whole(
    connection: Connection, options: dict[str, str]
) -> None:
    script = SENDER.format(options=options, messages=MESSAGES)
    senders = [subprocess.Popen([sys.executable, "-c", script, name]) for name in "ab"]
    queue = connection.SimpleQueue("line")
    got = []
    for _ in range(2 * MESSAGES):
        message = queue.get(timeout=30)
        got.append((message.payload["from"], message.payload["n"]))
        message.ack()
    assert [sender.wait() for sender in senders] == [0, 0]
    assert sorted(got) == [(name, n) for name in "ab" for n in range(MESSAGES)]
    assert not list(Path(options["data_folder_in"]).iterdir())
