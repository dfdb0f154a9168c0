"""Cities by their slug, as programmes, seeds and worlds name them. What a city is stands in `policies/<city>`."""

#: The city that is meant where none is named: by settings that say nothing, and by everything that was written before
#: there was another one.
FIRST_CITY = "beijing"
CITY_PATTERN = r"^[a-z]+(?:-[a-z]+)*$"
