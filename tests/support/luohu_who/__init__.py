"""Who may do what: the written expectation, and everybody who can ask a city for something."""
