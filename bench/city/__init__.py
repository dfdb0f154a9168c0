"""`make bench-city N= SEED=`: a whole city's year, from everybody's declaration to the published list, measured."""
