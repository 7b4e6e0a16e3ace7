"""Handing a case list over: a folder per hand-over that says who is on the list, what changed, and why.

`folders` is where they stand and how one is put there whole, `manifest` what each says of itself, `behind` what a
line stood on when it was handed over, `states` a list then and now, `reasons` why a line changed, `reason_words` the
sentences, `documents` the files of a folder. Source: specification, "What goes out" and "Command line".
"""
