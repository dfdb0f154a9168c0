"""Casework: cities whose applications are handed in by an employer and judged record by record (DOMAIN 9, 10)."""
