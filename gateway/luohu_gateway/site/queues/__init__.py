"""Queues of tasks as pages: one description and one set of templates for all of the shape of the kit's router."""
