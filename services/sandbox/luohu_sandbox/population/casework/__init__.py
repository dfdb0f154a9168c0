"""People of a city that is scored by a table: an application of each, and what every department makes of it.

What differs between cities is a `Shape` in `population.cities`; nothing here knows which city it is about.
"""
