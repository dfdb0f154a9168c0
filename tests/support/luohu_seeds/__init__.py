"""The seeds of the cities, as tests read them."""
