"""What applicants and offices print: contents as data, and the one place that draws them."""
