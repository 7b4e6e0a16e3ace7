"""Papers: who has the same document, or the same phone and the same name, or is known by the same phone.

A name alone ties nobody: hundreds of thousands share one. Nor does a phone alone: one stands for a family. But two
sources that know people by their phones mean one person by one phone, however they write it. What is no
document by its look ties nobody either, as the same few words stand in that column for everybody; nor do two documents
of different sorts, though their numbers read alike.

papers      what the vault knows of people: person_id, source_key, name, document_type, document_number, phone,
            region (whose phones lack a country code, ISO 3166), birth_date, sex (text); of who is joined, one row per
            key, all under the name that is kept
"""

import polars as pl

from tracing.intake.documents import read_keys
from tracing.intake.phones import HOME

PAIRS = {"person_id": pl.String, "other_id": pl.String}
"""Two people, the lesser pseudonym first."""
_SHARED_BY = 6
"""A document, or a phone with a name, that more people have than these is a form's example or an office's number."""
_RESIDENT = "resident"
_SORTS = {
    _RESIDENT: (
        "resident", "resident id", "resident identity card", "id", "id card", "idcard", "identity card",
        "身份证", "居民身份证", "二代身份证", "第二代居民身份证", "中国居民身份证",
    ),
    "passport": ("passport", "护照", "普通护照", "中国护照", "外国护照"),
}  # fmt: skip
"""Sort of a document -> what sources call it. What they call otherwise may be of any."""
_NO_NAMES = (
    "未知", "不详", "不明", "未填", "未登记", "未提供", "无", "无名", "无名氏", "暂无", "佚名", "匿名", "保密", "姓名",
    "本人", "先生", "女士", "小姐", "太太", "男士", "某", "某某", "某人", "游客", "旅客", "顾客", "访客", "乘客",
    "测试", "null", "none", "nan", "unknown", "anonymous", "noname", "unnamed", "mr", "mrs", "ms", "miss", "test",
)  # fmt: skip
_A_FAMILY_NAME_ALONE = r"^\p{Han}{1,2}(?:先生|女士|小姐|太太|某|某某)$"
_SEXES = {"f": "f", "female": "f", "女": "f", "m": "m", "male": "m", "男": "m"}


def clues(papers: pl.DataFrame) -> pl.DataFrame:
    """What may tie people: person_id, clue (`document`, `phone as key`, `phone and name`), said (its text in one form),
    sort (of a document, where it is known), each once.

    A key of a source that is a document, or a phone, counts as one.
    """
    documents = [_documents(papers, "document_number", _declared()), _documents(papers, "source_key", pl.lit(None))]
    as_keys = _read(papers, "source_key", "phone")
    phones = [*_phones(papers), as_keys]
    names = papers.select("person_id", name=_plain_name()).drop_nulls()
    with_names = (
        pl.concat(phones).join(names, on="person_id").with_columns(said=pl.concat_str("said", "name", separator="\x1f"))
    )
    told = {"document": pl.concat(documents)} | {
        clue: found.with_columns(sort=pl.lit(None, pl.String))
        for clue, found in {"phone as key": as_keys, "phone and name": with_names}.items()
    }
    return pl.concat(
        [found.select("person_id", pl.lit(clue).alias("clue"), "said", "sort") for clue, found in told.items()]
    ).unique()


def alike(clues: pl.DataFrame) -> pl.DataFrame:
    """Who has the same: person_id, other_id, clue, said."""
    few = clues.filter(pl.col("person_id").n_unique().over("clue", "said").is_between(2, _SHARED_BY))
    both = few.join(few.rename({"person_id": "other_id"}), on=["clue", "said"])
    of_one_sort = (pl.col("sort") == pl.col("sort_right")).fill_null(True)
    return both.filter(pl.col("person_id") < pl.col("other_id"), of_one_sort).select(*PAIRS, "clue", "said").unique()


def differing(papers: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """What of their papers speaks against pairs of people: person_id, other_id, against. What is not known does not."""
    declared = papers.filter(_declared().ne_missing("passport"))
    numbers = pl.concat(
        [_read(rows, name, "resident-number") for rows, name in ((declared, "document_number"), (papers, "source_key"))]
    )
    names = papers.select("person_id", said=_plain_name()).drop_nulls()
    born = papers.select("person_id", said=pl.col("birth_date").str.replace_all(r"\D", "")).filter(_is_whole_date())
    sexes = papers.select("person_id", said=_plain("sex").replace_strict(_SEXES, default=None)).drop_nulls()
    known = {"names": names, "resident numbers": numbers, "birth dates": born, "sexes": sexes}
    found = []
    for what, told in known.items():
        each = told.group_by("person_id").agg(pl.col("said").unique())
        both = pairs.join(each, on="person_id").join(each, left_on="other_id", right_on="person_id", suffix="_2")
        apart = both.filter(pl.col("said").list.set_intersection("said_2").list.len() == 0)
        found.append(apart.select(*PAIRS, against=pl.lit(f"different {what}")))
    return pl.concat(found)


def contradictions(named: pl.DataFrame) -> pl.DataFrame:
    """Keys under which rows tell people of different names, as no proposal shows, which goes by one row of a key:
    person_id, names (how many), files (their numbers, in order).

    named       person_id, file_id, name: what the rows that count tell; the same in two ways of writing is one name
    """
    plain = named.select("person_id", "file_id", name=_plain_name()).drop_nulls("name")
    each = plain.group_by("person_id").agg(names=pl.col("name").n_unique(), files=pl.col("file_id").unique().sort())
    return each.filter(pl.col("names") > 1).sort("person_id")


def renaming(named: pl.DataFrame) -> pl.Series:
    """The lines of a file that tell another name than lines before them under the same key, one for each name.

    named       line, person_id, name: the same in two ways of writing is one name
    """
    plain = named.select("line", "person_id", name=_plain_name()).drop_nulls("name")
    once = plain.unique(["person_id", "name"], keep="first", maintain_order=True)
    return once.filter(~pl.col("person_id").is_first_distinct())["line"]


def _read(papers: pl.DataFrame, column: str, sort: str, region: str = HOME) -> pl.DataFrame:
    keys, _ = read_keys(papers[column], sort, region)
    return papers.select("person_id", said=keys).drop_nulls()


def _phones(papers: pl.DataFrame) -> list[pl.DataFrame]:
    """Phones as the vault holds them, as they were written: read as those of the region they were taken in under."""
    regions = papers.group_by("region", maintain_order=True)
    return [_read(rows, "phone", "phone", region) for (region,), rows in regions]


def _documents(papers: pl.DataFrame, column: str, declared: pl.Expr) -> pl.DataFrame:
    """Documents of a column with their sorts; of which nothing is declared, a resident number is one by its look."""
    as_residents, _ = read_keys(papers[column], "resident-number")
    by_look = pl.when(as_residents.is_not_null()).then(pl.lit(_RESIDENT))
    keys, _ = read_keys(papers[column], "document")
    return papers.select("person_id", said=keys, sort=pl.coalesce(declared, by_look)).drop_nulls("said")


def _declared() -> pl.Expr:
    sorts = {called: sort for sort, several in _SORTS.items() for called in several}
    return _plain("document_type").replace_strict(sorts, default=None)


def _is_whole_date() -> pl.Expr:
    return pl.col("said").str.len_chars() == len("19491231")


def _plain(column: str) -> pl.Expr:
    return pl.col(column).str.normalize("NFKC").str.strip_chars().str.to_lowercase()


def _plain_name() -> pl.Expr:
    """A name without white space and marks between its parts; null where nothing is left, or what names nobody."""
    name = _plain("name").str.replace_all(r"[\s\p{P}]", "")
    nobody = name.is_in(["", *_NO_NAMES]) | name.str.contains(_A_FAMILY_NAME_ALONE)
    return pl.when(~nobody).then(name)
