"""Evidence files (handbook 附件3): one PDF of at most 1 MB, really parsed before it is accepted.

The machine checks form: it is a PDF, it can be read, it has pages, it is not locked, it is not too large. Whether it
shows the right document is for the operator's eye.
"""

import hashlib
import io
import logging
import time
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject

LARGEST = 1_048_576  #: bytes, 不能超过1M
MOST_PAGES = 200
_BLANK = b"\xef\xbb\xbf \t\r\n"  #: what may stand before the header; anything else would be a file of two kinds
_MOST_NODES = 2_000  #: of the page tree
_MOST_READ = 16 * LARGEST  #: bytes read from the file in all: a repair that searches it again and again ends here
_MOST_SECONDS = 1.0  #: of the processor; a file in good faith takes a hundredth
#: What a stream may become. Only the file's own tables are decompressed, never what is drawn on a page.
_LARGEST_STREAM = LARGEST

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


class _TooMuchWork(Exception):
    """Reading the file takes more than any honest file of its size does."""


class _Metered(io.BytesIO):
    """A file that refuses to be read for ever. Measured: 35 kB of object streams kept the parser busy for 26 s."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = _MOST_READ
        self._until = time.thread_time() + _MOST_SECONDS

    def read(self, size: int | None = -1, /) -> bytes:
        got = super().read(size)
        self._left -= len(got) + 1
        if self._left < 0 or time.thread_time() > self._until:
            raise _TooMuchWork
        return got


def inspect_pdf(data: bytes) -> Pdf:
    """What the file is. Raises EvidenceRefused with one sentence that says what is wrong with it.

    Milliseconds for a file in good faith, about a second for the worst: a server calls it in a thread.
    """
    if not data:
        raise EvidenceRefused("The file is empty; evidence is a PDF.")
    if len(data) > LARGEST:
        raise EvidenceRefused(f"The file has {len(data):,} bytes; at most {LARGEST:,} (1 MB) are taken.")
    if not data[:1024].lstrip(_BLANK).startswith(b"%PDF-"):
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
        with apply_configuration(
            zlib_maximum_output_length=_LARGEST_STREAM,
            lzw_maximum_output_length=_LARGEST_STREAM,
            run_length_maximum_output_length=_LARGEST_STREAM,
            stream_decoding_work_maximum_length=4 * _LARGEST_STREAM,
            stream_filters_maximum_length=4,
            array_maximum_element_count=20_000,
            dictionary_maximum_element_count=20_000,
            jbig2dec_binary=None,  # no program is started for a stranger's file
        ):
            reader = PdfReader(_Metered(data), strict=False)
            if reader.is_encrypted:
                raise EvidenceRefused("The PDF is locked with a password; save it without one.")
            return _count(reader)
    except EvidenceRefused:
        raise
    except (_TooMuchWork, LimitReachedError):
        raise EvidenceRefused("The PDF is built so that reading it takes far too much work.") from None
    except (Exception, RecursionError) as error:
        raise EvidenceRefused(f"The PDF cannot be read ({type(error).__name__}); it is damaged or cut short.") from None


def _count(reader: PdfReader) -> int:
    """Pages by walking the page tree, each node once: a tree that loops or claims millions of pages ends here."""
    root: Any = reader.trailer["/Root"].get_object()
    waiting, seen, pages, nodes = [root.raw_get("/Pages")], set[int](), 0, 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                continue
            seen.add(node.idnum)
        nodes += 1
        if nodes > _MOST_NODES:
            raise EvidenceRefused("The PDF's list of pages is far longer than a scanned document's.")
        target: Any = node.get_object()
        if not isinstance(target, DictionaryObject):
            raise EvidenceRefused("The PDF's list of pages is damaged.")
        if "/Kids" in target:
            kids: Any = target["/Kids"]
            waiting.extend(kids.get_object())
        elif target.get("/Type", "/Page") != "/Page":
            raise EvidenceRefused("The PDF's list of pages names something that is no page.")
        else:
            pages += 1
    return pages
