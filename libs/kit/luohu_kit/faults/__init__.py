"""Faults on edges: what a tester does to the requests between two services, told beforehand and decided by a seed."""
