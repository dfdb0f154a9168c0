"""The commission's own filing system: what applicants file, see and have rechecked here, in a second place."""

from luohu_science_commission.filings.form import (
    FilingExists,
    FilingInRecheck,
    FilingUnknown,
    RecheckNeedless,
    RecheckOpen,
)
from luohu_science_commission.filings.queue import filing_recheck_router
from luohu_science_commission.filings.routes import filing_router

__all__ = [
    "PROBLEMS",
    "filing_recheck_router",
    "filing_router",
]

PROBLEMS: dict[type[Exception], str] = {
    FilingExists: "filing-exists",
    FilingInRecheck: "item-locked",
    FilingUnknown: "not-found",
    RecheckNeedless: "recheck-not-allowed",
    RecheckOpen: "recheck-open",
}
