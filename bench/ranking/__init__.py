"""`make bench-ranking`: the list of a whole city, and a change of the rules over it."""
