"""The digest of a world: equal for two worlds in which the same things are so, whatever ids they were given.

Ids are drawn, and two runs of the same story draw other ones. So a digest does not see an id itself, only what it
stands for: everything that rows say of it. It does not see real times either, nor in which order rows were written.
"""

from luohu_kit.digest.colours import Sums, TableSum, sums
from luohu_kit.digest.reading import digest_of

__all__ = ["Sums", "TableSum", "digest_of", "sums"]
