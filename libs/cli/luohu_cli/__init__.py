"""`luohu`: starts, watches and shows the city."""
