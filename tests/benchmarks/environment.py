"""The peers' own environment, made once beside the product's: the product needs none of what it holds."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from tests.benchmarks.question import HERE

ROOT = HERE.parents[1]
FOLDER = ROOT / ".venv-bench"
REQUIREMENTS = HERE / "requirements.txt"


def python() -> Path:
    """The environment's interpreter, the environment made or brought up to date first."""
    interpreter, mark = FOLDER / "bin" / "python", FOLDER / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
        print(f"installing the peers into {FOLDER.name} (about a minute, once)", file=sys.stderr, flush=True)
        venv.create(FOLDER, with_pip=True)
        pip = [str(interpreter), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)
        mark.write_text(wanted, encoding="utf-8")
    return interpreter


def interpreter(apart: bool) -> str:
    """The interpreter of the product's environment, or of the peers'."""
    return str(python()) if apart else sys.executable


def variables() -> dict[str, str]:
    """What a process of the benchmark inherits: its modules are found from the root."""
    return os.environ | {"PYTHONPATH": str(ROOT)}
