"""What can be done: one verb a module. Each works in the caller's unit of work; the caller commits, then answers."""
