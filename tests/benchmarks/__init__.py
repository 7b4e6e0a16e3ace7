"""The benchmarks. Whatever process of theirs loads polars does so as the program does."""

import importlib

importlib.import_module("pipelines")
