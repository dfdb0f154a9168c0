"""Both sides of the wire read the same pinned files: agencies the questions, the declaration service the verdicts."""

import json

import pytest

from luohu_contract.directory import ANSWERED_BY, BY_NAME
from luohu_contract.message import Acknowledgement, Receipt, Reception, VerificationStatus
from luohu_kit.peer import Peer
from luohu_testbed.city import Network, module_of, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.messages import CLAIMS, PINNED


@pytest.mark.parametrize("kind", sorted(CLAIMS))
async def test_the_agency_takes_the_pinned_question_and_answers_for_it(databases: Databases, kind: str) -> None:
    agency = BY_NAME[ANSWERED_BY[kind]]
    module, network = module_of(agency), Network()
    body = (PINNED / f"verification-request.{kind}.json").read_bytes()
    question_id = json.loads(body)["questions"][0]["id"]
    async with one_service(databases, agency.name, module.create_app, module.HISTORIES, network=network) as service:
        asker = Peer(service.settings.of("declaration"), network.client, agency.name)
        answer = await asker.send("POST", "/v1/verifications", world="main", body=body)
        assert answer.status_code == 202, answer.text
        taken = Acknowledgement.model_validate_json(answer.content)
        assert [str(one) for one in taken.accepted] == [question_id]
        assert taken.refused == ()
        again = await asker.send("POST", "/v1/verifications", world="main", body=body)
        assert (again.status_code, again.json()["accepted"]) == (202, [question_id])
        status = await asker.send("GET", f"/v1/verifications/{question_id}", world="main")
        assert str(VerificationStatus.model_validate_json(status.content).id) == question_id


@pytest.mark.parametrize("kind", sorted([*CLAIMS, "recheck"]))
async def test_the_declaration_takes_the_pinned_verdict(databases: Databases, kind: str) -> None:
    declaration = BY_NAME["declaration"]
    module, network = module_of(declaration), Network()
    sender = "housing-registry" if kind == "recheck" else ANSWERED_BY[kind]
    body = (PINNED / f"verdict-delivery.{kind}.json").read_bytes()
    async with one_service(databases, "declaration", module.create_app, module.HISTORIES, network=network) as service:
        agency = Peer(service.settings.of(sender), network.client, "declaration")
        answer = await agency.send("POST", "/v1/verdicts", world="main", body=body)
        assert answer.status_code == 200, answer.text
        receipt = Receipt.model_validate_json(answer.content)
        # Nobody asked this question here, and that is an answer too.
        assert [one.outcome for one in receipt.receptions] == [Reception.UNKNOWN]
