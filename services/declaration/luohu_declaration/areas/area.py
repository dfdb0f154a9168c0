"""One part of the service: its routes, what its errors mean, its work on the world's clock, what it sends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter

from luohu_kit.service import DutyMaker, Worker
from luohu_kit.settings import Settings
from luohu_kit.topic import Topic


def _no_topics(settings: Settings) -> Sequence[Topic]:
    return ()


@dataclass(frozen=True, slots=True)
class Area:
    """What `create_service` is told of one part."""

    routers: Sequence[APIRouter] = ()
    problems: Mapping[type[Exception], str] = field(default_factory=dict)
    duties: Sequence[DutyMaker] = ()
    workers: Sequence[Worker] = ()
    topics: Callable[[Settings], Sequence[Topic]] = _no_topics
