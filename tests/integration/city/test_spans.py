"""Traces: one item's journey is one trace over all hops, as a tracer of OpenTelemetry sees it."""

from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from luohu_kit import spans
from luohu_kit.otel import Exporter
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def traced(city: City) -> Iterator[InMemorySpanExporter]:
    """Everything that the services of the city tell."""
    memory = InMemorySpanExporter()
    listening = [Exporter(service, SimpleSpanProcessor(memory)) for service in city.apps]
    spans.listeners.extend(listening)
    yield memory
    for each in listening:
        spans.listeners.remove(each)
        each.close()


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


def number(value: int | None, digits: int = 16) -> str:
    return f"{value or 0:0{digits}x}"


def hops(told: list[ReadableSpan]) -> list[tuple[Any, str]]:
    """Service and name of spans, in the order in which they began."""
    return [
        (span.resource.attributes["service.name"], span.name)
        for span in sorted(told, key=lambda span: span.start_time or 0)
    ]


def of_trace(memory: InMemorySpanExporter, trace: str) -> list[ReadableSpan]:
    return [
        span
        for span in memory.get_finished_spans()
        if span.context is not None and number(span.context.trace_id, 32) == trace
    ]


async def test_an_items_journey_is_one_trace_over_all_hops(
    somebody: Applicant, traced: InMemorySpanExporter, control: Any
) -> None:
    item = await somebody.file()
    traced.clear()
    await somebody.verify(item)
    await somebody.settled(item)
    [asked] = (await control("POST", "/journal/find", {"match": {"path": f"/v1/items/{item}/verification"}}))["items"]
    journey = of_trace(traced, asked["trace"])

    assert hops(journey) == [
        ("gateway", "POST"),
        ("declaration", "POST /v1/items/{item_id}/verification"),
        ("declaration", "deliver verifications"),
        ("tax", "POST /v1/verifications"),
        ("tax", "deliver verdicts"),
        ("declaration", "POST /v1/verdicts"),
    ]
    ids = {number(span.context.span_id) for span in journey if span.context is not None}
    parents = [number(span.parent.span_id) if span.parent else None for span in journey]
    assert parents.count(None) == 1, "a trace has one beginning"
    assert {parent for parent in parents if parent is not None} <= ids
    assert all(span.status.is_ok or span.status.is_unset for span in journey)
    assert all((span.end_time or 0) >= (span.start_time or 0) > 0 for span in journey)


async def test_a_trace_of_somebody_elses_is_gone_on_with_and_a_duty_tells_what_it_did(
    somebody: Applicant, traced: InMemorySpanExporter, control: Any
) -> None:
    await control("PUT", "/paces/tax", {"pace": "P14D"}, status=204)
    item = await somebody.file()
    traced.clear()
    await somebody.verify(item, traceparent=f"00-{TRACE}-b7ad6b7169203331-01")
    await control("POST", "/clock/advance", {"by": "P15D"})
    await somebody.settled(item)

    journey = of_trace(traced, TRACE)
    assert {service for service, _ in hops(journey)} >= {"gateway", "declaration", "tax"}
    first = min(journey, key=lambda span: span.start_time or 0)
    assert first.parent is not None
    assert number(first.parent.span_id) == "b7ad6b7169203331"
    duties = [span for span in traced.get_finished_spans() if span.name == "duty judge"]
    assert [(span.attributes or {}).get("luohu.done") for span in duties] == [1]


def test_nothing_is_told_where_nobody_listens() -> None:
    assert spans.listeners == []
