"""Static files, read once, and kept by browsers for good: their addresses change with them."""

import base64
import hashlib
import mimetypes
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
SHEET = "style.css"  #: what every page looks like; first pages carry it in themselves
#: What every page needs, in one file: a browser that was never here waits for each request of its own.
TOGETHER = {"scripts.js": ("htmx.min.js", "htmx-sse.min.js", "site.js")}
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


class Kept:
    """The files of a folder, as they were when it was made: they come with the release, and a page waits for them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
        for name, parts in TOGETHER.items():
            self._files[name] = b"\n;\n".join(self._files.pop(part) for part in parts)
        self.versions = {name: hashlib.sha256(content).hexdigest()[:12] for name, content in self._files.items()}

    @property
    def sheet(self) -> str:
        """The sheet of every page, to stand in a page."""
        return self._files[SHEET].decode()

    @property
    def sheet_source(self) -> str:
        """What a Content-Security-Policy calls that sheet where it stands in a page."""
        return f"'sha256-{base64.b64encode(hashlib.sha256(self._files[SHEET]).digest()).decode()}'"

    async def answer(self, request: Request) -> Response:
        """The file that the address names. Raises HTTPException 404."""
        name = request.path_params["name"]
        if name not in self._files:
            raise HTTPException(404)
        media_type, _ = mimetypes.guess_type(name)
        return Response(self._files[name], media_type=media_type or "text/plain", headers=_FOR_GOOD)
