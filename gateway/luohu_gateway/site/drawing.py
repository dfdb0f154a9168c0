"""Pages from templates: one environment, one catalogue of texts, and how values of the wire are written for people."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from markupsafe import Markup, escape

from luohu_contract.texts import TEXTS, Text, text
from luohu_contract.texts.faults import in_chinese
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.problems import REFUSALS
from luohu_contract.texts.season import COURSE, STAGES
from luohu_gateway.site.kept import Kept

if TYPE_CHECKING:
    from luohu_gateway.site.problems import Shown
    from luohu_gateway.site.visit import Visit


class LeftOut(StrictUndefined):
    """What the API left out, because there is none: it can be asked for, as anything that is none, and not be drawn."""

    __bool__ = Undefined.__bool__  # type: ignore[assignment]


class Drawing:
    """Draws templates for visits."""

    def __init__(self, prefix: str, kept: Kept) -> None:
        """Prefix: of every address. kept: the static files."""
        self._prefix = prefix
        self._versions = kept.versions
        self._environment = Environment(
            loader=PackageLoader("luohu_gateway.site"),
            autoescape=True,
            undefined=LeftOut,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(asset=self.asset, prefix=prefix, once=partial(secrets.token_urlsafe, 16))
        self._environment.globals.update(sheet=Markup(kept.sheet))  # noqa: S704 - ours
        self._environment.filters.update(moment=moment, day=day, as_json=as_json)

    def asset(self, name: str) -> str:
        """The address of a static file, which changes with the file."""
        return f"{self._prefix}/static/{name}?v={self._versions[name]}"

    def draw(self, template: str, here: "Visit", /, **told: Any) -> str:
        """The HTML of a template. `here` is the visit; `t` and `say` give texts in its language."""
        words = Words(here.language)
        return self._environment.get_template(template).render(
            here=here,
            language=here.language,
            t=words.page,
            say=words.say,
            word=words.word,
            other=words.other,
            options_of=words.options,
            course=words.course,
            stage=words.stage,
            pairs=words.pairs,
            refusal=words.refusal,
            fault_said=words.fault,
            **told,
        )


class Words:
    """The catalogue of texts in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def page(self, key: str, /, **values: Any) -> str:
        """A text of the pages, such as `applicant.title`; values stand in it as `{name}`."""
        found = self.say(PAGES[key])
        return found.format(**values) if values else found

    def say(self, label: Text | StrEnum) -> str:
        """A label of the one catalogue in this language."""
        return str(getattr(_text(label), self.language))

    def word(self, kind: str, value: str) -> str:
        """The label of a value of the wire, by the name of its enum; the value itself where the catalogue has none."""
        for members, labels in TEXTS.items():
            if members.__name__ == kind and value in {str(member) for member in members}:
                return self.say(labels[members(value)])
        return value

    def options(self, members: Iterable[StrEnum]) -> list[tuple[str, str]]:
        """Values and labels, for a field that gives the choice."""
        return [(str(member), self.say(member)) for member in members]

    def course(self, status: str) -> str:
        """Where a declaration stands, by its status."""
        return self.say(COURSE[status])

    def stage(self, name: str) -> str:
        """A stage of the year."""
        return self.say(STAGES[name])

    def pairs(self, options: Iterable[tuple[str, Text]]) -> list[tuple[str, str]]:
        """Values and their labels, as the choices of a form take them."""
        return [(value, self.say(label)) for value, label in options]

    def other(self, label: Text | StrEnum | str) -> Markup:
        """The same in the other language, small, to stand beside it. label: a label, or the key of a page's text."""
        found = PAGES[label] if isinstance(label, str) and not isinstance(label, StrEnum) else _text(label)
        language, code = ("en", "en") if self.language == "zh" else ("zh", "zh-CN")
        return Markup('<small class="beside" lang="{}">{}</small>').format(code, getattr(found, language))

    def refusal(self, problem: "Shown") -> tuple[str, str]:
        """What a problem is called, and what one can do about it. What it says itself is English."""
        if self.language == "zh" and problem.slug in REFUSALS:
            return REFUSALS[problem.slug]
        return problem.title, problem.remedy

    def fault(self, said: str) -> Markup:
        """What the API says of a field, word for word; on a Chinese page in Chinese before it, if that is known."""
        if not said or self.language == "en" or not said[:1].isascii():
            return escape(said)
        chinese = in_chinese(said)
        if chinese is None:
            return Markup('<span lang="en">{}</span>').format(said)
        return Markup('{} <small class="beside" lang="en">{}</small>').format(chinese, said)


def _text(label: Text | StrEnum) -> Text:
    return label if isinstance(label, Text) else text(label)


def moment(value: str | datetime | None) -> str:
    """An instant as people write it: 2021-08-01 09:00, in the offset that it came with."""
    if not value:
        return ""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.strftime("%Y-%m-%d %H:%M")


def day(value: str | None) -> str:
    """A date, or the date of an instant."""
    return (value or "")[:10]


def as_json(value: Mapping[str, Any] | list[Any]) -> str:
    """For a person who wants to see exactly what was said."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
