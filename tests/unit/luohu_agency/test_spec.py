"""What the library makes sure of before an agency starts, and the small decisions on a question's way."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from luohu_agency.answering import deadline
from luohu_agency.intake import CallbackNotAllowed, destination_of
from luohu_agency.spec import AgencySpec, RecordKind
from luohu_agency.verdict import decision_of, delivery, verdict_of
from luohu_contract.claim import ClaimKind
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import OverseasFindings
from luohu_contract.message import BATCH, Verdict, VerdictDelivery
from luohu_kit.peer import encode
from luohu_kit.settings import Settings
from luohu_library_cards.agency import SPEC
from luohu_library_cards.desk import question, recheck
from luohu_library_cards.records import CARD, CardRecord, cards

NOW = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
SETTINGS = Settings(service="library-cards", urls={"declaration": "http://declaration"})


def test_a_record_kind_whose_columns_are_not_its_fields_is_refused() -> None:
    class Shorter(CardRecord):
        colour: str

    with pytest.raises(ValueError, match="colour"):
        RecordKind("card", Shorter, cards, about=lambda card: [])
    with pytest.raises(ValueError, match="colour"):
        RecordKind("card", CardRecord, cards, about=lambda card: [], filters=("colour",))
    assert CARD.table is cards


def test_an_agency_of_the_directory_answers_what_the_directory_says() -> None:
    async def lookup(work: Any, questions: Sequence[Any]) -> dict[Any, None]:
        return {}

    def judge(asked: Any, facts: None) -> Decision:
        return Invalid("tax.year_invalid")

    tax = AgencySpec(
        name="tax", title="", package="luohu_tax", metadata=SPEC.metadata, records=(), lookup=lookup, judge=judge
    )
    assert tax.answers == {ClaimKind.TAX, ClaimKind.TAX_PENALTIES, ClaimKind.TAX_TOTAL}
    assert SPEC.answers == {ClaimKind.OVERSEAS_EDUCATION}


def test_an_operator_has_the_time_that_the_catalogue_states_or_two_weeks() -> None:
    first = question()
    assert deadline(recheck(first, "property.not_matched"), NOW) == datetime(2021, 7, 19, 4, 0, tzinfo=UTC)
    assert deadline(recheck(first, "filing.property_check_needed"), NOW) == datetime(2021, 7, 19, 4, 0, tzinfo=UTC)
    assert deadline(first, NOW) == datetime(2021, 7, 19, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("http://declaration/v1/verdicts", "declaration"),
        ("http://declaration/v1/verdicts?trial=1", "http://declaration/v1/verdicts?trial=1"),
        ("http://replica:9000/hook", "http://replica:9000/hook"),
        ("http://replica:90001/hook", None),
        ("http://declaration", None),
        ("http://declaration.example/v1/verdicts", None),
        ("http://tax/v1/verdicts", None),
    ],
)
def test_verdicts_go_to_the_asker_or_to_an_origin_of_the_settings(url: str, destination: str | None) -> None:
    settings = SETTINGS.model_copy(update={"callback_origins": ["http://replica:9000/"]})
    if destination is None:
        with pytest.raises(CallbackNotAllowed, match="http://declaration, http://replica:9000"):
            destination_of(settings, "declaration", url)
    else:
        assert destination_of(settings, "declaration", url) == destination


@pytest.mark.parametrize(
    "decision",
    [
        Valid(OverseasFindings(), ("property.registration_date_disputed",)),
        Invalid("overseas.not_found", OverseasFindings()),
    ],
    ids=["valid", "invalid"],
)
def test_a_decision_survives_its_verdict(decision: Valid | Invalid) -> None:
    verdict = verdict_of(question(), decision, NOW)
    assert decision_of(Verdict.model_validate_json(verdict.model_dump_json())) == decision


def test_a_verdict_names_its_question_and_has_one_id_for_ever() -> None:
    asked = recheck(question())
    verdict = verdict_of(asked, Invalid("overseas.not_found", cause="card_unknown"), NOW)
    assert (verdict.question_id, verdict.item_id, verdict.attempt) == (asked.id, asked.item_id, asked.attempt)
    assert (verdict.kind, verdict.part) == (asked.kind, asked.part)
    assert verdict.id == verdict_of(asked, Valid(OverseasFindings()), NOW).id
    assert "card_unknown" not in verdict.model_dump_json()


def test_a_delivery_holds_the_verdicts_as_they_were_written() -> None:
    verdicts = [verdict_of(question(), Invalid("overseas.not_found"), NOW) for _ in range(BATCH)]
    sent = encode(delivery([verdict.model_dump(mode="json") for verdict in verdicts], NOW))
    body = VerdictDelivery.model_validate_json(sent or b"")
    assert body.data.verdicts == tuple(verdicts)
    assert (body.type, body.timestamp) == ("verdicts.decided", NOW)
