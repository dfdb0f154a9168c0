"""The typed client of a city: worlds, applicants, operators, the clock, faults.

    async with City("http://127.0.0.1:8700") as city, await city.new_world() as world:
        applicant = await world.applicant("tax-one-year-valid")
        declaration = await applicant.open_declaration()
        item = await declaration.file_tax()
        await item.verify()
        await item.settled()
        print(item.label)

Needs httpx, aiohttp and pydantic, of luohu its contract and transport alone. The pytest plugin is `luohu_pytest`.
"""

from luohu_client import forms
from luohu_client.applicant import Applicant
from luohu_client.caller import Caller
from luohu_client.case import Case
from luohu_client.case_views import CasePoints, CaseRecord, CaseState
from luohu_client.city import City
from luohu_client.clock import Clock
from luohu_client.control import Expectations, Faults, Paces
from luohu_client.declaration import Declaration
from luohu_client.desk import Desk, Operator, TaskMissing, Window
from luohu_client.handing_in import Employer
from luohu_client.item import Item
from luohu_client.journal import Journal
from luohu_client.line import Line
from luohu_client.problem import ClientError, FieldFault, NothingToDispute, NotSettled, Problem, Unanswered
from luohu_client.programme import Programme
from luohu_client.record import Record
from luohu_client.retry import Patience
from luohu_client.task import Task
from luohu_client.views import DeclarationState, Event, ItemState
from luohu_client.world import World

__all__ = [
    "Applicant",
    "Caller",
    "Case",
    "CasePoints",
    "CaseRecord",
    "CaseState",
    "City",
    "ClientError",
    "Clock",
    "Declaration",
    "DeclarationState",
    "Desk",
    "Employer",
    "Event",
    "Expectations",
    "Faults",
    "FieldFault",
    "Item",
    "ItemState",
    "Journal",
    "Line",
    "NotSettled",
    "NothingToDispute",
    "Operator",
    "Paces",
    "Patience",
    "Problem",
    "Programme",
    "Record",
    "Task",
    "TaskMissing",
    "Unanswered",
    "Window",
    "World",
    "forms",
]
