"""A listener between a client and the scheduler that keeps all bytes that go either way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pipelines.cluster.address import Scheduler


class Wire:
    """What has gone over the wire, both directions together."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.heard: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.ends: list[socket.socket] = [self.listener]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def scheduler(self) -> Scheduler:
        return Scheduler(f"tcp://127.0.0.1:{self.listener.getsockname()[1]}")

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(self.target)
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while told := one.recv(1 << 16):
                self.heard.append(told)
                other.sendall(told)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


@contextmanager
def recorded(scheduler: Scheduler) -> Iterator[Wire]:
    host, port = scheduler.address.removeprefix("tcp://").split(":")
    wire = Wire((host, int(port)))
    try:
        yield wire
    finally:
        for end in wire.ends:
            end.close()
