"""Intake: bytes -> records | rejects.

file -> `formats.open_records` -> batches of lines -> `rows.read_rows` -> kept records and rejects.
Every line of a file ends in exactly one of the two; a file that cannot be accounted for is refused as a whole.
"""
