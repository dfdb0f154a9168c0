"""What nobody in good faith sends: made from a seed, so that every run can be repeated, and stored nowhere."""
