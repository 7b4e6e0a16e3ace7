"""Papers: who has the same document, or the same phone and the same name.

A name alone ties nobody: hundreds of thousands share one. Nor does a phone alone: one stands for a family. What is no
document by its look ties nobody either, as the same few words stand in that column for everybody.

papers      what the vault knows of people: person_id, source_key, name, document_number, phone, birth_date, sex (text);
            of who is joined, one row per key, all under the name that is kept
"""

import polars as pl

from tracing.intake.documents import read_keys

PAIRS = {"person_id": pl.String, "other_id": pl.String}
"""Two people, the lesser pseudonym first."""
_SHARED_BY = 6
"""A document, or a phone with a name, that more people have than these is a form's example or an office's number."""
_SEXES = {"f": "f", "female": "f", "女": "f", "m": "m", "male": "m", "男": "m"}


def clues(papers: pl.DataFrame) -> pl.DataFrame:
    """What may tie people: person_id, clue (`document`, `phone and name`), said (its text in one form), each once.

    A key of a source that is a document, or a phone, counts as one.
    """
    documents = [_read(papers, column, "document") for column in ("document_number", "source_key")]
    phones = [_read(papers, column, "phone") for column in ("phone", "source_key")]
    names = papers.select("person_id", name=_plain_name()).drop_nulls()
    with_names = (
        pl.concat(phones).join(names, on="person_id").with_columns(said=pl.concat_str("said", "name", separator="\x1f"))
    )
    told = {"document": pl.concat(documents), "phone and name": with_names.drop("name")}
    return pl.concat(
        [found.select("person_id", pl.lit(clue).alias("clue"), "said") for clue, found in told.items()]
    ).unique()


def alike(clues: pl.DataFrame) -> pl.DataFrame:
    """Who has the same: person_id, other_id, clue, said."""
    few = clues.filter(pl.len().over("clue", "said").is_between(2, _SHARED_BY))
    both = few.join(few.rename({"person_id": "other_id"}), on=["clue", "said"])
    return both.filter(pl.col("person_id") < pl.col("other_id")).select(*PAIRS, "clue", "said")


def differing(papers: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """What of their papers speaks against pairs of people: person_id, other_id, against. What is not known does not."""
    numbers = pl.concat([_read(papers, column, "resident-number") for column in ("document_number", "source_key")])
    born = papers.select("person_id", said=pl.col("birth_date").str.replace_all(r"\D", "")).filter(_is_whole_date())
    sexes = papers.select("person_id", said=_plain("sex").replace_strict(_SEXES, default=None)).drop_nulls()
    known = {"resident numbers": numbers, "birth dates": born, "sexes": sexes}
    found = []
    for what, told in known.items():
        each = told.group_by("person_id").agg(pl.col("said").unique())
        both = pairs.join(each, on="person_id").join(each, left_on="other_id", right_on="person_id", suffix="_2")
        apart = both.filter(pl.col("said").list.set_intersection("said_2").list.len() == 0)
        found.append(apart.select(*PAIRS, against=pl.lit(f"different {what}")))
    return pl.concat(found)


def _read(papers: pl.DataFrame, column: str, sort: str) -> pl.DataFrame:
    keys, _ = read_keys(papers[column], sort)
    return papers.select("person_id", said=keys).drop_nulls()


def _is_whole_date() -> pl.Expr:
    return pl.col("said").str.len_chars() == len("19491231")


def _plain(column: str) -> pl.Expr:
    return pl.col(column).str.normalize("NFKC").str.strip_chars().str.to_lowercase()


def _plain_name() -> pl.Expr:
    """A name without white space and marks between its parts; null where nothing is left."""
    return _plain("name").str.replace_all(r"[\s\p{P}]", "").replace("", None)
