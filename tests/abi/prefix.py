#!/usr/bin/env python3
"""Records and rows only grow at their end, measured against the baseline and against every release.

    prefix.py LIBRARY     compares the library with kogge-x86_64.abi and with that of every release
    prefix.py self-test   doctors the frozen layouts and demands that every break is found

The old members (offset, name, type) must be the first ones of the new record; as many members need the same size, more
members a larger one; closed types must be identical. A library does not show rows, which travel as void *, so update.py
asks the same of layout.c, which has them all.
"""

import re
import sys
import xml.etree.ElementTree as xml

import api
import baseline

# A reserved member put to use is no break, because it was refused unless 0. (record, new name): one line each.
TAKEN = set()


def described(types, number):
    node = types[number]
    if node.tag == "pointer-type-def":
        return "pointer to " + described(types, node.get("type-id"))
    if node.tag == "qualified-type-def":
        return "const " + described(types, node.get("type-id"))
    if node.tag == "array-type-def":
        return f"{described(types, node.get('type-id'))}, {node.get('size-in-bits')} bits"
    return node.get("name", node.tag)


def shapes(text):
    """{record: (bits, [(offset, name, type)])} of the description that abidw writes."""
    root = xml.fromstring(text)
    types = {node.get("id"): node for node in root.iter() if node.get("id")}
    found = {}
    for node in root.iter("class-decl"):
        name = node.get("name")
        if not name.startswith("kogge_") or node.get("is-declaration-only"):
            continue
        members = []
        for member in node.iter("data-member"):
            variable = member.find("var-decl")
            kind = described(types, variable.get("type-id"))
            members.append((int(member.get("layout-offset-in-bits")), variable.get("name"), kind))
        found[name] = (int(node.get("size-in-bits")), members)
    return found


def frozen(text):
    """The same from layout.c."""
    members = {}
    for record, name, kind, offset in re.findall(r"^(?:FIELD|TEXT)\((\w+), (\w+), (\w+), (\d+)\);", text, re.M):
        members.setdefault(record, []).append((8 * int(offset), name, kind))
    return {
        record: (8 * int(size), members[record]) for record, size in re.findall(r"^SIZE\((\w+), (\d+)\);", text, re.M)
    }


def taken(record, old, new):
    """Is the new member the old reserved one, put to use on purpose?"""
    same_place = old[0] == new[0] and old[1].startswith("reserved")
    return same_place and (record, new[1]) in TAKEN


def record_breaks(name, old, new, closed):
    (old_size, old_members), (new_size, new_members) = old, new
    breaks = []
    for i, member in enumerate(old_members):
        now = new_members[i] if i < len(new_members) else None
        if now != member and not (now and taken(name, member, now)):
            breaks.append(f"{name}: member {i} was {member}, is {now}")
    if closed and len(new_members) != len(old_members):
        breaks.append(f"{name}: a closed type had {len(old_members)} members, has {len(new_members)}")
    if len(new_members) == len(old_members) and new_size != old_size:
        breaks.append(f"{name}: as many members as before, but {new_size} bits instead of {old_size}")
    if len(new_members) > len(old_members) and new_size <= old_size:
        breaks.append(f"{name}: more members than before, but not larger: {new_size} bits")
    return breaks


def breaks_between(old, new):
    closed = api.closed_types()
    breaks = [f"{name} is gone" for name in old if name not in new]
    for name in old:
        if name in new:
            breaks += record_breaks(name, old[name], new[name], name in closed)
    return breaks


def compare(library):
    text = baseline.of(library)
    if text is None:
        print("skipped: needs abidw (Debian: abigail-tools) on x86-64")
        sys.exit(77)
    new = shapes(text)
    for path in [baseline.FILE, *api.released(baseline.FILE.name)]:
        breaks = breaks_between(shapes(path.read_text("utf-8")), new)
        if breaks:
            sys.exit(f"against {path.relative_to(api.ROOT)}:\n  " + "\n  ".join(breaks))
        print(f"{path.relative_to(api.ROOT)}: {len(new)} records, append-only")


# ---- self-test ---------------------------------------------------------------------------------------------------


def doctored(old):
    """(what was done, is it a break, the record after it): every way to change kogge_order or kogge_fee."""
    size, members = old["kogge_order"]
    fee_size, fee = old["kogge_fee"]
    first, second = members[:2]
    more = [(size, "later", "int32_t"), (size + 32, "reserved1", "int32_t")]
    i = len(members) // 2
    moved = [(offset + 64, name, kind) for offset, name, kind in members[i:]]
    inserted = members[:i] + [(members[i][0], "inserted", "int64_t")] + moved
    swapped = [(first[0], *second[1:]), (second[0], *first[1:])] + members[2:]
    retyped = [(o, n, "uint32_t" if n == "channel" else t) for o, n, t in members]
    renamed = [(o, "used" if n == "reserved0" else n, t) for o, n, t in members]
    return [
        ("nothing", False, "kogge_order", (size, members)),
        ("two members appended", False, "kogge_order", (size + 64, members + more)),
        ("appended, but not larger", True, "kogge_order", (size, members + more)),
        ("larger without a member", True, "kogge_order", (size + 64, members)),
        ("inserted in the middle", True, "kogge_order", (size + 64, inserted)),
        ("inserted and appended", True, "kogge_order", (size + 128, inserted + more)),
        ("two members swapped", True, "kogge_order", (size, swapped)),
        ("appended and swapped", True, "kogge_order", (size + 64, swapped + more)),
        ("type of a member changed", True, "kogge_order", (size, retyped)),
        ("appended and type changed", True, "kogge_order", (size + 64, retyped + more)),
        ("last member removed", True, "kogge_order", (size, members[:-1])),
        ("reserved member put to use", True, "kogge_order", (size, renamed)),
        ("closed type grown", True, "kogge_fee", (fee_size + 64, fee + [(fee_size, "later", "int64_t")])),
    ]


def self_test_on(old):
    for what, is_break, record, shape in doctored(old):
        found = breaks_between(old, {**old, record: shape})
        if bool(found) != is_break:
            sys.exit(f"{what}: {'not found' if is_break else found}")
        print(f"  {what}: {found[0] if found else 'no break'}")
    TAKEN.add(("kogge_order", "used"))
    reserved_used = next(shape for what, _, _, shape in doctored(old) if what.startswith("reserved"))
    assert not breaks_between(old, {**old, "kogge_order": reserved_used}), "an allowed use of a reserved member"
    TAKEN.remove(("kogge_order", "used"))
    assert breaks_between(old, {k: v for k, v in old.items() if k != "kogge_order"}), "a record that is gone"


def self_test():
    layout = frozen(baseline.FILE.with_name("layout.c").read_text("utf-8"))
    print("layout.c")
    self_test_on(layout)
    described_by_abidw = shapes(baseline.FILE.read_text("utf-8"))
    for name in layout.keys() & described_by_abidw.keys():
        assert layout[name][0] == described_by_abidw[name][0], f"{name}: layout.c and {baseline.FILE.name} differ"
    print(baseline.FILE.name)
    self_test_on(described_by_abidw)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    self_test() if sys.argv[1] == "self-test" else compare(sys.argv[1])
