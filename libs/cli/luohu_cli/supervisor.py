"""`luohu up` leaves this process behind: it keeps a city running.

It is plain, synchronous and has one thread when it forks. It imports every service once, so that the services, which
are its forks, share those pages; it holds their listening sockets, so that nobody is refused while one of them is
started again; and it starts again whatever dies, PostgreSQL included. Run as `python -m luohu_cli.supervisor`.
"""

import gc
import os
import signal
import socket
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from luohu_cli import children, cluster, configured, places, state
from luohu_cli.backoff import Backoff
from luohu_cli.failure import Failure
from luohu_cli.state import City, Phase, Process
from luohu_kit.settings import Settings, embedded_url

GRACE_SECONDS = 5.0  #: between SIGTERM and SIGKILL when the city stops
LOOK_SECONDS = 5.0  #: how often logs are measured and a PostgreSQL that is not our child is looked after


@dataclass(slots=True)
class Child:
    """One supervised process and what is known of its life."""

    name: str
    services: tuple[str, ...]
    replica: int = 0  #: which of several, counted from 1; it has an address of its own
    pid: int = 0
    started: float = 0.0  #: monotonic
    started_at: float = 0.0  #: unix seconds
    due: float = 0.0  #: monotonic; when to start it, while its pid is 0
    restarts: int = -1
    backoff: Backoff = field(default_factory=Backoff)


class Supervisor:
    """Starts a city and keeps it. `run` returns the exit status after SIGTERM, SIGINT or a failed start."""

    def __init__(self, settings: Settings, lock: int, *, single: bool) -> None:
        self.settings = settings
        self.data_dir: Path = settings.data_dir
        self.lock = lock
        self.postgres: cluster.Cluster | None = None
        self.postgres_due = 0.0
        self.sockets: dict[str, socket.socket] = {}
        names = tuple(configured.services(settings))
        self.own: dict[str, socket.socket] = {}  #: of single replicas, by the name of the child
        self.children = [Child("city", names)] if single else [each for name in names for each in self._replicas(name)]
        self.city = City(
            pid=os.getpid(),
            phase=Phase.STARTING,
            host=settings.host,
            port_base=settings.port_base,
            single=single,
            started_at=time.time(),
            database_url=embedded_url(settings.port_base) if not settings.database_url else "",
        )

    def _replicas(self, service: str) -> list[Child]:
        """The processes of one service. All accept at its address; each of several has one of its own besides."""
        number = self.settings.replicas_of(service)
        if number == 1:
            return [Child(service, (service,))]
        return [Child(service if n == 1 else f"{service}.{n}", (service,), n) for n in range(1, number + 1)]

    def run(self) -> int:
        """Start everything, then watch until told to stop."""
        signal.pthread_sigmask(signal.SIG_BLOCK, children.SIGNALS)
        try:
            self._start()
            while self._watch():
                pass
        except Failure as failure:
            say("failed", reason=str(failure))
            self._stop()
            self._tell(phase=Phase.FAILED, error=str(failure))
            return 1
        except Exception as error:
            traceback.print_exc()
            self._stop()
            self._tell(phase=Phase.FAILED, error=f"the supervisor failed: {error!r}; see logs/supervisor.log")
            return 1
        self._stop()
        state.forget(self.data_dir)
        say("stopped")
        return 0

    def _start(self) -> None:
        self._tell()
        from luohu_cli import serving  # uvicorn and the services are slow to load: the state is written first

        self.sockets = {name: serving.listen(self.settings, name) for name in configured.services(self.settings)}
        self.own = {
            child.name: serving.listen(self.settings, child.services[0], child.replica)
            for child in self.children
            if child.replica
        }
        failures: list[Failure] = []
        starter = threading.Thread(target=self._start_database, args=(failures,))
        starter.start()  # PostgreSQL is made and started while the modules load; no thread is left when we fork
        try:
            serving.load_shared()
            for name in self.sockets:
                serving.module_of(name)
        finally:
            starter.join()
        if failures:
            raise failures[0]
        self._migrate()
        gc.collect()
        gc.freeze()  # the collector would write into the pages that the services share
        for child in self.children:
            self._fork(child)
        self._tell(phase=Phase.RUNNING)
        say("running", services=len(self.children))

    def _start_database(self, failures: list[Failure]) -> None:
        if self.settings.database_url:
            return
        try:
            self.postgres = cluster.start(self.data_dir, port=self.settings.port_base + 90)
        except Failure as failure:
            failures.append(failure)
        except Exception as error:
            failures.append(Failure(f"PostgreSQL could not be started: {error!r}"))

    def _migrate(self) -> None:
        from luohu_cli import migrations, preparing

        self._tell(phase=Phase.MIGRATING, postgres_pid=self.postgres.pid if self.postgres else 0)
        names = migrations.with_database(self.settings)
        migrations.make_databases(self.settings.database_url or embedded_url(self.settings.port_base), names)
        preparing.migrate_all(self.settings, names, self._log)

    def _log(self, name: str) -> Path:
        return self.data_dir / "logs" / f"{name}.log"

    def _fork(self, child: Child) -> None:
        from luohu_cli import serving

        own = self.own.get(child.name)
        mine = {name: [self.sockets[name], *([own] if own else [])] for name in child.services}
        others = [sock.fileno() for name, sock in self.sockets.items() if name not in mine]
        others += [sock.fileno() for name, sock in self.own.items() if name != child.name]
        child.pid = children.spawn(
            lambda: serving.serve(self.settings, mine), self._log(child.name), close=[self.lock, *others]
        )
        child.started, child.started_at = time.monotonic(), time.time()
        child.restarts += 1

    def _watch(self) -> bool:
        """Wait for the next thing to happen and deal with it. False when it is time to stop."""
        now = time.monotonic()
        dues = [child.due for child in self.children if not child.pid]
        wait = max(0.0, min([*dues, now + LOOK_SECONDS]) - now)
        caught = signal.sigtimedwait(children.SIGNALS, wait)
        if caught is not None and caught.si_signo in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            return False
        changed = self._reap()
        if caught is None:
            changed |= self._look()
        now = time.monotonic()
        for child in self.children:
            if not child.pid and child.due <= now:
                self._fork(child)
                changed = True
        if changed:
            self._tell()
        return True

    def _reap(self) -> bool:
        """Take note of every child that died; each has its next start due."""
        changed = False
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return changed
            if not pid:
                return changed
            changed = True
            if self.postgres and pid == self.postgres.pid:
                say("postgres_died", status=os.waitstatus_to_exitcode(status))
                self._revive_postgres()
            for child in self.children:
                if child.pid == pid:
                    lived = time.monotonic() - child.started
                    pause = child.backoff.after(lived)
                    child.pid, child.due = 0, time.monotonic() + pause
                    code = os.waitstatus_to_exitcode(status)
                    say("service_died", service=child.name, status=code, lived=round(lived, 1), restart_in=pause)

    def _look(self) -> bool:
        for log in (self.data_dir / "logs").glob("*.log"):
            children.bound(log)
        if self.settings.database_url or cluster.is_running(self.data_dir):
            return False
        self._revive_postgres()
        return True

    def _revive_postgres(self) -> None:
        """Start PostgreSQL again. Backends of a killed one need a moment to go; what still fails is tried later."""
        for _ in range(20):
            try:
                self.postgres = cluster.start(self.data_dir, port=self.settings.port_base + 90)
            except Failure as failure:
                say("postgres_start_failed", reason=str(failure))
                time.sleep(0.2)
            else:
                self.city = self.city.but(postgres_pid=self.postgres.pid)
                say("postgres_started", pid=self.postgres.pid)
                return

    def _stop(self) -> None:
        """Stop the services, then PostgreSQL: in that order, so that what is under way can be finished."""
        if self.city.phase is not Phase.STARTING:
            self._tell(phase=Phase.STOPPING)
        for sock in (*self.sockets.values(), *self.own.values()):
            sock.close()
        alive = {child.pid for child in self.children if child.pid}
        for number, patience in ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGKILL, 5.0)):
            for pid in alive:
                os.kill(pid, number)
            deadline = time.monotonic() + patience
            while alive and time.monotonic() < deadline:
                alive -= {pid for pid in alive if os.waitpid(pid, os.WNOHANG)[0]}
                time.sleep(0.01)
        if self.postgres:
            cluster.stop(self.data_dir)

    def _tell(self, **changes: object) -> None:
        processes = tuple(
            Process(child.pid, child.services, child.started_at, max(child.restarts, 0), child.replica)
            for child in self.children
        )
        self.city = self.city.but(processes=processes, **changes)
        state.write(self.data_dir, self.city)


def say(action: str, **facts: object) -> None:
    """One line of the supervisor's own log."""
    told = " ".join(f"{name}={value!r}" for name, value in facts.items())
    print(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {action} {told}".rstrip(), file=sys.stderr, flush=True)


def main() -> int:
    """Supervise the city of the settings; `--single` puts all services into one process."""
    settings = configured.settings()
    settings = settings.model_copy(update={"data_dir": places.usable_folder(settings.data_dir)})
    lock = state.hold(settings.data_dir)
    if lock is None:
        print("another supervisor holds this data folder", file=sys.stderr)
        return 0
    return Supervisor(settings, lock, single="--single" in sys.argv[1:]).run()


if __name__ == "__main__":
    sys.exit(main())
