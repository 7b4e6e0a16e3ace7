"""Intake: bytes -> records | rejects.

file -> `profiles.understand` (by which profile, if any) -> `formats.open_records` -> batches of lines -> the profile's
mapping -> `rows.read_rows` -> kept records and rejects.
Every line of a file ends in exactly one of the two; a file that cannot be accounted for is refused as a whole.
"""
