"""The manual can be printed."""

from tests.spec.manual import chapters, examples_of, pages


def test_every_example_is_told():
    """Each example is printed with what it says, what goes in and what comes out."""
    told = "\n".join(pages())
    examples = [one for chapter in chapters() for one in examples_of(chapter)]
    assert len(examples) > 60
    for one in examples:
        assert one.__doc__, one.__name__
        assert one.__name__.removeprefix("test_").replace("_", " ") in told
