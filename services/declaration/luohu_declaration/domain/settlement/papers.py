"""Which papers each counter wants of this person, and which are missing (handbook 五.二.3, DOMAIN 3.10, 3.11, [000]).

A proof of no criminal record is on no list: it is obtained between authorities (handbook 五.二.4).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from luohu_contract.household import BirthProof, MaritalStatus, RegisteredWith
from luohu_contract.texts import DOCUMENTS
from luohu_contract.texts.kind import Text
from luohu_declaration.domain.settlement.birth_policy import proof_needed
from luohu_declaration.domain.settlement.transfer import (
    Child,
    EmployerCollective,
    NoFile,
    OwnHome,
    PublicHousingDirect,
    TransferData,
)

MARRIAGE_EVIDENCE = ("marriage_certificate", "divorce_certificate", "divorce_judgment", "mediation_document")
BIRTH_PROOFS = tuple(proof.value for proof in BirthProof)


@dataclass(frozen=True, slots=True)
class Need:
    """One paper that a counter wants."""

    key: str  #: what it is called when it is handed over, such as `child-1.birth_certificate`
    label: Text
    accepts: tuple[str, ...]  #: ids of documents, any one of which will do


@dataclass(frozen=True, slots=True)
class Case:
    """What the lists depend on."""

    data: TransferData
    points_from_spouses_home: bool  #: an own home in a spouse's name is among the valid items
    by_proxy: bool = False


class PapersUnknown(Exception):
    """Papers were named that this counter does not want, or of a kind that does not serve."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = tuple({"pointer": pointer, "detail": detail} for pointer, detail in errors)
        super().__init__("; ".join(f"{pointer}: {detail}" for pointer, detail in errors))


class PapersMissing(Exception):
    """A counter does not act without its papers. Nothing was changed."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.extensions = {"missing": [{"need": need.key, "label": need.label.zh} for need in needs]}
        super().__init__(
            f"Papers are missing: {', '.join(f'{need.key} ({need.label.zh})' for need in needs)}. "
            "Bring them along with the others and ask again."
        )


def district_needs(case: Case) -> list[Need]:
    """What the district window receives (3.11), in the order of the printed list."""
    needs = [_one("materials_list"), _one("application_form"), _one("identity_document"), _one("household_register")]
    if case.points_from_spouses_home:
        needs.append(_need("home.marriage_evidence", "与自有住所有关的婚姻凭证", "marriage evidence of the home"))
    for number, child in _numbered(case.data):
        needs += _childs_papers(case.data, number, child)
    if isinstance(case.data.personnel_file, NoFile):
        needs.append(_one("no_file_statement"))
    return needs + _proxys(case)


def hall_needs(case: Case) -> list[Need]:
    """What the household hall wants for the permit to move in."""
    needs = [
        _one("transfer_form"),
        _one("registration_letter"),
        _one("household_register"),
        _one("identity_document"),
        _home(case.data),
    ]
    if case.data.marital_status is MaritalStatus.MARRIED or case.data.at_spouses:
        needs.append(_one("marriage_certificate"))
    for number, child in _numbered(case.data):
        needs.append(_of_child(number, child, "birth_certificate"))
        needs += _birth_proof(number, child)
    return needs + _proxys(case)


def old_station_needs(case: Case) -> list[Need]:
    """What the station of the former place wants for the 户口迁移证."""
    needs = [_one("move_in_permit"), _one("household_register"), _one("identity_document")]
    needs += [_of_child(number, child, "household_register") for number, child in _numbered(case.data)]
    return needs + _proxys(case)


def new_station_needs(case: Case) -> list[Need]:
    """What the station of the new home wants for the registration; the spouse comes along where it is theirs."""
    needs = [
        _one("transfer_form"),
        _one("registration_letter"),
        _one("move_in_permit"),
        _one("migration_certificate"),
        _one("identity_document"),
        _home(case.data),
    ]
    if spouse_comes_along(case.data):
        needs += [_one("spouse_identity"), _one("marriage_certificate")]
    return needs + _proxys(case)


class Counter(StrEnum):
    """Where papers are handed over."""

    DISTRICT = "district"  #: 区积分落户服务窗口
    HALL = "hall"  #: 公安分局户政大厅
    OLD_STATION = "old_station"  #: 原户籍地派出所
    NEW_STATION = "new_station"  #: 现户籍地派出所


NEEDS: dict[Counter, Callable[[Case], list[Need]]] = {
    Counter.DISTRICT: district_needs,
    Counter.HALL: hall_needs,
    Counter.OLD_STATION: old_station_needs,
    Counter.NEW_STATION: new_station_needs,
}


def spouse_comes_along(data: TransferData) -> bool:
    """The home is the spouse's, or a child stands on the spouse's register: the spouse is there in person ([000])."""
    return data.at_spouses or any(child.registered_with is RegisteredWith.SPOUSE for child in data.children)


def missing(needs: Sequence[Need], presented: Mapping[str, str]) -> list[Need]:
    """The needs that what was handed over leaves open. presented: key of a need to the id of the document.

    Raises PapersUnknown for a key that is no need, and for a document that does not serve it.
    """
    by_key = {need.key: need for need in needs}
    errors = []
    for key, document in presented.items():
        if key not in by_key:
            errors.append((f"#/papers/{key}", f"is not wanted here; wanted are: {', '.join(by_key)}"))
        elif document not in by_key[key].accepts:
            errors.append((f"#/papers/{key}", f"{document} does not serve; any of: {', '.join(by_key[key].accepts)}"))
    if errors:
        raise PapersUnknown(errors)
    return [need for need in needs if need.key not in presented]


def _childs_papers(data: TransferData, number: int, child: Child) -> list[Need]:
    needs = [_of_child(number, child, "household_register"), _of_child(number, child, "birth_certificate")]
    needs += _birth_proof(number, child)
    if data.marital_status is not MaritalStatus.UNMARRIED:  # who never married has no such evidence [assumed]
        key = f"child-{number}.marriage_evidence"
        needs.append(_need(key, f"与{child.name}有关的婚姻凭证", f"marriage evidence that concerns {child.name}"))
    return needs


def _birth_proof(number: int, child: Child) -> list[Need]:
    if not proof_needed(child.birth_date, child.birth_order):
        return []
    label = DOCUMENTS["family_planning_proof"]
    text = Text(f"{child.name}的{label.zh}", f"{label.en} for {child.name}")
    return [Need(f"child-{number}.family_planning_proof", text, BIRTH_PROOFS)]


def _home(data: TransferData) -> Need:
    """What proves the new home."""
    destination = data.destination
    if isinstance(destination, OwnHome):
        return Need("home_proof", Text("房产证", "title"), ("house_title", "real_estate_title"))
    if isinstance(destination, EmployerCollective):
        return _one("collective_household_page", key="home_proof")
    direct = isinstance(destination, PublicHousingDirect)
    return _one("public_housing_lease" if direct else "allotment_notice", key="home_proof")


def _proxys(case: Case) -> list[Need]:
    if not case.by_proxy:
        return []
    proof = Text("被委托人身份证件", "proxy's identity document")
    return [_one("power_of_attorney"), Need("proxy.identity_document", proof, ("identity_document",))]


def _numbered(data: TransferData) -> Iterable[tuple[int, Child]]:
    return enumerate(data.children, start=1)


def _of_child(number: int, child: Child, document: str) -> Need:
    label = DOCUMENTS[document]
    return Need(
        f"child-{number}.{document}", Text(f"{child.name}的{label.zh}", f"{label.en} of {child.name}"), (document,)
    )


def _need(key: str, zh: str, en: str) -> Need:
    return Need(key, Text(zh, en), MARRIAGE_EVIDENCE)


def _one(document: str, *, key: str | None = None) -> Need:
    return Need(key or document, DOCUMENTS[document], (document,))
