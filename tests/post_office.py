"""A mail server for tests: it takes every letter and keeps it in memory."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from tests.servers import wait_for


class _Counter(socketserver.StreamRequestHandler):
    """One connection, in the words of RFC 5321 that Django's backend uses."""

    def handle(self) -> None:
        """Answer each line until the sender takes its leave."""
        self._say("220 post office")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            word = line[:4].upper()
            if word == "DATA":
                self._say("354 go on")
                self._keep()
            self._say("221 bye" if word == "QUIT" else "250 post office")
            if word == "QUIT":
                return

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        cast(_Server, self.server).letters.append(b"".join(lines))

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        super().__init__(("127.0.0.1", 0), _Counter)


@dataclass
class PostOffice:
    """Where letters arrive. `url` is what EMAIL_URL takes."""

    _server: _Server = field(default_factory=_Server)

    def __post_init__(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def letters_to(self, address: str) -> list[EmailMessage]:
        """What has arrived for the address."""
        read = [message_from_bytes(raw, policy=policy.default) for raw in self._server.letters]
        return [letter for letter in read if letter["To"] == address]

    def await_letter(self, address: str, saying: str) -> str:
        """The text of a letter to the address that holds the words, once it has come."""

        def found() -> list[str]:
            texts = [str(letter.get_content()) for letter in self.letters_to(address)]
            return [text for text in texts if saying in text]

        wait_for(found, f"a letter to {address} saying {saying!r}")
        return found()[-1]

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
