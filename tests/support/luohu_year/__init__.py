"""One year of the city as a test lives it: who its forty people are, what they do on which day, what it comes to."""
