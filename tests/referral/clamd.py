"""A small server that speaks clamd's INSTREAM as the real one does, and finds only the test file of the trade."""

import socketserver
import threading
import time
from contextlib import contextmanager

from tests.referral.made_files import EICAR


class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(length)
        self.server.seen.append(data)
        time.sleep(self.server.delay)
        self.wfile.write(self.server.answer or verdict(data))


def verdict(data):
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    answer, delay = b"", 0


@contextmanager
def running(**how):
    """The server, and its address as FILE_SCANNER has it in `.address`."""
    with Server(("127.0.0.1", 0), Answer) as server:
        server.seen, server.address = [], f"tcp:127.0.0.1:{server.server_address[1]}"
        for name, value in how.items():
            setattr(server, name, value)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)
