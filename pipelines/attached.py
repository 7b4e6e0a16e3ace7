"""A program that does not outlive the one that started it: `python -m pipelines.attached MODULE ARGUMENT...`.

Its standard input is a pipe that whoever started it holds open. When that one is gone, however it went, the pipe ends,
and this program with all that it started is killed: nothing it could leave half done would count.
"""

import os
import runpy
import signal
import sys
import threading


def _end_with_the_pipe() -> None:
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
