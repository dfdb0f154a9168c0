"""The pages of docs/reference, a module for each thing that they are about."""

from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
