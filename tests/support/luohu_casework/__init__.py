"""Casework for tests: people of Tianjin and Shanghai on record, employers that hand in, offices that act."""
