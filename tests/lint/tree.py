#!/usr/bin/env python3
"""What no other tool checks, over every file of the tree that git would take: tree.py SOURCE"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

TOP_LEVEL = {"meson.build", "README.md", "COPYING", "pyproject.toml", "include", "lib", "tests", "bindings", "docs"}
TOP_LEVEL |= {"subprojects", "meson_options.txt"}
NOTES = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
MACHINE_PATHS = re.compile(r"(?<![\w.$}\])/-])/(?:work|root|home|Users|tmp|mnt)/\w")
SPDX = re.compile(r"SPDX-License-Identifier: MIT")
CODE_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
FUNCTION = re.compile(r"/\*\*((?:(?!\*/).)*)\*/\s*^KOGGE_(?:JSON_)?API\b[^;]*?\b(kogge_\w+)\s*\(", re.M | re.S)


def files(root):
    """The paths that git would take; without git, all but what is generated."""
    if (root / ".git").exists() and shutil.which("git"):
        command = ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*")]
        names = [name for name in names if not re.match(r"build|\.git/|subprojects/\w+/|.*__pycache__", name)]
    return [root / name for name in sorted(names) if name and (root / name).is_file()]


def texts(paths):
    for path in paths:
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # not a text


def check_lines(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if NOTES.search(line):
            yield f"{path}:{number}: a note of work not done"
        if MACHINE_PATHS.search(line):
            yield f"{path}:{number}: a path of one machine"
        if line != line.rstrip() and path.suffix != ".csv":
            yield f"{path}:{number}: blanks at the end"
    if text and not text.endswith("\n"):
        yield f"{path}: no newline at the end"


def check_source(path, text):
    licensed = path.suffix in (".c", ".h", ".lua") or path.name == "meson.build"
    if licensed and not SPDX.search("\n".join(text.splitlines()[:5])):
        yield f"{path}: no SPDX-License-Identifier in the first lines"
    if text.startswith(("#!/bin/sh", "#!/bin/bash")):
        shell = text.splitlines()[0].removeprefix("#!")
        done = subprocess.run([shell, "-n", path], capture_output=True, text=True)
        if done.returncode:
            yield done.stderr.strip()


def check_headers(root):
    """Every exported function says since when it exists."""
    for path in sorted((root / "include" / "kogge").glob("*.h")):
        text = path.read_text("utf-8")
        documented = {name: doc for doc, name in FUNCTION.findall(text)}
        for name in re.findall(r"^KOGGE_(?:JSON_)?API\b[^;(]*?\b(kogge_\w+)\s*\(", text, re.M):
            if "@since" not in documented.get(name, ""):
                yield f"{path}: {name} has no @since"


def check_links(path, text):
    for target in LINK.findall(re.sub(CODE_FENCE, "", text)):
        if not (path.parent / target).exists():
            yield f"{path}: link to {target}, which is not there"


def check_readme(root):
    """The program of the README is the file that the tests compile."""
    program, readme = root / "docs" / "examples" / "first_order.c", root / "README.md"
    if not program.exists() or not readme.exists():
        yield f"{readme}, {program}: one is not there"
        return
    shown = [body for language, body in CODE_FENCE.findall(readme.read_text("utf-8")) if language == "c"]
    text = re.sub(r"\A(?:/\*.*?\*/\s*)+", "", program.read_text("utf-8"), flags=re.S)
    if text not in shown:
        yield f"README.md: its program is not {program}"


def check_top_level(root, paths):
    for name in sorted({path.relative_to(root).parts[0] for path in paths}):
        if name not in TOP_LEVEL and not name.startswith("."):
            yield f"{name}: does not belong to the top level"


def main(source):
    root = Path(source).resolve()
    paths = files(root)
    wrong = [*check_top_level(root, paths), *check_headers(root), *check_readme(root)]
    for path, text in texts(paths):
        wrong += check_lines(path, text)
        wrong += check_source(path, text)
        if path.suffix == ".md":
            wrong += check_links(path, text)
    if wrong:
        sys.exit("\n".join(line.replace(f"{root}/", "") for line in wrong))
    print(f"{len(paths)} files")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
