"""What `make bench` measures: each module is one measure, on a city that is started for it and thrown away."""
