"""Evidence files (handbook 附件3): one PDF of at most 1 MB, really parsed before it is accepted.

The machine checks form: it is a PDF, it can be read, it has pages, it is not locked, it is not too large. Whether it
shows the right document is for the operator's eye.
"""

import hashlib
import io
import logging
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

LARGEST = 1_048_576  #: bytes, 不能超过1M
MOST_PAGES = 200
_HEADER_WITHIN = 1024  #: bytes before which the header must stand
_MOST_OBJECTS = 20_000

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class EvidenceRefused(Exception):
    """The file cannot be taken as evidence. The message says why and what is valid."""

    remedy = "Save all pages in one PDF of at most 1 MB, without a password, and upload that."
    errors = ({"pointer": "#", "detail": "one PDF of at most 1,048,576 bytes, unencrypted, with 1 to 200 pages"},)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A file that was accepted."""

    sha256: str
    size: int  #: bytes
    pages: int


def inspect_pdf(data: bytes) -> Pdf:
    """What the file is. Raises EvidenceRefused with one sentence that says what is wrong with it."""
    if not data:
        raise EvidenceRefused("The file is empty; evidence is a PDF.")
    if len(data) > LARGEST:
        raise EvidenceRefused(f"The file has {len(data):,} bytes; at most {LARGEST:,} (1 MB) are taken.")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise EvidenceRefused("The file is no PDF: it does not begin with %PDF-. Its name or type does not matter.")
    pages = _pages(data)
    if pages == 0:
        raise EvidenceRefused("The PDF has no page.")
    if pages > MOST_PAGES:
        raise EvidenceRefused(f"The PDF has {pages} pages; at most {MOST_PAGES} are taken.")
    return Pdf(hashlib.sha256(data).hexdigest(), len(data), pages)


def _pages(data: bytes) -> int:
    # pypdf raises whatever its parser stumbles over: KeyError, RecursionError, struct.error, its own errors.
    # All of them mean the same to the applicant.
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise EvidenceRefused("The PDF is locked with a password; save it without one.")
        return _count(reader)
    except EvidenceRefused:
        raise
    except (Exception, RecursionError) as error:
        raise EvidenceRefused(f"The PDF cannot be read ({type(error).__name__}); it is damaged or cut short.") from None


def _count(reader: PdfReader) -> int:
    """Pages by walking the page tree, each node once: a tree that loops or claims millions of pages ends here."""
    root: Any = reader.trailer["/Root"].get_object()
    waiting, seen, pages = [root.raw_get("/Pages")], set[int](), 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                continue
            seen.add(node.idnum)
        if len(seen) > _MOST_OBJECTS:
            raise EvidenceRefused("The PDF holds far more objects than a scanned document does.")
        target: Any = node.get_object()
        if not isinstance(target, DictionaryObject):
            raise EvidenceRefused("The PDF's list of pages is damaged.")
        if "/Kids" in target:
            kids: Any = target["/Kids"]
            waiting.extend(kids.get_object())
        else:
            pages += 1
    return pages
