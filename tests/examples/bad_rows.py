#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Feeds the order desk damaged ledgers: every bad row is named with file, line and column, and counted.

bad_rows.py ORDER_DESK
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = "order_id,customer_id,order_date,currency,net_amount_minor,line_count,quantity,is_return\n"
FIRST = "1,A,2025-01-02,EUR,1000,1,1,0\n"
LAST = "9,B,2025-01-03,EUR,2000,2,2,0\n"
CUSTOMERS = "customer_id,name,tier\nA,Alpha,C\nB,Beta,A\n"
WHOLE = "is no whole number of minor units"
MONEY = "is not between -900000000000000 and 900000000000000"


class Desk:
    def __init__(self, program, folder):
        self.program, self.folder, self.failed = program, Path(folder), 0

    def run(self, orders, customers=CUSTOMERS, options=("--figures",)):
        """Status, figures and messages; a file that is None is not there."""
        for name, content in (("orders.csv", orders), ("customers.csv", customers)):
            path = self.folder / name
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = subprocess.run([self.program, *options, str(self.folder)], capture_output=True, timeout=60)
        messages = done.stderr.decode().replace(f"{self.folder}/", "").splitlines()
        return done.returncode, done.stdout.decode(), messages

    def expect(self, what, orders, messages, rows=None, refused=None, status=0, customers=CUSTOMERS, **figures):
        """The messages, all of them; how many rows were read and refused; and other figures."""
        found_status, text, found_messages = self.run(orders, customers)
        found = dict(line.split("\t") for line in text.splitlines())
        wanted = {
            key.replace("_minor", ".minor").replace("_orders", ".orders"): value for key, value in figures.items()
        }
        if rows is not None:
            wanted |= {"orders.rows": rows, "orders.refused": len(messages) if refused is None else refused}
            wanted["all.orders"] = rows - wanted["orders.refused"]
        different = {key: found.get(key) for key, value in wanted.items() if found.get(key) != str(value)}
        if (found_status, found_messages) == (status, messages) and not different:
            return
        self.failed += 1
        print(f"{what}: status {found_status}, wanted {status}; other figures {different}, wanted {wanted}")
        print("\n".join(f"  {message}" for message in found_messages))


def row(**cells):
    """A good row with other cells."""
    good = dict(zip(HEADER.strip().split(","), ["5", "A", "2025-01-02", "EUR", "1000", "1", "1", "0"], strict=True))
    return ",".join((good | cells).values()) + "\n"


def one_bad_row(desk, message, **cells):
    """A bad row between two good ones, in line 3."""
    desk.expect(message, HEADER + FIRST + row(**cells) + LAST, [f"orders.csv:3: column {message}"], rows=3)


def check_cells(desk):
    one_bad_row(desk, f'net_amount_minor: "12,50" {WHOLE}', net_amount_minor='"12,50"')
    one_bad_row(desk, f'net_amount_minor: "12.50" {WHOLE}', net_amount_minor="12.50")
    one_bad_row(desk, f'net_amount_minor: "1e3" {WHOLE}', net_amount_minor="1e3")
    one_bad_row(desk, f'net_amount_minor: "+5" {WHOLE}', net_amount_minor="+5")
    one_bad_row(desk, f'net_amount_minor: "-" {WHOLE}', net_amount_minor="-")
    one_bad_row(desk, f'net_amount_minor: "--5" {WHOLE}', net_amount_minor="--5")
    one_bad_row(desk, f'net_amount_minor: "0x10" {WHOLE}', net_amount_minor="0x10")
    one_bad_row(desk, f'net_amount_minor: "1 000" {WHOLE}', net_amount_minor="1 000")
    one_bad_row(desk, f'net_amount_minor: "1{"0" * 30}" {MONEY}', net_amount_minor=str(10**30))
    one_bad_row(desk, f'net_amount_minor: "-900000000000001" {MONEY}', net_amount_minor="-900000000000001")
    one_bad_row(desk, 'net_amount_minor: "" is empty', net_amount_minor="")
    one_bad_row(desk, 'order_id: "" is empty', order_id="")
    one_bad_row(desk, 'order_id: "1" stands in line 2 already', order_id="1")
    one_bad_row(desk, 'currency: "USD" is not the currency of the ledger, EUR', currency="USD")
    one_bad_row(desk, 'currency: "EURO" is no name of currency', currency="EURO")
    one_bad_row(desk, 'currency: "0" is no currency', currency="0")
    one_bad_row(desk, 'currency: "1" is no currency', currency="1")
    one_bad_row(desk, 'line_count: "2147483648" is not between 0 and 2147483647', line_count=str(2**31))
    one_bad_row(desk, 'line_count: "-1" is not between 0 and 2147483647', line_count="-1")
    one_bad_row(desk, 'is_return: "yes" is neither 0 nor 1', is_return="yes")
    for date in (
        "2025-02-29",
        "2025-13-01",
        "25-01-01",
        "01.02.2025",
        "2025-1-1",
        "2025-01-011",
        "20250-1-01",
        "0000-01-01",
    ):
        one_bad_row(desk, f'order_date: "{date}" is no date (YYYY-MM-DD)', order_date=date)
    one_bad_row(desk, 'order_date: "1969-12-31" is before 1970-01-02', order_date="1969-12-31")
    long = "x" * 200
    one_bad_row(desk, f'currency: "{long[:57]}..." is no name of currency', currency=long)


def check_shapes(desk):
    short, long = "5,A,2025-01-02,EUR,1000\n", row().replace("\n", ",x\n")
    cells = "orders.csv:3: {} cells, the header has 8"
    desk.expect("too few cells", HEADER + FIRST + short + LAST, [cells.format(5)], rows=3)
    desk.expect("too many cells", HEADER + FIRST + long + LAST, [cells.format(9)], rows=3)
    desk.expect(
        "empty cells", HEADER + FIRST + ",,,,,,,\n" + LAST, ['orders.csv:3: column order_id: "" is empty'], rows=3
    )
    open_quote = HEADER + FIRST + '5,"A,2025-01-02,EUR,1000,1,1,0\n' + LAST
    desk.expect("open quote", open_quote, ["orders.csv:3: a quote is open until the end of the file, line 4"], rows=2)
    closed_late = HEADER + FIRST + '5,"A,2025-01-02\n' + LAST + '7,B",EUR\n' + LAST
    desk.expect(
        "quote over lines",
        closed_late,
        ["orders.csv:3: 3 cells, the header has 8; a quote is open over several lines"],
        rows=3,
    )
    many = HEADER + FIRST + "".join(row(order_id=str(100 + i), net_amount_minor="x") for i in range(50))
    messages = [f'orders.csv:{3 + i}: column net_amount_minor: "x" {WHOLE}' for i in range(20)]
    desk.expect("many bad rows", many, [*messages, "... and 30 more bad rows"], rows=51, refused=50)
    both = HEADER + FIRST + row(net_amount_minor="x", order_date="y")
    broken = HEADER + row(net_amount_minor="x") + row(currency="USD") + LAST
    messages = [
        f'orders.csv:2: column net_amount_minor: "x" {WHOLE}',
        'orders.csv:3: column currency: "USD" is not the currency of the ledger, EUR',
    ]
    desk.expect("currency of a bad row", broken, messages, rows=3)
    desk.expect("one message a row", both, ['orders.csv:3: column order_date: "y" is no date (YYYY-MM-DD)'], rows=2)


def check_harmless(desk):
    """What is unusual but good."""
    plain = HEADER + FIRST + LAST
    desk.expect("good", plain, [], rows=2, all_minor=3000)
    desk.expect("byte order mark", b"\xef\xbb\xbf" + plain.encode(), [], rows=2, all_minor=3000)
    desk.expect("CRLF", plain.replace("\n", "\r\n"), [], rows=2, all_minor=3000)
    desk.expect("CR", plain.replace("\n", "\r"), [], rows=2, all_minor=3000)
    desk.expect("mark and CRLF", b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode(), [], rows=2, all_minor=3000)
    desk.expect("blank lines", HEADER + "\n\n" + FIRST + "  \n" + LAST + "\n", [], rows=2, all_minor=3000)
    desk.expect("no last line break", plain[:-1], [], rows=2, all_minor=3000)
    quoted = "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in plain.split("\n")[:-1])
    desk.expect("quotes", quoted, [], rows=2, all_minor=3000)
    names = CUSTOMERS.replace("Alpha", '"Alpha, ""the first""\nof two lines"').replace("Beta", "B\xe9ta")
    desk.expect("quotes and lines in a name", plain, [], rows=2, customers=names, guests_orders=0)
    desk.expect(
        "negative", HEADER + FIRST + row(net_amount_minor="-500"), [], rows=2, all_minor=500, not_sales_orders=1
    )
    desk.expect("return", HEADER + FIRST + row(is_return="1"), [], rows=2, not_sales_orders=1, not_sales_minor=1000)
    desk.expect("unknown line count", HEADER + row(line_count=""), [], rows=1, **{"unknown.line_count": 1})
    desk.expect("unknown customer", HEADER + row(customer_id="?") + LAST, [], rows=2, guests_orders=1)
    desk.expect("no customers", plain, [], rows=2, customers=None, guests_orders=2)
    desk.expect("header only", HEADER, [], rows=0, currency="XXX")
    turned = "is_return,currency,order_id,net_amount_minor,order_date\n0,EUR,1,1000,2025-01-02\n"
    desk.expect("fewer columns in another order", turned, [], rows=1, guests_orders=1, all_minor=1000)
    wide = "order_id,order_date,currency,net_amount_minor,channel,services,waivers,freight_minor,country\n"
    good = "1,2025-01-02,EUR,1000,PHONE,EXPRESS CERTIFICATE,FIRST_ORDER,700,276\n2,2025-01-02,EUR,1000,,,,,\n"
    desk.expect("columns of the field table", wide + good, [], rows=2)
    bad = "3,2025-01-02,EUR,1000,FONE,,,,\n4,2025-01-02,EUR,1000,,EXPRESS SLOW,,,\n5,2025-01-02,EUR,1000,,,,-1,\n"
    messages = [
        'orders.csv:4: column channel: "FONE" is no name of channel',
        'orders.csv:5: column services: "EXPRESS SLOW" has a part that is no name of service',
        "orders.csv:6: column freight_minor: ",
    ]
    status, _, found = desk.run(wide + good + bad)
    if status or len(found) != 3 or not all(a.startswith(b) for a, b in zip(found, messages, strict=True)):
        desk.failed += 1
        print("bad codes:", status, *found, sep="\n  ")


def check_customers(desk):
    plain = HEADER + FIRST + LAST
    desk.expect(
        "customer twice, bad tier",
        plain,
        [
            'customers.csv:4: column customer_id: "A" stands in line 2 already',
            'customers.csv:5: column tier: "E" is no name of tier',
        ],
        customers=CUSTOMERS + "A,Again,B\nC,Gamma,E\n",
        **{"customers.rows": 4, "customers.refused": 2, "all.orders": 2, "guests.orders": 0},
    )
    desk.expect(
        "refused customer",
        plain,
        ['customers.csv:2: column tier: "Z" is no name of tier'],
        customers=CUSTOMERS.replace("Alpha,C", "Alpha,Z"),
        guests_orders=1,
    )


def check_unreadable(desk):
    """Status 2: without these there is nothing to assess."""
    plain = HEADER + FIRST + LAST
    for column in ("order_id", "order_date", "currency", "net_amount_minor"):
        renamed = plain.replace(column, "other", 1)
        desk.expect(f"no {column}", renamed, [f"orders.csv:1: column {column}: is missing"], status=2)
    twice = plain.replace("quantity", "line_count", 1)
    desk.expect("column twice", twice, ["orders.csv:1: column line_count: is there twice"], status=2)
    same = plain.replace("quantity", "net_minor", 1)
    desk.expect("same twice", same, ["orders.csv:1: column net_minor: says the same as an earlier column"], status=2)
    desk.expect("empty", "", ["orders.csv:1: the file is empty, not even a header"], status=2)
    desk.expect("blank", "\n \n", ["orders.csv:1: the file is empty, not even a header"], status=2)
    desk.expect("missing", None, ["orders.csv: there is no such file"], status=2)
    empty = ["customers.csv:1: the file is empty, not even a header"]
    desk.expect("empty customers", plain, empty, status=2, customers="")
    desk.expect(
        "customers without id",
        plain,
        ["customers.csv:1: column customer_id: is missing"],
        status=2,
        customers="name\nA\n",
    )
    folder = desk.folder / "folder"
    (folder / "orders.csv").mkdir(parents=True)
    done = subprocess.run([desk.program, folder], capture_output=True, encoding="utf-8", timeout=60)
    if done.returncode != 2 or not done.stderr.endswith("orders.csv: cannot be read\n"):
        desk.failed += 1
        print(f"orders.csv is a folder: status {done.returncode}\n{done.stderr}")


def check_garbage(desk):
    """Any bytes at all: refused or read, never a crash, and no control character on the terminal."""
    garbage = bytes(range(256)) * 40
    for what, orders in (
        ("garbage", garbage),
        ("garbage rows", HEADER.encode() + garbage + b"\n" + LAST.encode()),
        ("zeros", HEADER.encode() + b"5,A,2025-01-02,EUR,10\x0000,1,1,0\n" + LAST.encode()),
        ("UTF-16", (HEADER + FIRST).encode("utf-16")),
        ("quotes only", b'"' * 10001),
        ("commas only", HEADER.encode() + b"," * 100000),
    ):
        status, text, messages = desk.run(orders)
        said = "\n".join(messages)
        if (
            status not in (0, 2)
            or not messages
            or any(ord(c) < 32 and c != "\n" for c in said + text.replace("\t", ""))
        ):
            desk.failed += 1
            print(f"{what}: status {status}: {said!r}")
    message = 'orders.csv:3: column net_amount_minor: "10\\x0000" contains a zero byte'
    zero = HEADER + FIRST + row(net_amount_minor="10\x0000")
    desk.expect("zero byte", zero, [message], rows=2)


def check_files(desk):
    """Output that cannot be written leaves nothing behind; input without end is refused in bounded memory."""
    desk.run(HEADER + FIRST)
    folder = desk.folder
    decisions = folder / "decisions.jsonl"
    policy = folder / "policy.json"
    policy.write_text('{"kogge": "policy",\n "version": 1, "preset": "NEUTRAL_2026", "currency": "EUR" "x": 1}\n')
    wrong_key = folder / "key.json"
    wrong_key.write_text('{"kogge": "policy", "version": 1, "preset": "NEUTRAL_2026", "currency": "EUR", "x": 1}')
    broken = folder / "broken.jsonl"
    broken.write_text('{"kogge": "decision"\n')
    for arguments, status, part in (
        (["--decisions", f"{folder}/nowhere/d", folder], 2, "nowhere/d.part: No such file"),
        (["--decisions", folder, folder], 2, "directory"),
        (["--decisions", "/dev/full/d", folder], 2, "Not a directory"),
        (["--decisions", decisions, folder], 0, "Order 1"),
        (["--replay", decisions], 0, "identical"),
        (["--replay", decisions, "--lang", "de"], 0, "gleich"),
        (["--replay", f"{folder}/nowhere"], 2, "No such file"),
        (["--replay", "/dev/null"], 2, "no decision is in it"),
        (["--replay", broken], 1, "broken.jsonl:1: "),
        (["--replay", decisions, folder], 2, "without a folder"),
        (["--policy", policy, folder], 2, "policy.json:2:"),
        (["--policy", wrong_key, folder], 2, "/x"),
        (["--policy", f"{folder}/nowhere.json", folder], 2, "No such file"),
        (["--policies", f"{folder}/nowhere", "--list-terms"], 2, "No such file"),
        (["--strict", folder], 0, "Order 1"),
    ):
        command = [desk.program, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
        if done.returncode != status or part not in done.stdout + done.stderr or list(folder.glob("*.part")):
            desk.failed += 1
            print(f"{arguments}: status {done.returncode}, wanted {status}\n{done.stdout}{done.stderr}")
    if desk.run(HEADER + row(currency="x") + LAST, options=("--strict",))[0] != 1:
        desk.failed += 1
        print("--strict with a bad row: status not 1")
    full = subprocess.run(f"{desk.program} {folder} >/dev/full", shell=True, capture_output=True, timeout=60)
    if full.returncode != 2:
        desk.failed += 1
        print(f"/dev/full: status {full.returncode}")


def check_endless(desk):
    """A line of one gigabyte, sparse, takes no memory; and an open quote over many lines."""
    desk.run(HEADER + FIRST)
    with (desk.folder / "orders.csv").open("r+b") as file:
        file.seek(2**30)
        file.write(b"\n" + LAST.encode())
    command = [desk.program, "--figures", desk.folder]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100)
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if kilobytes > 256 * 1024:  # enough for a sanitizer
        desk.failed += 1
        print(f"1 GiB: {kilobytes} KiB of memory")
    if (
        "orders.csv:3: the row is longer than 1048576 bytes\n" not in done.stderr
        or "all.orders\t2\n" not in done.stdout
    ):
        desk.failed += 1
        print(f"1 GiB: status {done.returncode}\n{done.stdout[:500]}{done.stderr[:500]}")
    lines = "x,1\n" * 300000
    wanted = f'{HEADER}{FIRST}"{lines}'
    status, text, messages = desk.run(wanted)
    quote = "orders.csv:3: the row is longer than 1048576 bytes; a quote is open over several lines"
    if status or messages[:1] != [quote] or "all.orders\t1\n" not in text:
        desk.failed += 1
        print(f"quote without end: status {status} {messages[:2]}")


def check_locale(desk):
    """The environment changes nothing; the language is an option."""
    desk.run(HEADER + FIRST + row(net_amount_minor="1234567") + row(order_id="6", currency="x"))
    command = [desk.program, "--no-speed", str(desk.folder)]
    plain, german = (
        subprocess.run(command, capture_output=True, env={"LC_ALL": locale, "LANG": locale}, timeout=60)
        for locale in ("C", "de_DE.UTF-8")
    )
    if (plain.stdout, plain.stderr) != (german.stdout, german.stderr) or b"12,345.67" not in plain.stdout:
        desk.failed += 1
        print("LC_ALL=de_DE.UTF-8 changes something")


def check_command_line(desk):
    desk.run(HEADER + FIRST)
    folder = str(desk.folder)
    for arguments, status, part in (
        (["--help"], 0, "usage: order_desk"),
        (["--list-terms"], 0, "eaton"),
        (["--list-terms", "--lang", "de"], 0, "NEUTRAL_2026"),
        ([], 2, "--help"),
        ([folder, folder], 2, "--help"),
        (["--terms", "none", folder], 2, "--list-terms"),
        (["--lang", "fr", folder], 2, "en and de"),
        (["--examples", "-1", folder], 2, "no number"),
        (["--nothing", folder], 2, "nothing"),
        ([f"{folder}/nowhere"], 2, "there is no such file"),
        (["--cliff", "--terms", "proselect-schrauben", folder], 2, "GROSS"),
        (["--examples", "100", folder], 0, "Order 1 of 2025-01-02"),
        (["--examples", "0", "--lang", "de", folder], 0, "Auftragsprüfung"),
    ):
        done = subprocess.run([desk.program, *arguments], capture_output=True, encoding="utf-8", timeout=60)
        if done.returncode != status or part not in done.stdout + done.stderr:
            desk.failed += 1
            print(f"{arguments}: status {done.returncode}, wanted {status}\n{done.stdout}{done.stderr}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(sys.argv[1], folder)
        for check in (
            check_cells,
            check_shapes,
            check_harmless,
            check_customers,
            check_unreadable,
            check_garbage,
            check_files,
            check_endless,
            check_locale,
            check_command_line,
        ):
            check(desk)
    sys.exit(f"{desk.failed} failed" if desk.failed else 0)


if __name__ == "__main__":
    main()
