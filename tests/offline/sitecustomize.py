"""Put on PYTHONPATH, refuses every Python process all network but the loopback addresses.

Each refusal is written to the file that SANSE_REFUSED names, since a library may swallow the
error. The audit hook sees every socket of the interpreter, also those made below `socket`.
"""

import ipaddress
import os
import sys

_EVENTS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}


def _is_loopback(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def _refuse_all_but_loopback(event: str, told: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = told[0]
    elif event in _EVENTS and isinstance(told[1], tuple):
        host = told[1][0]
    else:
        return
    if not _is_loopback(host):
        with open(os.environ["SANSE_REFUSED"], "a", encoding="utf-8") as refused:  # noqa: PTH123
            refused.write(f"{event} {host!r}: {' '.join(sys.argv[:3])}\n")
        raise OSError(f"{event} to {host!r} is refused: only loopback is allowed")


if "SANSE_REFUSED" in os.environ:
    sys.addaudithook(_refuse_all_but_loopback)
