"""Small random worlds from narrow pools, so that ties, nulls, touching ends and equal times really happen."""

from tests.lib.worlds.draw import ALL_EVIDENCE, EVIDENCE, World, random_world, worlds
from tests.lib.worlds.specials import specials

__all__ = ["ALL_EVIDENCE", "EVIDENCE", "World", "random_world", "specials", "worlds"]
