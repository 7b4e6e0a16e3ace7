"""Explanations: why a person is on a list or not, held against small worlds made by hand and many drawn at random."""
