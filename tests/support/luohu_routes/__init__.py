"""Every route of the city, and a request for each that reaches something: for what must hold of all of them."""
