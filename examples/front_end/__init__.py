"""What somebody builds who only knows the city's documentation: here it is the thing under test."""
