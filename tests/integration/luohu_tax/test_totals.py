"""The income tax of some years together, asked about alone, as a city with a line for it does (DOMAIN 9.3)."""

from luohu_contract.claim import Person, TaxTotalClaim
from luohu_testbed.office import Office

LEI = Person(name="雷建军", id_number="991216197510214134")
PAID = (("2012-12-14", "90000.00"), ("2013-12-13", "33200.00"), ("2015-12-15", "72400.00"))


async def test_a_question_about_totals_alone_counts_what_was_paid_in_its_years(office: Office) -> None:
    for number, (paid_on, amount) in enumerate(PAID):
        fields = {"id_number": LEI.id_number, "name": LEI.name, "income_kind": "wages"}
        number_of_it = {"certificate_number": f"992013121500040{number}"}
        added = await office.add("payment", {**fields, **number_of_it, "paid_on": paid_on, "amount": amount})
        assert added.status_code == 201, added.text
    verdict = await office.verdict(TaxTotalClaim(years=(2013, 2014, 2015)), LEI)
    assert (verdict["outcome"], verdict["findings"]["total"]) == ("valid", "105600.00")
