"""Cities by their slug, as programmes, seeds and worlds name them. What a city is stands in `policies/<city>`."""

from typing import Annotated

from pydantic import Field

#: The city that is meant where none is named: by settings that say nothing, and by everything that was written before
#: there was another one.
FIRST_CITY = "beijing"
CITY_PATTERN = r"^[a-z]+(?:-[a-z]+)*$"
City = Annotated[str, Field(pattern=CITY_PATTERN, max_length=30)]
