"""The shapes of the cities that are scored by a table, by name. A city that has none has no population."""

from collections.abc import Mapping

from luohu_sandbox.population.casework.shape import Shape
from luohu_sandbox.population.cities import shanghai, tianjin

SHAPES: Mapping[str, Shape] = {"tianjin": tianjin.SHAPE, "shanghai": shanghai.SHAPE}
