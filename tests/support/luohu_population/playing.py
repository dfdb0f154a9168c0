"""A person of a population plays their part in memory: filed, judged, put right, with the city's own rules throughout.

The truth is read as a tester reads it, from its JSON; what comes out is the standing of every item and the facts.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from luohu_agency.verdict import verdict_of
from luohu_contract.claim import Person
from luohu_contract.decision import Invalid, Valid
from luohu_contract.forms import FORM_OF, Form, SpouseForm, entered
from luohu_contract.item import ItemKind
from luohu_contract.message import Decider, Outcome, Part, Question
from luohu_declaration.domain import checks, eligibility, facts, questions, recheck
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.forms import form_for, form_of
from luohu_declaration.domain.item import (
    READ_ONLY,
    Item,
    Move,
    PartResult,
    edited,
    filed,
    found,
    recheck_asked,
    spouse_found_invalid,
    verification_asked,
)
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.spouse import reviewed
from luohu_declaration.domain.states import Status
from luohu_declaration.usecases.asking import windows_of
from luohu_declaration.usecases.eligibility import rules_of
from luohu_population.registers import Registers
from luohu_scoring import Facts, load_policy

Json = dict[str, Any]
_KIND = {"spouses": ItemKind.SPOUSE, "innovation": ItemKind.INNOVATION, "tax": ItemKind.TAX, "honours": ItemKind.HONOUR}


@dataclass
class Desk:
    """The declaration of one person."""

    truth: Json
    registers: Registers
    base_date: date
    items: dict[str, Item] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = datetime(self.base_date.year + 1, 7, 5, 4, tzinfo=UTC)  # inside of the declaration stage
        person = self.truth["person"]
        self.person = Person(
            name=person["name"],
            id_number=person["id_number"],
            birth_date=date.fromisoformat(person["birth_date"]),
            sex=person["sex"],
        )
        self.id = uuid5(NAMESPACE_OID, person["persona"])

    def play(self) -> None:
        """File everything and have it verified."""
        if form := self.truth["commission"]:
            self._file_with_commission(form)
        for item in self.truth["items"]:
            self._file(item, item["body"])
        for item in self.truth["items"]:
            self._verify(item, item["first"])

    def put_right(self) -> None:
        """Do what is done about the results: spouse records first, as their residences stand on them."""
        for item in sorted(self.truth["items"], key=lambda each: each["path"] != "spouses"):
            if then := item.get("then"):
                self._put_right(item, then)

    @property
    def round(self) -> Round:
        """The days of the round."""
        return Round.of(load_policy("beijing", self.base_date.year + 1))

    def facts(self) -> Facts:
        """What is known now."""
        declaration = Declaration(self.id, "somebody", self.base_date.year + 1, self.person, self.now)
        readings = [self._reading(kind) for kind in READ_ONLY]
        committed = self.truth["area_committed"]
        return facts.facts_of(
            declaration,
            [*self.items.values(), *readings],
            city="beijing",
            around=self.round,
            area_committed=committed,
        )

    def reading(self, kind: ItemKind) -> Any:
        """What the city reads by itself."""
        return self._reading(kind).standing.results[Part.WHOLE].findings

    def failures(self) -> list[str]:
        """Conditions of eligibility that are not met."""
        case = eligibility.Case(
            self.person, self.reading(ItemKind.EMPLOYMENT), self.reading(ItemKind.LAW_ABIDING), self.base_date
        )
        rules = rules_of(load_policy("beijing", self.base_date.year + 1))
        return [failure.code for failure in eligibility.judge(case, rules)]

    def shown(self, ref: str) -> Json:
        """An item as the truth describes it."""
        standing = self.items[ref].standing
        spoiled = standing.reason is not None and standing.reason.startswith("spouse.") and not standing.results
        return {
            "status": standing.status.value,
            "reason": standing.reason,
            "subject": standing.subject.value if standing.subject else None,
            "results": {} if spoiled else {part.value: _result(result) for part, result in standing.results.items()},
        }

    def _file_with_commission(self, form: Json) -> None:
        self.registers.add(
            "science-commission", "filing", {**form, "id_number": self.person.id_number, "name": self.person.name}
        )

    def _file(self, item: Json, body: Json) -> None:
        kind = _KIND.get(item["path"]) or ItemKind(body["kind"])
        form = FORM_OF[kind].model_validate({"kind": kind, **self._resolved(body)})
        others = [
            checks.Beside(other.id, other.kind, self.forms[ref])
            for ref, other in self.items.items()
            if ref != item["ref"]
        ]
        evidence = frozenset({form.evidence} if hasattr(form, "evidence") else ())
        checks.check(form, kind, checks.Surroundings(self.round, self.now.date(), others, evidence))
        before = self.items.get(item["ref"])
        move = filed(self.now) if before is None else edited(kind, before.standing, self.now)
        spouse = getattr(form, "spouse_id", None)
        self.forms[item["ref"]] = form
        self.items[item["ref"]] = Item(
            self._id(item["ref"]), self.id, kind, 1, entered(form), spouse, move.after, self.now
        )

    def _verify(self, item: Json, expected: Json) -> None:
        """在线审核; the window reviews spouse records, and decides as the truth says of the marriage document."""
        ref, held = item["ref"], self.items[item["ref"]]
        checks.check_ready(self.forms[ref])
        self._move(ref, verification_asked(held.standing, self.now))
        if held.kind is ItemKind.SPOUSE:
            self._move(ref, reviewed(self.items[ref].standing, self._window(expected["reason"]), self.now))
            return
        spouse = self._spouse(held)
        if spouse is not None and spouse.standing.status is Status.INVALID:
            self._move(ref, spouse_found_invalid(self.items[ref].standing, spouse.standing.reason or "", self.now))
            return
        asked = questions.verifications(
            held.id, self.items[ref].standing.attempt, self.forms[ref], self._asking(held), new_id=uuid4
        )
        for place, question in enumerate(asked):
            waiting = frozenset(each.part for each in asked[place + 1 :])
            self._found(ref, question, self.registers.judge(question), waiting)

    def _put_right(self, item: Json, then: Json) -> None:
        ref = item["ref"]
        if form := then.get("commission"):
            self._file_with_commission(form)
        if change := then.get("change"):
            self.registers.change(change)
        if then["way"] == "recheck":
            self._recheck(ref, then)
            return
        self._file(item, then.get("body") or item["body"])
        self._verify(item, item["last"])

    def _recheck(self, ref: str, then: Json) -> None:
        held = self.items[ref]
        part = Part(then["part"]) if "part" in then else None
        chosen = recheck.part_to_recheck(held.kind, held.standing, (), then["disputes"], part, held.entered)
        before = held.standing.results[chosen]
        self._move(ref, recheck_asked(held.standing, chosen, then["disputes"], self.now))
        dispute = questions.Dispute(then["disputes"], then["statement"], ())
        asking = self._asking(held)
        question = questions.recheck(held.id, 2, self.forms[ref], asking, chosen, dispute, new_id=uuid4)
        if then["decision"] == "overturn":
            self._found(ref, question, self.registers.overturned(question), frozenset())
        else:
            upheld = PartResult(
                before.outcome, before.reason, before.findings, before.disputable, None, Decider.OPERATOR, self.now
            )
            self._move(
                ref, found(self.items[ref].standing, chosen, upheld, waiting=frozenset(), spouse=None, now=self.now)
            )

    def _found(
        self, ref: str, question: Question, decided: tuple[Valid | Invalid, Decider], waiting: frozenset[Part]
    ) -> None:
        decision, by = decided
        result = PartResult.of(verdict_of(question, decision, self.now, by=by))
        item = self.items[ref]
        spouse = self._spouse(item)
        status = spouse.standing.status if spouse else None
        self._move(ref, found(item.standing, question.part, result, waiting=waiting, spouse=status, now=self.now))

    def _move(self, ref: str, move: Move) -> None:
        item = self.items[ref]
        self.items[ref] = Item(
            item.id, item.declaration_id, item.kind, 1, item.entered, item.spouse_id, move.after, self.now
        )

    def _window(self, reason: str | None) -> PartResult:
        outcome = Outcome.INVALID if reason else Outcome.VALID
        return PartResult(outcome, reason, None, (), None, Decider.OPERATOR, self.now)

    def _spouse(self, item: Item) -> Item | None:
        return next((each for each in self.items.values() if each.id == item.spouse_id), None)

    def _asking(self, item: Item) -> questions.Asking:
        spouse = self._spouse(item)
        form = form_of(spouse) if spouse else None
        windows = windows_of(load_policy("beijing", self.base_date.year + 1))
        return questions.Asking(self.person, form if isinstance(form, SpouseForm) else None, self.base_date, windows)

    def _reading(self, kind: ItemKind) -> Item:
        form = form_for(kind)
        standing = verification_asked(filed(self.now).after, self.now).after
        item = Item(uuid4(), self.id, kind, 1, entered(form), None, standing, self.now)
        [question] = questions.verifications(item.id, 1, form, self._asking(item), new_id=uuid4)
        decision, _ = self.registers.judge(question)
        result = PartResult.of(verdict_of(question, decision, self.now))
        after = found(standing, Part.WHOLE, result, waiting=frozenset(), spouse=None, now=self.now).after
        return Item(item.id, self.id, kind, 1, item.entered, None, after, self.now)

    def _id(self, name: str) -> UUID:
        return uuid5(self.id, name)

    def _resolved(self, body: Json) -> Json:
        """`$name` is the id of what was filed or uploaded under that name."""
        return {
            name: str(self._id(value[1:])) if isinstance(value, str) and value.startswith("$") else value
            for name, value in body.items()
        }


def _result(result: PartResult) -> Json:
    by_window = (
        result.findings is None
        and result.decided_by is Decider.OPERATOR
        and (result.valid or (result.reason or "").startswith("spouse."))
    )
    return {
        "outcome": result.outcome.value,
        "reason": result.reason,
        "findings": None if result.findings is None else result.findings.model_dump(mode="json"),
        "disputable": list(result.disputable),
        "decided_by": "window" if by_window else result.decided_by.value,
    }


def same(known: Facts, document: Json) -> bool:
    """Whether facts are those of the truth; the ids of declarations and items are left aside."""
    return _without_ids(known) == _without_ids(Facts.read(document))


def _without_ids(known: Facts) -> Facts:
    return known.model_copy(
        update={
            "id": "somebody",
            "homes": tuple(home.model_copy(update={"item": None}) for home in known.homes),
            "education": known.education and known.education.model_copy(update={"item": None}),
            "innovation": tuple(each.model_copy(update={"item": None}) for each in known.innovation),
            "honours": tuple(each.model_copy(update={"item": None}) for each in known.honours),
        }
    )
