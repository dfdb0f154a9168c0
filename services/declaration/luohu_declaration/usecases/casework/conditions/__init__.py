"""What a procedure may ask for before a step. Each condition says what is lacking, and what to do about it."""

from luohu_declaration.usecases.casework.conditions import points, records, standing, times

ALL = (points, records, standing, times)
