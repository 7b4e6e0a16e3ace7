"""Half-open stretches of time `(start, end)` in milliseconds (specification, section 3), as plain tuples."""

Stretch = tuple[int, int]
EVER = -(10**15)
NEVER_ENDS = 10**15
ALWAYS = (EVER, NEVER_ENDS)


def overlap(one: Stretch, other: Stretch) -> list[Stretch]:
    """The common part, as a list of one stretch or none; stretches that only touch have none."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return [(start, end)] if start < end else []


def clip(stretches: list[Stretch], windows: list[Stretch]) -> list[Stretch]:
    """The parts of the stretches inside the windows."""
    return sorted(part for stretch in stretches for window in windows for part in overlap(stretch, window))


def merge(stretches: list[Stretch]) -> list[Stretch]:
    """The stretches in order, joined where they overlap or touch; empty ones are none."""
    merged: list[Stretch] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def without(stretches: list[Stretch], holes: list[Stretch]) -> list[Stretch]:
    """The stretches with the holes cut out."""
    left = merge(stretches)
    for hole_start, hole_end in merge(holes):
        before, after = (EVER, hole_start), (hole_end, NEVER_ENDS)
        left = [part for stretch in left for side in (before, after) for part in overlap(stretch, side)]
    return left


def length(stretches: list[Stretch]) -> int:
    """The milliseconds covered by stretches that do not overlap."""
    return sum(end - start for start, end in stretches)
