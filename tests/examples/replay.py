#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Stores all decisions of a ledger and replays them: identical; after one rule has changed, exactly the orders that it
concerns differ, and the rule is named.

replay.py ORDER_DESK LEDGER_FOLDER POLICY_FILE
"""

import json
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SOME = 8000  # decisions that are enough to replay changed terms


def replay(desk, decisions, policy, status):
    command = [desk, "--replay", decisions, "--policy", policy, "--figures"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600)
    if done.returncode != status or done.stderr:
        sys.exit(f"status {done.returncode}, wanted {status}\n{done.stdout}{done.stderr}")
    return {key: int(value) for key, value in (line.split("\t") for line in done.stdout.splitlines())}


def expect(what, found, **wanted):
    wanted = {
        f"replay.{key.replace('rule_', 'rule.').replace('field_', 'field.')}": value for key, value in wanted.items()
    }
    if found != wanted:
        sys.exit(f"{what}: {found}, wanted {wanted}")
    print(f"{what}: {found}")


def check_change(desk, policy, at, changed, stored, lines):
    """Another amount in one rule: its fees differ, and what the next step would cost where it leads to this rule."""
    terms = json.loads(policy.read_text("utf-8"))
    rule = terms["order_rules"][at]
    old, rule["amount"] = rule["amount"], "8.50"
    changed.write_text(json.dumps(terms), "utf-8")
    decisions = [json.loads(line) for line in lines]
    hit = sum(rule["id"] in [fee["rule"] for fee in decision["fees"]] for decision in decisions)
    near = sum(decision["assessment"].get("next_step_fees") == old for decision in decisions)
    rest = len(lines) - hit - near
    found = replay(desk, stored, changed, 1)
    expect(
        f"rule {rule['id']} changed",
        found,
        rows=len(lines),
        identical=rest,
        other_terms=rest,
        differing=hit + near,
        refused=0,
        **{f"rule_{rule['id']}": hit + near},
    )


def on_terminal(command):
    """What a command says on stderr where that is a terminal."""
    master, terminal = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal) as process:
        os.close(terminal)
        said = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:  # Linux, after the last writer has gone
                piece = b""
            if not piece:
                break
            said += piece
    os.close(master)
    return process.returncode, said.decode()


def check_progress(desk, policy, folder, text):
    """On a terminal, what takes longer than a second says how far it is, and takes that back at its end."""
    file = folder / "long.jsonl"
    command = [desk, "--replay", file, "--policy", policy]
    file.write_text(text[: text.index("\n") + 1], "utf-8")
    status, said = on_terminal(command)
    if status or said:
        sys.exit(f"a short replay says {said!r}")
    counts = []
    while not status and len(counts) < 2 and len(text) < 1 << 31:  # how many lines that takes is the machine's affair
        file.write_text(text, "utf-8")
        status, said = on_terminal(command)
        counts = [int(count) for count in re.findall(r"\rreplay: (\d+)", said)]
        lines = text.count("\n")
        text *= 2
    whole = re.fullmatch(r"(\rreplay: \d+)+\r\x1b\[K", said)
    if status or not whole or counts != sorted(set(counts)) or counts[-1] > lines or 20 * len(counts) > lines:
        sys.exit(f"progress of {lines} lines: {said!r}")
    print(f"progress: {len(counts)} times in {lines} lines")


def check_policy(desk, policy, changed, stored, lines):
    """Another number of the policy and the same rules: no rule is named, but where it shows."""
    terms = json.loads(policy.read_text("utf-8"))
    terms["policy"] = terms.get("policy", {}) | {"cost_per_line": "2.00"}
    changed.write_text(json.dumps(terms), "utf-8")
    orders = [json.loads(line)["order"] for line in lines]
    hit = sum("flags" not in o and float(o.get("net", 0)) > 0 and o.get("line_count", 0) > 0 for o in orders)
    found = replay(desk, stored, changed, 1)
    rest = len(lines) - hit
    wanted = {"rows": len(lines), "identical": rest, "other_terms": rest, "differing": hit, "refused": 0}
    expect("a number of the policy changed", found, **wanted, field_handling_cost_minor=hit)


def main():
    desk, ledger, policy = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        stored, changed, some = (Path(folder) / name for name in ("all.jsonl", "changed.json", "some.jsonl"))
        subprocess.run(
            [desk, "--policy", policy, "--figures", "--decisions", stored, ledger], check=True, stdout=subprocess.PIPE
        )
        lines = stored.read_text("utf-8").splitlines()
        same = replay(desk, stored, policy, 0)
        expect("same terms", same, rows=len(lines), identical=len(lines), other_terms=0, differing=0, refused=0)

        check_progress(desk, policy, Path(folder), stored.read_text("utf-8"))
        lines = lines[:SOME]
        some.write_text("\n".join(lines) + "\n", "utf-8")
        for at in range(len(json.loads(Path(policy).read_text("utf-8"))["order_rules"])):
            check_change(desk, Path(policy), at, changed, some, lines)
        check_policy(desk, Path(policy), changed, some, lines)


if __name__ == "__main__":
    main()
