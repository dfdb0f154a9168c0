"""Queues of tasks as pages: one description and one set of templates for all that have the shape of the kit's router."""
