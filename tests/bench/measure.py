"""What comparisons with other programs share: one core, rounds, memory, the machine, tables in Markdown."""

import ctypes
import importlib.metadata
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

ONE_CORE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
}


def stay_on_one_core():
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def restart_on_one_core():
    """Libraries read how many threads they may have when they are loaded: the program starts again with that said."""
    if any(os.environ.get(name) != value for name, value in ONE_CORE.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | ONE_CORE)
    stay_on_one_core()


# ---- time ------------------------------------------------------------------------------------------------------------


def seconds(work):
    """Processor time of all threads, not that of the wall: other programs on the machine take less part in it."""
    start = time.process_time()
    work()
    return time.process_time() - start


def medians(works, runs):
    """Seconds of each piece of work. A round runs all of them, so that a disturbance meets all alike."""
    took = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            took[name].append(seconds(work))
    return {name: statistics.median(times) for name, times in took.items()}


# ---- memory ----------------------------------------------------------------------------------------------------------


def status_bytes(name):
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"^{name}:\s+(\d+) kB$", status, re.M)[1]) * 1024


def peak_beside(work):
    """How far the memory of this process rises above what it has now, while the work runs."""
    ctypes.CDLL(None).malloc_trim(0)  # what was freed, but kept for later, would hide a rise
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew
    before = status_bytes("VmRSS")
    work()
    return max(0, status_bytes("VmHWM") - before)


# ---- what is printed -------------------------------------------------------------------------------------------------


def markdown(head, rows, texts=1):
    """A table: the first columns are texts, to the left, and all others numbers, to the right."""
    lines = [head, ["---"] * texts + ["---:"] * (len(head) - texts), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def figure(value):
    """Three significant digits, all of them before the point if there are more."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}".rstrip(".")


def processor():
    """Name and caches, as lscpu has them."""
    said = subprocess.run(
        ["lscpu"], capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C"}
    ).stdout
    facts = dict(
        re.split(r":\s+", line.strip(), maxsplit=1) for line in said.splitlines() if re.search(r":\s+\S", line)
    )
    caches = ", ".join(f"{name} {facts[name + ' cache']}" for name in ("L1d", "L2", "L3") if name + " cache" in facts)
    shared = f", virtual ({facts['Hypervisor vendor']})" if "Hypervisor vendor" in facts else ""
    return f"{facts['Model name']}, {os.cpu_count()} cores{shared}, caches {caches}"


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{processor()}, {memory / 2**30:.0f} GiB of memory, {platform.system()} {platform.release()}"


def version(package):
    return f"{package} {importlib.metadata.version(package)}"


def load():
    return f"{os.getloadavg()[0]:.1f}"
