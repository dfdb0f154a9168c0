"""Casework: cases go their procedure's way, step by step, and records theirs through the loop."""
