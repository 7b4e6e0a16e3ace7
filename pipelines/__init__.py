"""The verbs: flows and commands, and what they need of the system they run on."""

import os

# What polars frees it gives back after half a second by its own rule, and asks for again: that was a fifth of a long
# search's processor time. It reads this when it is loaded.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:10000,muzzy_decay_ms:10000")
