"""What holds for every test, however the suite was started."""

import signal

# A shell's background jobs are born deaf to Ctrl-C, and so would be every program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
