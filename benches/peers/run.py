#!/usr/bin/env python3
"""pagesieve beside its peers on the same pages: quality, relative speed, and what a billion pages would cost.

    python3 benches/peers/run.py FOLDER [--pages N] [--rounds N] [--chart FILE.svg] [--json FILE]

FOLDER has `html/<id>.html.gz` (or `.html`) and, for quality, `gold.jsonl` with `id` and `text`. Builds the Rust tools,
installs the Python ones into benches/peers/.venv, then runs each tool once per round in a process of its own, one after the
other, so that what slows the machine slows them all. Seconds are CPU time of one thread; the median round counts.
"""

import argparse
import collections
import gzip
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
RUST = ["pagesieve", "dom_smoothie", "legible", "rs-trafilatura", "trafilatura crate"]
PYTHON = ["resiliparse", "trafilatura, fast", "trafilatura", "jusText"]
UNIT = "resiliparse"  # whose speed is 1
PAGE_BYTES = 160_000  # of an average page: Common Crawl states some 400 TiB for 2.7 billion pages a month


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=300, help="pages, evenly picked from the folder; 0 for all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", help="names, parted by semicolons; all if left out")
    parser.add_argument(
        "--f1",
        action="append",
        default=[],
        metavar="TOOL=F1",
        help="a figure measured elsewhere: pages that a tool was trained on flatter it",
    )
    parser.add_argument("--chart", type=Path, help="an SVG: quality over speed")
    parser.add_argument("--json", type=Path, help="all figures, round by round")
    args = parser.parse_args()
    if args.rounds < 1 or args.pages < 0:
        parser.error("--rounds must be 1 or more, --pages 0 or more")
    args.tools = args.tools.split(";") if args.tools else RUST + PYTHON
    unknown = [tool for tool in args.tools if tool not in RUST + PYTHON]
    if unknown:
        parser.error(f"no tool is called {unknown[0]!r}; there are: {'; '.join(RUST + PYTHON)}")
    try:
        args.f1 = {tool: float(figure) for tool, figure in (given.rsplit("=", 1) for given in args.f1)}
    except ValueError:
        parser.error("--f1 takes TOOL=F1, such as pagesieve=0.85")
    if not (args.folder / "html").is_dir():
        parser.error(f"{args.folder}: no folder html in it")
    return args


def prepare():
    """The Rust tools as one program, and a Python that has the others."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "--manifest-path", HERE / "Cargo.toml"], check=True)
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [python, "-m", "pip", "install", "--quiet"]
    # older ones fail over extras that two packages ask for
    subprocess.run([*pip, "--upgrade", "pip"], check=True, stdout=sys.stderr)
    subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=True, stdout=sys.stderr)
    target = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
    return {tool: [target / "release" / "peers", tool] for tool in RUST} | {
        tool: [python, HERE / "tools.py", tool] for tool in PYTHON
    }


def unpack(folder, n_pages, scratch):
    """The picked pages as plain files, and a list of their names."""
    found = sorted(path for path in (folder / "html").iterdir() if path.name.endswith((".html", ".html.gz")))
    step = max(1, len(found) // n_pages) if n_pages else 1
    picked = found[::step][: n_pages or None]
    names = []
    for path in picked:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        name = scratch / path.name.removesuffix(".gz")
        name.write_bytes(raw.decode("utf-8", "replace").encode())
        names.append(str(name))
    (scratch / "list").write_text("\n".join(names) + "\n", encoding="utf-8")
    return scratch / "list"


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def f1(given, wanted):
    """Of words, each as often as it occurs; two empty texts agree."""
    both = sum((given & wanted).values())
    if not given or not wanted:
        return float(not given and not wanted)
    return 2 * both / (sum(given.values()) + sum(wanted.values()))


def lines_of(path):
    """Lines of JSON; strings in them may hold any line end but `\\n`."""
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


def quality(texts, gold):
    """Mean F1 of the pages that have a wanted text."""
    scores = []
    for line in lines_of(texts):
        page = json.loads(line)
        if page["id"] in gold:
            scores.append(f1(words(page["text"]), gold[page["id"]]))
    return statistics.fmean(scores) if scores else None


def gold_of(folder):
    path = folder / "gold.jsonl"
    if not path.exists():
        return {}
    pages = map(json.loads, lines_of(path))
    return {page["id"]: words(page["text"]) for page in pages if page.get("text")}


def measure(args, commands, pages, scratch):
    rounds = {tool: [] for tool in args.tools}
    for at in range(args.rounds):
        for tool in args.tools:
            texts = [scratch / f"{tool}.jsonl"] if at == 0 else []
            done = subprocess.run([*commands[tool], pages, *texts], capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{tool} failed:\n{done.stderr}")
            rounds[tool].append(json.loads(done.stdout))
            print(f"round {at + 1}: {tool}: {rounds[tool][-1]['seconds']:.2f} s", file=sys.stderr)
    return rounds


def summary(args, rounds, scratch):
    gold = gold_of(args.folder)
    rows = []
    for tool, runs in rounds.items():
        # the ratio is taken within each round, so that a slow minute of the machine cancels out
        ratios = [u["seconds"] / r["seconds"] for r, u in zip(runs, rounds.get(UNIT, runs))]
        per_byte = statistics.median(r["seconds"] / r["bytes"] for r in runs)
        rows.append(
            {
                "tool": tool,
                "f1": args.f1.get(tool) or quality(scratch / f"{tool}.jsonl", gold),
                "speed": statistics.median(ratios),
                "slowest": min(ratios),
                "fastest": max(ratios),
                "mb_per_second": 1e-6 / per_byte,
                "core_hours": per_byte * PAGE_BYTES * 1e9 / 3600,
                "failed": runs[0]["failed"],
            }
        )
    return sorted(rows, key=lambda row: -row["speed"])


def table(rows):
    unit = UNIT if any(row["tool"] == UNIT for row in rows) else "itself"
    lines = [
        f"| tool | word F1 | speed, {unit} = 1 | range | core-hours for 10⁹ pages | pages failed |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        quality = "–" if row["f1"] is None else f"{row['f1']:.3f}"
        span = f"{row['slowest']:.2f}–{row['fastest']:.2f}"
        lines.append(
            f"| {row['tool']} | {quality} | {row['speed']:.2f} | {span} | {row['core_hours']:,.0f} | {row['failed']} |"
        )
    return "\n".join(lines)


def chart(rows):
    """Quality over relative speed, the latter on a logarithmic scale."""
    width, height, left, bottom, top, right = 760, 440, 64, 52, 24, 150
    rows = [row for row in rows if row["f1"] is not None]
    speeds = [row["speed"] for row in rows]
    low, high = math.log10(min(speeds) / 1.3), math.log10(max(speeds) * 1.3)
    floor = math.floor((min(row["f1"] for row in rows) - 0.02) * 20) / 20
    ceiling = math.ceil((max(row["f1"] for row in rows) + 0.01) * 20) / 20

    def x(speed):
        return left + (math.log10(speed) - low) / (high - low) * (width - left - right)

    def y(quality):
        return height - bottom - (quality - floor) / (ceiling - floor) * (height - top - bottom)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for k in range(round((ceiling - floor) * 20) + 1):
        at = floor + k / 20
        parts.append(f'<path d="M{left} {y(at):.1f}H{width - right}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y(at) + 4:.1f}" text-anchor="end" fill="#444">{at:.2f}</text>')
    for at in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10):
        if low <= math.log10(at) <= high:
            parts.append(f'<path d="M{x(at):.1f} {top}V{height - bottom}" stroke="#ddd"/>')
            label = f'<text x="{x(at):.1f}" y="{height - bottom + 18}" text-anchor="middle" fill="#444">{at:g}</text>'
            parts.append(label)
    middle = left + (width - left - right) / 2
    parts.append(
        f'<text x="{middle}" y="{height - 12}" text-anchor="middle">CPU speed, {UNIT} = 1 (logarithmic)</text>'
    )
    parts.append(f'<text x="16" y="{height / 2}" transform="rotate(-90 16 {height / 2})" text-anchor="middle">word F1</text>')
    taken = []
    for row in sorted(rows, key=lambda row: y(row["f1"])):
        at_x, at_y = x(row["speed"]), y(row["f1"])
        # a label steps down until it covers no other
        label_y = at_y + 4
        while any(abs(label_y - other_y) < 14 and abs(at_x - other_x) < 110 for other_x, other_y in taken):
            label_y += 5
        taken.append((at_x, label_y))
        own = row["tool"] == "pagesieve"
        parts.append(f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="{6 if own else 4.5}" fill="{"#c22" if own else "#36a"}"/>')
        weight = ' font-weight="bold"' if own else ""
        parts.append(f'<text x="{at_x + 10:.1f}" y="{label_y:.1f}"{weight}>{row["tool"]}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main():
    args = arguments()
    commands = prepare()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        pages = unpack(args.folder, args.pages, scratch)
        rounds = measure(args, commands, pages, scratch)
        rows = summary(args, rounds, scratch)
    print(table(rows))
    if args.chart and any(row["f1"] is not None for row in rows):
        args.chart.write_text(chart(rows), encoding="utf-8")
    if args.json:
        args.json.write_text(json.dumps({"summary": rows, "rounds": rounds}, indent=1) + "\n", encoding="utf-8")


main()
