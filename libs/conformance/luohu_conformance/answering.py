"""What the kit answers where it stands for a service of the city."""

from starlette.responses import JSONResponse, Response

from luohu_contract.model import Wire
from luohu_contract.problems import PROBLEMS


def answer(message: Wire, status: int = 200) -> Response:
    """A message of the contract."""
    return Response(message.model_dump_json(), status_code=status, media_type="application/json")


def problem(status: int, slug: str, detail: str) -> Response:
    """A problem of the catalogue, as the city's services word it."""
    kind = PROBLEMS[slug]
    body = {"type": f"/problems/{slug}", "title": kind.title, "status": status, "detail": detail}
    headers = {"Retry-After": "0"} if status == 503 else None
    return JSONResponse(body, status_code=status, media_type="application/problem+json", headers=headers)
