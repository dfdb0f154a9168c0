"""Reasons of the departments' windows and of the talent centre: the cities of Tianjin [002] and Shanghai [003].

The guides of both cities name what is checked and no labels, so every row is assumed. A recheck is a department's 复核
(DOMAIN 9.5): an operator looks at the papers, and at the register.
"""

from luohu_contract.item import Remedy
from luohu_contract.reasons.kind import Evidence, Mark, Reason, ReasonOutcome

_ID = ("identity_document", "household_register")


def _department(
    code: str, zh: str, en: str, hint: str, hint_en: str, remedies: tuple[Remedy, ...], evidence: Evidence
) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.INVALID,
        zh=zh,
        en=en,
        hint=hint,
        hint_en=hint_en,
        remedies=remedies,
        decided_by="department-windows",
        source="[002]",
        evidence=(evidence,),
        mark=Mark.ASSUMED,
    )


def _centre(
    code: str, zh: str, en: str, hint: str, hint_en: str, remedies: tuple[Remedy, ...], *evidence: Evidence
) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.INVALID,
        zh=zh,
        en=en,
        hint=hint,
        hint_en=hint_en,
        remedies=remedies,
        decided_by="talent-centre",
        source="[003]",
        evidence=evidence,
        mark=Mark.ASSUMED,
    )


_PROOF = Evidence(
    wants=(("department_proof", "professional_certificate", "marriage_certificate"),),
    zh="部门出具的证明材料或相关证书",
    en="The department's proof, or the certificate.",
)
_RENAMED = Evidence(
    wants=(("name_change_proof", "household_register"),),
    zh="更名凭证或户口簿",
    en="Proof of the change of name, or the household register.",
)
_CUSTODY = Evidence(
    wants=(("file_custody_proof",),), zh="存档证明", en="Proof by whoever keeps the file that it is kept there."
)
_CERTIFICATES = Evidence(
    wants=(("qualification_certificate", "degree_certificate"), ("certification_report",)),
    zh="1、学历学位证书原件扫描件 2、学历学位认证报告",
    en="The certificate, and its certification report.",
)

WINDOW: tuple[Reason, ...] = (
    _department(
        "department.not_on_record",
        "经审核,部门无此项登记信息",
        "The department has nothing on record for this indicator.",
        "如有异议,可持证明材料申请复查;也可核对后重新填写。",
        "Ask for a recheck with the department's proof or the certificate, or correct what was entered.",
        (Remedy.RECHECK, Remedy.REFILE),
        _PROOF,
    ),
    _department(
        "department.certificate_differs",
        "证书编号与部门登记信息不一致",
        "The department has another certificate number on record.",
        "请核对证书编号后重新填写;如有异议,可申请复查。",
        "Correct the certificate number and file again; if the record is wrong, ask for a recheck.",
        (Remedy.REFILE, Remedy.RECHECK),
        _PROOF,
    ),
    _department(
        "department.name_differs",
        "姓名与部门登记信息不一致",
        "The department has another name on record under this id number.",
        "可持更名凭证申请复查,或到该部门更正登记信息后重新填写。",
        "Ask for a recheck with proof of the change of name, or have the department correct its record and file again.",
        (Remedy.RECHECK, Remedy.FIX_AT_SOURCE),
        _RENAMED,
    ),
    _department(
        "department.value_differs",
        "填写内容与部门登记信息不一致",
        "What was entered differs from what the department has on record.",
        "请核对后重新填写;如有异议,可持证明材料申请复查。",
        "Correct what was entered and file again; if the record is wrong, ask for a recheck.",
        (Remedy.REFILE, Remedy.RECHECK),
        _PROOF,
    ),
    _centre(
        "archive.not_held_there",
        "所填存档机构未保管该人事档案",
        "The personnel file is not kept where it was said to be.",
        "请核对存档机构后重新填写;如有异议,可持存档证明申请复查。",
        "Find out who keeps the file and file again; if it is kept there, ask for a recheck with proof of it.",
        (Remedy.REFILE, Remedy.RECHECK),
        _CUSTODY,
    ),
    _centre(
        "archive.incomplete",
        "人事档案材料不齐",
        "Papers are missing in the personnel file.",
        "请到存档机构补齐档案材料后重新提交。",
        "This cannot be rechecked: have the missing papers put into the file where it is kept, then file again.",
        (Remedy.FIX_AT_SOURCE, Remedy.REFILE),
    ),
    _centre(
        "degree_check.not_genuine",
        "学历学位背景核查未通过",
        "The source of a certificate does not confirm it.",
        "可持证书和认证报告申请复查,或核对后重新填写。",
        "Ask for a recheck with the certificate and its certification report, or correct what was entered.",
        (Remedy.RECHECK, Remedy.REFILE),
        _CERTIFICATES,
    ),
    _centre(
        "degree_check.certificate_missing",
        "专升本须同时提供专科和本科证书",
        "Of an upgraded study both certificates are checked, and one is missing.",
        "请补充另一份证书后重新填写。",
        "This cannot be rechecked: enter the junior college's certificate besides, and file again.",
        (Remedy.REFILE,),
    ),
)
