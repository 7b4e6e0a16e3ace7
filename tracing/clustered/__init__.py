"""The clustered copy: the bulk of the records a second time, in files sorted for the question that a screen asks.

DuckDB stays the store of record. A copy is a log-structured merge tree: what arrives is sorted and written as a
segment of its own, segments of like size are merged, and a search reads of each segment only the pages that hold its
keys. A segment never changes; the store's table `segments` says which ones count, so a copy and the records agree
whenever a transaction ends. Stores of less than a million rows have no copy and pay for none.
"""
