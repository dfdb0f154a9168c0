"""What the declaration service keeps, and the statements over it. Each works in the caller's unit of work."""
