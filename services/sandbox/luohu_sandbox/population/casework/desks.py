"""Departments' windows: an entry of the register, what is claimed of it, and what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from luohu_sandbox.population.casework.side import CaseSide, Judged
from luohu_sandbox.population.casework.somebody import Scalar, Somebody, Values
from luohu_sandbox.population.draw import Table
from luohu_sandbox.population.filing import Json, RegisterChange
from luohu_sandbox.population.numbers import mistyped, serial
from luohu_sandbox.population.words import other_name

WINDOWS = "department-windows"
NOT_ON_RECORD, CERTIFICATE, NAME, VALUE, OTHERWISE, ON_RECORD = (
    "department.not-on-record",
    "department.certificate-differs",
    "department.name-differs",
    "department.value-differs",
    "department.says-otherwise",
    "department.on-record",
)
_REASON = {
    NOT_ON_RECORD: "department.not_on_record",
    CERTIFICATE: "department.certificate_differs",
    NAME: "department.name_differs",
    VALUE: "department.value_differs",
}

#: What a department has on record about somebody; None: nothing.
Draws = Callable[[Somebody], Values | None]


@dataclass(frozen=True, slots=True)
class Desk:
    """One indicator at one department."""

    indicator: str
    department: str
    values: Draws
    usual: Mapping[str, Scalar]  #: of those whom the plant gives something to claim
    boast: Mapping[str, Scalar] | None = None  #: what is entered by those who claim too much
    certificate: str = ""  #: with what its numbers begin; empty: there are none
    claimed: bool = True  #: entered in the form; else the register is read, and nothing is entered

    def of(self, some: Somebody) -> CaseSide:
        """The entry and what comes of it."""
        side, plant = CaseSide(), some.at(self.indicator, self.department)
        held = self._held(some, plant)
        if held is None:
            return side
        entry = self._entry(some, held)
        judged = Judged(self.indicator, self.department, held=held)
        if self.claimed:
            judged.declared = {} if plant == OTHERWISE else dict(held)
            judged.entry = self._claim(entry, judged.declared)
        if plant in _REASON:
            self._spoil(some, plant, judged, entry)
        elif plant is not None:
            judged.defect = plant
        side.judged.append(judged)
        if plant != NOT_ON_RECORD:
            side.record(WINDOWS, "entry", entry)
        return side

    def _held(self, some: Somebody, plant: str | None) -> Values | None:
        if plant == OTHERWISE and self.boast is not None:
            return dict(self.boast)
        held = self.values(some)
        if plant is not None and (held is None or plant == VALUE):
            return dict(self.usual)
        return held

    def _entry(self, some: Somebody, held: Values) -> Json:
        place = sum(self.indicator.encode()) % 16
        number = f"{self.certificate}{serial(some.human.index, place)}" if self.certificate else None
        where: Json = {"department": self.department, "indicator": self.indicator}
        return {**where, **some.human.party(), "certificate_number": number, "values": held}

    def _claim(self, entry: Json, values: Values) -> Json:
        claim: Json = {"values": values}
        if entry["certificate_number"]:
            claim["certificate_number"] = entry["certificate_number"]
        return claim

    def _spoil(self, some: Somebody, plant: str, judged: Judged, entry: Json) -> None:
        """What is wrong with the register, or with the claim."""
        find = {"department": self.department, "indicator": self.indicator, "id_number": some.human.id_number}
        change: RegisterChange | None = None
        if plant == NOT_ON_RECORD:
            change = RegisterChange(WINDOWS, "entry", None, dict(entry))
        elif plant == CERTIFICATE:
            change = RegisterChange(WINDOWS, "entry", find, {"certificate_number": entry["certificate_number"]})
            entry["certificate_number"] = mistyped(entry["certificate_number"])
        elif plant == NAME:
            change = RegisterChange(WINDOWS, "entry", find, {"name": some.human.name})
            entry["name"] = other_name(some.human.name)
        elif self.boast is not None:
            judged.declared = dict(self.boast)
            judged.entry = self._claim(entry, judged.declared)
        judged.spoil(some, plant, _REASON[plant], change)


def valued(name: str, *weighted: tuple[Scalar, int]) -> Table[Values]:
    """Values of one name, with their weights."""
    return Table(*(({name: value}, weight) for value, weight in weighted))


def nothing(some: Somebody) -> Values | None:
    """Nobody has it, if it is not planted."""
    return None


def sometimes(topic: str, share: int, table: Table[Values]) -> Draws:
    """So many of a hundred thousand have one of these."""

    def draws(some: Somebody) -> Values | None:
        draw = some.draw(topic)
        return dict(table.at(draw)) if draw.chance(share) else None

    return draws


def together(indicator: str, share: int, values: Values) -> Draws:
    """So many have this at each of the indicator's departments, and everybody with whom it is planted at one."""

    def draws(some: Somebody) -> Values | None:
        return dict(values) if some.touches(indicator) or some.draw(indicator).chance(share) else None

    return draws
