"""创新创业, 荣誉表彰 and 纳税: what the award lists know is chosen from them (handbook 三.五 to 三.八; 附件1, 2)."""

from luohu_contract.awards import AWARD, Grade, awards_of
from luohu_contract.honours import HonourType, names_of
from luohu_contract.innovation import AT_COMMISSION, InnovationType
from luohu_contract.item import ItemKind
from luohu_contract.texts import AWARD_NAMES, GRADES, HONOUR_NAMES, ROLES
from luohu_gateway.site.applicant.forms.field import Around, Field, Look, Option, Values, members, never


def _awards(values: Values, _: Around) -> list[Option]:
    chosen = values.get("type", "")
    known = chosen in set(InnovationType)
    return [(each.name, AWARD_NAMES[each.name]) for each in awards_of(InnovationType(chosen))] if known else []


def _grades(values: Values, _: Around) -> list[Option]:
    award = AWARD.get(values.get("award_kind", ""))
    return [(each.name, GRADES[each.name]) for each in award.grades if each.name] if award else []


def _grade(values: Values) -> Grade | None:
    award = AWARD.get(values.get("award_kind", ""))
    return award.grade(values.get("grade") or None) if award else None


def _roles(values: Values, _: Around) -> list[Option]:
    grade = _grade(values)
    return [(each, ROLES[each]) for each in grade.roles] if grade else []


def _listed(values: Values) -> bool:
    chosen = values.get("type", "")
    return chosen in set(InnovationType) and chosen not in AT_COMMISSION


def _named(values: Values) -> bool:
    return _listed(values) and values.get("award_kind", "") in {name for name, _ in _awards(values, Around())}


def _graded(values: Values) -> bool:
    return _named(values) and bool(_grades(values, Around()))


def _has_roles(values: Values) -> bool:
    return _named(values) and bool(_roles(values, Around()))


def _asked(field: str) -> Field:
    """A field that a grade asks for, where it does."""
    look = Look.NUMBER if field == "place" else Look.TEXT

    def shown(values: Values) -> bool:
        grade = _grade(values)
        return _named(values) and grade is not None and field in grade.asks

    return Field(field, look, shown=shown)


def _names(values: Values, _: Around) -> list[Option]:
    chosen = values.get("type", "")
    known = chosen in set(HonourType)
    return [(name, HONOUR_NAMES[name]) for name in names_of(HonourType(chosen))] if known else []


def _has_names(values: Values) -> bool:
    return bool(_names(values, Around()))


MERITS: dict[ItemKind, tuple[Field, ...]] = {
    ItemKind.INNOVATION: (
        Field("type", Look.CHOICE, members(InnovationType), turns=True),
        Field("award_kind", Look.CHOICE, _awards, shown=_listed, turns=True),
        Field("grade", Look.CHOICE, _grades, shown=_graded, turns=True),
        _asked("project_name"),
        _asked("project_number"),
        _asked("place"),
        Field("role", Look.CHOICE, _roles, shown=_has_roles),
        Field("year", Look.NUMBER, shown=_named, required=never),
    ),
    ItemKind.HONOUR: (
        Field("type", Look.CHOICE, members(HonourType, HonourType.NONE), turns=True),
        Field(
            "name",
            Look.CHOICE,
            _names,
            shown=_has_names,
            required=never,
            hint="applicant.hint.honour_name",
        ),
    ),
    ItemKind.TAX: (Field("authorised", Look.TICK, required=never, hint="applicant.hint.authorised"),),
}
