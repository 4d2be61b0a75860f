"""The portal as production serves it, on loopback and for as long as a measurement takes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
LONGEST_START = 60.0


class Server:
    """gunicorn with its workers, in a process group of its own so that a kill reaches all of it at once."""

    def __init__(self, folder: Path, *, workers: int, threads: int = 4, environment: Mapping[str, str]) -> None:
        self.folder, self.workers, self.threads = folder, workers, threads
        self.port = free_port()
        self.environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once the portal answers; raise with the end of its log when it does not."""
        log = self.folder / "server.log"
        how = ["--workers", str(self.workers), "--threads", str(self.threads), "--no-control-socket"]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{self.port}", *how],
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._wait(log)

    def kill(self) -> None:
        """End it at once, as a power cut would: nothing gets to finish."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            os.killpg(process.pid, how)
            process.wait(timeout=30)

    def _wait(self, log: Path) -> None:
        never, until = threading.Event(), time.monotonic() + LONGEST_START
        while not self._answers():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not come up:\n{log.read_text()[-2000:]}")
            never.wait(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def serving(
    folder: Path, *, workers: int, threads: int = 4, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    server = Server(folder, workers=workers, threads=threads, environment=environment or {})
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])
