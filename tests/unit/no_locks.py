#!/usr/bin/env python3
"""The library takes no lock and starts no thread: no_locks.py LIBRARY"""

import re
import subprocess
import sys

LOCKS = re.compile(r"\b(?:pthread_|mtx_|cnd_|thrd_|call_once|tss_|sem_|__cxa_guard|futex|syscall)\w*")


def main(library):
    listed = subprocess.run(
        ["nm", "-D", "--undefined-only", library], capture_output=True, text=True, check=True
    ).stdout
    found = sorted(set(LOCKS.findall(listed)))
    if found:
        sys.exit(f"{library} needs {', '.join(found)}")
    print(f"{len(listed.splitlines())} symbols needed, none of threads")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
