"""The routes of the identity service."""
