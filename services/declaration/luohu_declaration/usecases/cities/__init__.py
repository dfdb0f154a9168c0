"""What single cities do that no other does: a package each, whose conditions and effects their procedures name."""

from luohu_declaration.usecases.cities import shanghai, tianjin

ALL = (tianjin, shanghai)
