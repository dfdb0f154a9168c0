"""What one app of one process counts while it works, in a registry of its own: several apps may share a process."""

from collections.abc import Callable, Mapping
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.process_collector import ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luohu_kit.route_names import template_of

REQUEST_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
VERDICT_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
NO_ROUTE = "(none)"  #: no route was reached: an unknown address, or a request that was refused before
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Meter:
    """The counters that cost something where they are counted: a dictionary look-up and an addition each."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._requests = Counter(
            "luohu_requests",
            "Requests answered, by the template of their route.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "luohu_request_seconds",
            "Real time from a request's arrival to the end of its answer.",
            ("route",),
            buckets=REQUEST_SECONDS,
            registry=self.registry,
        )
        self._verdicts = Histogram(
            "luohu_verdict_seconds",
            "Real time from asking a question to its verdict, by the agency that answered.",
            ("agency",),
            buckets=VERDICT_SECONDS,
            registry=self.registry,
        )
        self._shed = Counter(
            "luohu_shed_requests",
            "Requests sent away because too many were at work and waiting.",
            ("room",),
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        self.rooms: Mapping[str, Callable[[], tuple[int, int]]] = {}  #: how many are at work in each, and wait
        self._counted: dict[tuple[str, str, int], Counter] = {}
        self._timed: dict[str, Histogram] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request has had its answer."""
        key = (method, route, status)
        counter = self._counted.get(key)
        if counter is None:
            known = method if method in _METHODS else "OTHER"
            counter = self._counted[key] = self._requests.labels(known, route, str(status))
        counter.inc()
        timer = self._timed.get(route)
        if timer is None:
            timer = self._timed[route] = self._seconds.labels(route)
        timer.observe(seconds)

    def verdict(self, agency: str, seconds: float) -> None:
        """A question has its verdict."""
        self._verdicts.labels(agency).observe(seconds)

    def shed(self, room: str) -> None:
        """A request was sent away."""
        self._shed.labels(room).inc()


class Metered:
    """Middleware: counts and times every request."""

    def __init__(self, app: ASGIApp, *, meter: Meter) -> None:
        self._app = app
        self._meter = meter
        self._templates: dict[int, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 500  # what a server answers for an app that crashed

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            self._meter.answered(method, self._template(scope), status, perf_counter() - began)

    def _template(self, scope: Scope) -> str:
        """The address of the route that was reached, with names in place of values; read off once for each route."""
        route = scope.get("route")
        if route is None:
            return str(scope.get("luohu.passage", NO_ROUTE))
        template = self._templates.get(id(route))
        if template is None:
            template = self._templates[id(route)] = template_of(scope) or NO_ROUTE
        return template
