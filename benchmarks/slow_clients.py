"""200 clients that never finish what they began, and whether the site answers others meanwhile.

    .venv/bin/python benchmarks/slow_clients.py HOST PORT [--plain]

Half send a byte of their headers every second, half a byte of a form's body. Three rounds of 20 pages are asked for by
somebody else (another address of this machine): before, meanwhile, and when the slow ones have gone. With --plain
without TLS, to see what happens without a proxy in front.
"""

import socket
import ssl
import statistics
import sys
import threading
import time
from contextlib import suppress

SLOW, ASKED = 200, 20
HEAD = "POST /fi/account/login/ HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\n"
BODY = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nlogin="


def connected(host: str, port: int, address: str, plain: bool) -> socket.socket:
    made = socket.create_connection((host, port), 10, source_address=(address, 0))
    if plain:
        return made
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(made, server_hostname=host)


def drip(host: str, port: int, plain: bool, start: str, ended: threading.Event, cut: list) -> None:
    """Hold a connection as long as the server lets it, a byte a second."""
    began = time.monotonic()
    try:
        with connected(host, port, "127.0.0.1", plain) as held:
            held.sendall(start.encode())
            while not ended.wait(1):
                held.sendall(b"a")
    except OSError:
        cut.append(time.monotonic() - began)


def page(host: str, port: int, plain: bool) -> float | None:
    """Seconds until a page has come; None when it has not within ten."""
    began = time.monotonic()
    with suppress(OSError), connected(host, port, "127.0.0.2", plain) as asking:
        asking.sendall(
            f"GET /fi/ HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n".encode()
        )
        if asking.recv(12).endswith(b"200"):
            while asking.recv(65536):
                pass
            return time.monotonic() - began
    return None


def round_of_pages(what: str, *where) -> None:
    times = [page(*where) for _ in range(ASKED)]
    came = [each for each in times if each is not None]
    middle = f"{statistics.median(came) * 1000:.0f} ms, at most {max(came) * 1000:.0f} ms" if came else "-"
    print(f"{what}: {len(came)} of {ASKED} pages came, median {middle}", flush=True)
    time.sleep(1)


def main(host: str, port: int, plain: bool) -> None:
    where, ended, cut = (host, port, plain), threading.Event(), []
    round_of_pages("before", *where)
    starts = [HEAD.format(host=host) + (BODY if number % 2 else "X-Slow: ") for number in range(SLOW)]
    slow = [threading.Thread(target=drip, args=(*where, start, ended, cut)) for start in starts]
    for each in slow:
        each.start()
    time.sleep(3)
    round_of_pages(f"with {SLOW - len(cut)} half-open connections", *where)
    time.sleep(15)
    round_of_pages(f"18 s later, {len(cut)} of them cut off", *where)
    ended.set()
    for each in slow:
        each.join()
    round_of_pages("afterwards", *where)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), "--plain" in sys.argv)
