"""What crosses the wire between the services of the city: messages, codes, numbers and signatures.

Nothing here does I/O, and nothing here knows a database or a web framework.
"""
