"""The migration histories of an agency: the library's, in the schema `agency`, and the agency's own registers."""

from typing import Any

from luohu_agency.spec import AgencySpec
from luohu_agency.tables import meta
from luohu_kit.migration import History

AGENCY = History("luohu_agency", "agency", meta)


def histories(spec: AgencySpec[Any]) -> tuple[History, History]:
    """What `luohu up` migrates for an agency, after the kit's own history."""
    return AGENCY, History(spec.package, "public", spec.metadata)
