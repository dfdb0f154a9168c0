"""A subscriber of webhooks on a real socket, which counts what it hears by the id of each message."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

import orjson


class Hooks:
    """Use as a context. Every message is answered with 204."""

    def __init__(self) -> None:
        self.told: dict[str, bytes] = {}  #: bodies by `webhook-id`
        self.disagreed: list[str] = []  #: ids under which two different bodies came
        receive = self._receive

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receive(self.headers["webhook-id"], self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def heard(self) -> list[str]:
        """The types of all messages, each id once, in the order of the alphabet."""
        return sorted(orjson.loads(body)["type"] for body in self.told.values())

    def _receive(self, message: str, body: bytes) -> None:
        if self.told.setdefault(message, body) != body:
            self.disagreed.append(message)

    def __enter__(self) -> "Hooks":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
