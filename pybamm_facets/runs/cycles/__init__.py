"""Cells that are charged and discharged again and again, with parameters that follow a dose."""
