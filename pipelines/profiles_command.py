"""`tracing profiles`: which source profiles there are, what one says, whether a file is sound."""

from argparse import Namespace
from pathlib import Path

from pipelines.catalogue import folders, print_checked, print_list, print_paragraphs, print_wrapped


def profiles(options: Namespace) -> int | None:
    """`tracing profiles`: list without a deed, else show or check."""
    return {"show": show_profile, "check": check_profile}.get(options.deed, list_profiles)(options)


def list_profiles(options: Namespace) -> int | None:
    """A line for each profile; files that are refused come last, and make the exit status."""
    from tracing.intake.profiles import load, shipped
    from tracing.toml_files import listed

    def row(path: Path, where: str) -> tuple[str, ...]:
        found = load(path)
        return path.stem, found.kind, where, " ".join(filter(None, (found.title, found.title_zh)))

    files = listed(folders(options, "profiles", shipped())).values()
    return print_list(("id", "kind", "where", "title"), files, shipped(), row)


def show_profile(options: Namespace) -> None:
    """A profile in words, with its source and the hash that the ledger names it by."""
    from tracing.intake.profiles import named, shipped
    from tracing.intake.profiles.words import in_words

    found = named(options.profile, folders(options, "profiles", shipped()))
    print_wrapped(f"{found.id}: {found.title}")
    print_wrapped(found.title_zh)
    print(f"sha256: {found.sha256}\n")
    for line in in_words(found):
        print_wrapped(line, hanging=4)
    print_paragraphs(found.source)


def check_profile(options: Namespace) -> None:
    """Say that a file is sound; ProfileRefused where it is not."""
    from tracing.intake.profiles import load

    print_checked(options, load, "profile")
