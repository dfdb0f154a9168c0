"""Spans for OpenTelemetry, with the extra `luohu[otel]`: sent as OTLP over HTTP, wherever the `OTEL_...` variables say.

They are the standard ones: `OTEL_EXPORTER_OTLP_ENDPOINT` (or `..._TRACES_ENDPOINT`) switches it on, `OTEL_SDK_DISABLED`
switches it off. Nothing of OpenTelemetry is loaded before that.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import structlog

from luohu_kit import spans
from luohu_kit.spans import Kind, Span

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

log = structlog.get_logger()

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


def wanted() -> bool:
    """Whether the environment says where spans go."""
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    return not disabled and any(os.environ.get(name) for name in ENDPOINTS)


@asynccontextmanager
async def exporting(service: str) -> AsyncIterator[None]:
    """Inside of the block, the spans of a service go where the environment says, if it says so."""
    if not wanted():
        yield
        return
    try:
        listener = Exporter(service, _to_otlp())
    except ImportError:
        log.warning("otel_missing", detail="OTEL_EXPORTER_OTLP_ENDPOINT is set: pip install 'luohu[otel]'")
        yield
        return
    spans.listeners.append(listener)
    try:
        yield
    finally:
        spans.listeners.remove(listener)
        await asyncio.to_thread(listener.close)  # the last ones are sent now


def _to_otlp() -> "SpanProcessor":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - as above

    return BatchSpanProcessor(OTLPSpanExporter())


class Exporter:
    """Turns the spans of one service into those of the SDK, under the ids that travelled."""

    def __init__(self, service: str, processor: "SpanProcessor") -> None:
        self._service = service
        self._ids: list[int] = []  #: of the next span: its trace, its own
        self._provider = _provider(service, self._next_id)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("luohu")

    def __call__(self, span: Span) -> None:
        from opentelemetry.trace import Link, SpanKind, Status, StatusCode  # noqa: PLC0415 - an extra

        if span.service != self._service:
            return
        kinds = {Kind.SERVER: SpanKind.SERVER, Kind.CLIENT: SpanKind.CLIENT, Kind.INTERNAL: SpanKind.INTERNAL}
        self._ids = [int(span.id, 16), int(span.trace, 16)]
        made = self._tracer.start_span(
            span.name,
            context=_under(span.trace, span.parent),
            kind=kinds[span.kind],
            attributes=span.facts,
            links=[Link(_place(trace, spans.root_of(trace))) for trace in span.links],
            start_time=span.began,
        )
        if span.error:
            made.set_status(Status(StatusCode.ERROR, span.error))
        made.end(span.ended)

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()

    def _next_id(self, which: int) -> int:
        return self._ids[which]


def _provider(service: str, next_id: Callable[[int], int]) -> "TracerProvider":
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - as above
    from opentelemetry.sdk.trace.id_generator import IdGenerator  # noqa: PLC0415 - as above

    class Told(IdGenerator):
        def generate_span_id(self) -> int:
            return next_id(0)

        def generate_trace_id(self) -> int:
            return next_id(1)

    resource = Resource.create({"service.name": service, "service.namespace": "luohu"})
    return TracerProvider(resource=resource, id_generator=Told(), shutdown_on_exit=False)


def _place(trace: str, span: str) -> Any:
    from opentelemetry.trace import SpanContext, TraceFlags  # noqa: PLC0415 - an extra

    return SpanContext(int(trace, 16), int(span, 16), is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def _under(trace: str, parent: str | None) -> Any:
    from opentelemetry.context import Context  # noqa: PLC0415 - an extra
    from opentelemetry.trace import NonRecordingSpan, set_span_in_context  # noqa: PLC0415 - as above

    return Context() if parent is None else set_span_in_context(NonRecordingSpan(_place(trace, parent)), Context())
