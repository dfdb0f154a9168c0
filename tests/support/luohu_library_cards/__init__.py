"""A made-up agency for the tests of the agency library: a register of library cards, asked about as certificates."""
