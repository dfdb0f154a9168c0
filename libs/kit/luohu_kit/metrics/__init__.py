"""What a service tells Prometheus: counted where it happens, read from the database when somebody asks.

Labels come from short lists (routes as templates, services of the directory, topics, duties); no id, no person, and of
worlds only whether it is `main` or another.
"""
