"""The command line: one sub-command per verb, exit statuses, and never a traceback.

Only what a command needs is imported, when it runs: `tracing --help` answers at once.
"""

import argparse
import errno
import os
import sys
from importlib import import_module
from typing import NoReturn

from tracing.errors import CannotWrite, TracingError, UsageError

LIST_FORMATS = ("csv", "xlsx", "parquet", "json")
HAND_OFFS = ("epicontacts", "godata", "sormas")
"""Several files in a folder, for other software."""
GRAPH_FORMATS = ("html", "graphml", "gexf", "json")
EXPLANATION_FORMATS = ("txt", "json")
COMPARISON_FORMATS = ("txt", "csv", "json")
SWEEP_FORMATS = ("txt", "csv", "html", "json")
REPORT_FORMATS = ("html", "json")
SOURCE_FORMATS = ("txt", "csv", "html", "json")
_INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command: its exit status. What it writes, logs of the databases included, is its owner's alone."""
    os.umask(0o077)
    options = parser().parse_args(arguments)
    try:
        _, _, module = _COMMANDS[options.command]
        command = getattr(import_module(f"pipelines.{module}"), options.command.replace("-", "_"))
        return command(options) or 0
    except TracingError as error:
        return _failed(str(error), error.exit_status)
    except KeyboardInterrupt:
        return _failed("interrupted; nothing half done was kept", _INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except SystemExit:
        raise
    except BaseException as error:  # a panic of polars is no Exception
        return _unexpected(error)


def _unexpected(error: BaseException) -> int:
    """A fault that nobody expected, in one line without the text of the error: it may hold a value."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT):
        return _failed(f"{error.filename or 'the disk'}: {error.strerror}", CannotWrite.exit_status)
    from pipelines.orchestration import InternalFailure

    failure = InternalFailure.of(error)
    return _failed(str(failure), failure.exit_status)


def _failed(text: str, status: int) -> int:
    print(f"tracing: {' '.join(text.split())}", file=sys.stderr)
    return status


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line, as everything else does."""

    def error(self, message: str) -> NoReturn:
        self.exit(UsageError.exit_status, f"tracing: {' '.join(message.split())}; see {self.prog} --help\n")


class _Version(argparse.Action):
    """Says which version of the program this is, and by which mark results are known as its own."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        from tracing.program import fingerprint

        print(f"tracing {version('tracing')}, program {fingerprint()[:12]}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--workspace", metavar="DIR", default=argparse.SUPPRESS, help="the workspace's folder")
    top = _Parser(
        prog="tracing",
        description="Contact-tracing data screening: records in, case lists out, each line explained.",
        epilog="The workspace is --workspace, else TRACING_WORKSPACE, else ./workspace.",
        parents=[where],
    )
    top.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (words, add, _) in _COMMANDS.items():
        add(commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".", parents=[where]))
    return top


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument("--timezone", metavar="ZONE", help="IANA name of the local time zone (Asia/Shanghai)")
    command.add_argument("--definition", metavar="ID", help="contact definition in force: id or file (covid-cn-9)")


def _ingest(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="*", metavar="FILE", help="records; without any, the workspace's inbox/")
    command.add_argument("--crs", choices=("wgs84", "gcj02", "bd09"), help="coordinate system of rows that name none")
    command.add_argument(
        "--profile", metavar="ID", help="read them by this source profile, id or file; else by name and header"
    )


def _profile(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="records in a form of their own")
    command.add_argument("--state", action="append", metavar="KEY=VALUE", help="what is known; may be given again")
    command.add_argument("--write", metavar="ID", help="write the proposal as the workspace's profile of that id")


def _profiles(command: argparse.ArgumentParser) -> None:
    from pipelines.catalogue import add_deeds

    add_deeds(command, "profile")


def _intake_report(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="*", type=int, metavar="FILE-ID", help="numbers of files; all without")
    _written(command, REPORT_FORMATS)


def _screen(command: argparse.ArgumentParser) -> None:
    _at(command)
    _by(command)
    command.add_argument("--anew", action="store_true", help="take nothing over from the last screen")


def _goes_out(command: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    _written(command, formats)
    command.add_argument("--identified", action="store_true", help="with names from the vault; stands in the audit log")


def _contacts(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", nargs="?", metavar="CASE", help="one case; all without")
    command.add_argument("--known-at", metavar="T", help="the list as it was, or would have been, at an earlier hour")
    _goes_out(command, LIST_FORMATS + HAND_OFFS)


def _graph(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", metavar="CASE")
    command.add_argument("--hops", type=int, default=2, metavar="N", help="how far from the case (2)")
    _goes_out(command, GRAPH_FORMATS)


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", metavar="CASE")
    command.add_argument("person", metavar="PERSON", help="pseudonym, or the key a source gives")
    _written(command, EXPLANATION_FORMATS)


def _written(command: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    command.add_argument("--format", choices=formats, help=f"{formats[0]} unless FILE ends otherwise")
    command.add_argument("--out", metavar="FILE", help="write to this file instead of the standard output")


def _at(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", metavar="T", help="the moment of the analysis, ISO 8601 (now)")


def _by(command: argparse.ArgumentParser) -> None:
    command.add_argument("--definition", metavar="ID", help="another definition than the workspace's: id or file")


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("first", metavar="DEFINITION", help="id or file")
    command.add_argument("second", metavar="DEFINITION", help="id or file")
    command.add_argument("case", nargs="?", metavar="CASE", help="one case; all without")
    _at(command)
    _written(command, COMPARISON_FORMATS)


def _sweep(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", metavar="CASE")
    command.add_argument("--within", metavar="M:M:M", help="metres, from:to:step, such as 10:100:10")
    command.add_argument("--minutes", metavar="M:M:M", help="minutes, from:to:step, such as 5:60:5")
    command.add_argument("--rule", action="append", metavar="ID", help="the rules that change; may be given again")
    command.add_argument("--at-most", type=int, metavar="N", help="how many people the team can call")
    _at(command)
    _by(command)
    _written(command, SWEEP_FORMATS)


def _source(command: argparse.ArgumentParser) -> None:
    command.add_argument("cases", nargs="+", metavar="CASE")
    _at(command)
    _by(command)
    _goes_out(command, SOURCE_FORMATS)


def _rejects(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", metavar="FILE", help="write to this file instead of the standard output")


def _nothing(command: argparse.ArgumentParser) -> None:
    """A command without options of its own."""


def _retract(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=int, metavar="FILE-ID", help="its number, as `tracing files` lists it")


def _backup(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", help="a folder that is not there yet")


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", help="what `tracing backup` made")


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--port", type=int, default=4200, metavar="N", help="port of its pages; 0: any free one (4200)"
    )
    command.add_argument("--every", type=float, default=10, metavar="MINUTES", help="rerun at least this often (10)")
    command.add_argument("--database", metavar="URL", help="postgresql+asyncpg://..., instead of a database of its own")


def _hand_over(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", nargs="?", metavar="CASE", help="one case")
    command.add_argument("--all", action="store_true", help="every case whose list changed or never went out")


def _diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("first", type=int, metavar="RUN", help="its number, as `tracing runs` lists it")
    command.add_argument("second", type=int, metavar="RUN")
    command.add_argument("case", nargs="?", metavar="CASE", help="one case; all without")
    _written(command, COMPARISON_FORMATS)


def _definitions(command: argparse.ArgumentParser) -> None:
    from pipelines.catalogue import add_deeds

    add_deeds(command, "definition")


def _identity(command: argparse.ArgumentParser) -> None:
    from pipelines.identity_command import add_arguments

    add_arguments(command)


def _town(command: argparse.ArgumentParser) -> None:
    command.add_argument("--people", type=int, default=800, metavar="N", help="inhabitants (800)")
    command.add_argument("--days", type=int, default=10, metavar="N", help="days (10)")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="another seed, another town (1)")
    command.add_argument("--cases", type=int, default=5, metavar="N", help="confirmed cases (5)")


def _simulate(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", help="where the records and the truth go")
    _town(command)
    command.add_argument("--plain", action="store_true", help="one plain csv per kind")


def _demo(command: argparse.ArgumentParser) -> None:
    command.add_argument("--folder", metavar="DIR", help="a folder that is not there yet (demo, demo-2, ...)")
    _town(command)


_COMMANDS = {
    "init": ("make a workspace, one per outbreak", _init, "commands"),
    "ingest": ("take in files of records", _ingest, "commands"),
    "profile": ("propose a source profile for a file that nobody has seen", _profile, "profile_command"),
    "profiles": ("list, show and check source profiles", _profiles, "profiles_command"),
    "screen": ("find the contacts of all cases", _screen, "commands"),
    "contacts": ("write the case list of one case, or of all", _contacts, "commands"),
    "graph": ("write the contact graph of a confirmed case", _graph, "graph"),
    "explain": ("every episode behind a line of a list with its records, or what came nearest", _explain, "explain"),
    "hand-over": ("the identified list, what changed since the last one, and why", _hand_over, "hand_over_command"),
    "runs": ("list the screens there were, and which of them lists were handed over from", _nothing, "runs_command"),
    "diff": ("two screens side by side: who came, who went, whose tier or follow-up changed", _diff, "runs_command"),
    "compare": ("two definitions side by side: who is on which list, and why", _compare, "compare"),
    "sweep": ("how many people each threshold would list", _sweep, "sweep"),
    "source": ("what ties cases together in the days before: places, vehicles, people", _source, "source"),
    "rejects": ("list the rows that were not loaded: where they stand and why", _rejects, "commands"),
    "intake-report": ("what became of every line of the files, and what looks wrong", _intake_report, "intake_report"),
    "files": ("list the files that were brought, with their numbers and accounts", _nothing, "files_command"),
    "retract": ("take a file back that was loaded by mistake: its rows stop counting", _retract, "files_command"),
    "rerun": ("take in the inbox, screen, and put what changed into the outbox", _nothing, "commands"),
    "serve": ("rerun by itself whenever files arrive, until it is ended", _serve, "serve"),
    "check": ("verify a workspace: accounts, hashes, databases, hand-overs", _nothing, "check"),
    "backup": ("copy the workspace to a new folder, every file with its hash", _backup, "backup_command"),
    "restore": ("bring a backup back as a workspace that is not there yet", _restore, "backup_command"),
    "identity": ("which keys are one person: joined, parted, proposed, declined", _identity, "identity_command"),
    "definitions": ("list, explain and check contact definitions", _definitions, "definitions_command"),
    "simulate": ("make the records of a town that does not exist", _simulate, "commands"),
    "demo": ("a small outbreak made, ingested, screened and shown, in a new folder", _demo, "demo"),
}

if __name__ == "__main__":
    sys.exit(main())
