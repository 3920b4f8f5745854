"""A mailbox that speaks enough of IMAP to be read, without TLS."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SOON = 0.01  # seconds until it sees that it is to stop


class Mailbox(socketserver.ThreadingTCPServer):
    """Messages by number; `seen` are those marked as read. `broken` has it hang up on a FETCH."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, messages: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.messages = dict(enumerate(messages, start=1))
        self.seen: set[int] = set()
        self.broken = False

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say(b"* OK ready")
        for line in self.rfile:
            tag, _, rest = line.strip().partition(b" ")
            if not self._answer(rest.upper(), tag):
                return

    def _answer(self, asked: bytes, tag: bytes) -> bool:
        box = self.server
        if asked.startswith(b"LOGIN") and b"WRONG" in asked:
            self._say(tag + b" NO who are you")
            return True
        if asked.startswith(b"CAPABILITY"):
            self._say(b"* CAPABILITY IMAP4rev1")
        elif asked.startswith(b"SELECT"):
            self._say(b"* %d EXISTS" % len(box.messages))
        elif asked.startswith(b"UID SEARCH"):
            unread = [b"%d" % number for number in box.messages if number not in box.seen]
            self._say(b" ".join([b"* SEARCH", *unread]))
        elif asked.startswith(b"UID FETCH"):
            if box.broken:
                return False
            self._fetch(int(asked.split()[2]), size=b"SIZE" in asked)
        elif asked.startswith(b"UID STORE"):
            box.seen.add(int(asked.split()[2]))
        self._say(tag + b" OK done")
        return not asked.startswith(b"LOGOUT")

    def _fetch(self, number: int, *, size: bool) -> None:
        message = self.server.messages[number]
        if size:
            self._say(b"* %d FETCH (UID %d RFC822.SIZE %d)" % (number, number, len(message)))
            return
        self._say(b"* %d FETCH (UID %d BODY[] {%d}" % (number, number, len(message)))
        self.wfile.write(message)
        self._say(b")")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def mailbox(*messages: bytes) -> Iterator[Mailbox]:
    with Mailbox(list(messages)) as served:
        thread = threading.Thread(target=served.serve_forever, args=(SOON,), daemon=True)
        thread.start()
        try:
            yield served
        finally:
            served.shutdown()
            thread.join()
