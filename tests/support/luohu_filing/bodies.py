"""What applicants enter in tests: good forms, every field of which can be said otherwise. All people are made up."""

from typing import Any

Json = dict[str, Any]


def own_home(**fields: Any) -> Json:
    """The Chaoyang home of the handbook's sample screen, 2014-08 to 2017-12."""
    return {
        "kind": "own_home",
        "relation": "self",
        "certificate_format": "real_estate_title",
        "certificate_number": "京(2014)朝不动产权第9900041号",
        "district": "朝阳区",
        "from": "2014-08",
        "to": "2017-12",
        **fields,
    }


def spouse_home(spouse_id: str, **fields: Any) -> Json:
    """A home in the name of the spouse of `spouse`."""
    body = own_home(
        relation="spouse",
        spouse_id=spouse_id,
        certificate_format="x_house_title",
        certificate_number="X京房权证朝字第99000001号",
    )
    return {**body, "from": "2008-03", "to": "2016-04", **fields}


def rental(**fields: Any) -> Json:
    """A lease that was filed in 西城区."""
    return {
        "kind": "rental",
        "relation": "self",
        "rental_type": "market",
        "filing_number": "1101021234567890",
        "district": "西城区",
        "from": "2020-08",
        "to": "2020-10",
        **fields,
    }


def dormitory(**fields: Any) -> Json:
    """A dormitory that an organisation owns."""
    return {
        "kind": "dormitory",
        "owner_name": "落户科技有限公司",
        "owner_id_type": "uscc",
        "owner_id_number": "91990105MA0LUH014J",
        "certificate_format": "other_title",
        "certificate_number": "京房权证朝私字第990001号",
        "district": "朝阳区",
        "from": "2020-08",
        "to": "2020-12",
        **fields,
    }


def spouse(evidence: str, **fields: Any) -> Json:
    """A spouse record, 2006-04-01 to 2016-04-01."""
    return {
        "name": "李芳",
        "id_type": "resident_id",
        "id_number": "990101198506150020",
        "married_from": "2006-04-01",
        "married_to": "2016-04-01",
        "evidence": evidence,
        **fields,
    }


def qualification(**fields: Any) -> Json:
    """学历: 本科 2004."""
    return {
        "level": "undergraduate",
        "id_number": "990101850615001",
        "name": "王伟",
        "sex": "male",
        "birth_date": "1985-06-15",
        "certificate_number": "999991200405000123",
        **fields,
    }


def degree(**fields: Any) -> Json:
    """学位: 学士 2004."""
    return {
        "level": "bachelor",
        "name": "王伟",
        "sex": "male",
        "birth_date": "1985-06-15",
        "certificate_number": "9999942004000123",
        "granted_by": "落户大学",
        "method": "registration_number",
        "method_number": "9999920040123",
        **fields,
    }


def education(**fields: Any) -> Json:
    """国内教育, both halves."""
    return {"kind": "domestic_education", "qualification": qualification(), "degree": degree(), **fields}


def overseas(evidence: str, **fields: Any) -> Json:
    """留学教育."""
    return {
        "kind": "overseas_education",
        "education_name": "master",
        "certificate_number": "教留服认美[2010]00001号",
        "evidence": evidence,
        **fields,
    }


def invention(**fields: Any) -> Json:
    """A state award for an invention, as the award lists have it."""
    return {
        "type": "award_science",
        "award_kind": "国家技术发明奖",
        "project_name": "高精度惯性导航装置",
        "project_number": "F-99010-2-01",
        "grade": "二等奖",
        "place": 5,
        "year": 2018,
        **fields,
    }


def cartoon(**fields: Any) -> Json:
    """A work of culture, with what the applicant did in it."""
    return {
        "type": "award_culture",
        "award_kind": "北京市文学艺术奖",
        "project_name": "胡同猫",
        "grade": "动画片",
        "role": "导演",
        **fields,
    }


def pdf(words: str = "evidence") -> bytes:
    """A PDF of one page, with the words in it so that files differ."""
    content = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
