"""The audit of a world on one service: what happened and what was asked and answered, chained by digests and signed.

A change and its entry are one transaction (`binding`: a trigger of the table writes it). A moment later, in real time,
the entries are linked in order, each by the hash of the one before it, and the end of the chain is signed (`sealing`).
`findings_of` recomputes everything, `lines` is what a third party checks without luohu.
"""

from luohu_kit.audit.chain import Finding, Head
from luohu_kit.audit.exporting import lines
from luohu_kit.audit.sealing import seal, sealer, sealing_key
from luohu_kit.audit.verifying import findings_of, last_head, one_moment, worlds_of

__all__ = [
    "Finding",
    "Head",
    "findings_of",
    "last_head",
    "lines",
    "one_moment",
    "seal",
    "sealer",
    "sealing_key",
    "worlds_of",
]
