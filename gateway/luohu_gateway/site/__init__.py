"""The pages: what a person would rather look at than read. They stand at the gateway under `/city`.

A page is a client of the public API like any other: it asks with the token of whoever is signed in, by the same
addresses, and decides nothing itself. What the services refuse is shown beside the field that they name.
"""
