"""The papers of a case: whom it is about, what was entered, and the points where the procedure shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from luohu_declaration.domain.casework.case import Case
from luohu_declaration.domain.casework.procedure import Document, Procedure, Shows
from luohu_declaration.printing.sheet import Block, Fields, Sheet, Table
from luohu_scoring import TablePolicy


def sheet_of(
    document: Document,
    procedure: Procedure,
    table: TablePolicy,
    case: Case,
    issued_at: datetime,
    points: Mapping[str, Any] | None,
) -> Sheet:
    """The document as data. points: the document of the score; None where there is none."""
    blocks: list[Block] = [_about(procedure, case)]
    for shown in document.shows:
        if shown is Shows.FORM:
            blocks += _form(procedure, table, case)
        elif points is not None:
            blocks.append(_points(table, points) if shown is Shows.POINTS else _parts(table, points))
    return Sheet(
        title=document.title.zh,
        number=f"{document.name}-{str(case.id)[:8]}",
        blocks=blocks,
        closing=(document.issued_by, f"{issued_at.year}年{issued_at.month}月{issued_at.day}日"),
        author=document.issued_by,
    )


def _about(procedure: Procedure, case: Case) -> Fields:
    pairs = [("业务", procedure.title.zh), ("单位", case.employer)]
    if case.person is not None:
        pairs += [("姓名", case.person.name), ("身份证号", case.person.id_number)]
    return Fields([*pairs, ("状态", procedure.statuses[case.status].zh), ("编号", str(case.id))])


def _form(procedure: Procedure, table: TablePolicy, case: Case) -> list[Block]:
    fields = case.form.get("fields", {})
    entered = [
        (procedure.fields[name].title.zh, _printed(procedure.fields[name].choices.get(str(value)), value))
        for name, value in fields.items()
        if name in procedure.fields
    ]
    rows = [
        (_titled(table, procedure, indicator), department, "；".join(f"{key}:{value}" for key, value in entry.items()))
        for indicator, departments in case.form.get("entries", {}).items()
        for department, entry in departments.items()
    ]
    return [Fields(entered), Table("申报内容", ("指标", "部门", "内容"), rows)]


def _printed(choice: Any, value: Any) -> str:
    if choice is not None:
        return str(choice.zh)
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _titled(table: TablePolicy, procedure: Procedure, indicator: str) -> str:
    if indicator in table.indicators:
        return table.indicators[indicator].title.zh
    return procedure.checks[indicator].title.zh


def _points(table: TablePolicy, points: Mapping[str, Any]) -> Table:
    rows = [(table.indicators[name].title.zh, _or_dash(line)) for name, line in points["lines"].items()]
    return Table("积分", ("指标", "分值"), [*rows, ("总积分", _or_dash(points["total"]))])


def _parts(table: TablePolicy, points: Mapping[str, Any]) -> Table:
    rows = [
        (table.indicators[name].title.zh, department, _or_dash(part))
        for name, parts in points["parts"].items()
        for department, part in parts.items()
    ]
    return Table("单项计分值", ("指标", "部门", "分值"), rows)


def _or_dash(points: str | None) -> str:
    return points if points is not None else "—"
