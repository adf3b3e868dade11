"""What the tests share: the command line to compare with, and archives made of the pages in testdata."""

import gzip
import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTDATA = ROOT / "testdata"
EXAMPLES = ROOT / "python" / "examples"


def own_pages():
    """Pages of markup of our own writing, in the order of their names."""
    return [path.read_bytes() for path in sorted(TESTDATA.glob("pages/*/page.html"))]


@pytest.fixture(scope="session")
def command():
    """The command line, which must give what Python gives: the one that PAGESIEVE names, or that was built last."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [target / profile / "pagesieve" for profile in ("release", "debug")]
    found = [os.environ.get("PAGESIEVE"), *(str(path) for path in built if path.exists()), shutil.which("pagesieve")]
    found = next(filter(None, found), None)
    if found is None:
        pytest.skip("the pagesieve command is not built: cargo build")
    return found


@pytest.fixture(scope="session")
def run(command, tmp_path_factory):
    """Runs `pagesieve clean` and gives its lines and its report."""

    def run(*arguments):
        report = tmp_path_factory.mktemp("run") / "report.json"
        done = subprocess.run(
            [command, "clean", "--quiet", "--report", report, *map(str, arguments)], capture_output=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout.decode().splitlines(), json.loads(report.read_text())

    return run


def warc_record(kind, url, block):
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + url)}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-01T00:00:00Z\r\n"
        f"Content-Type: application/http;msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """A folder of 8 WARC files with 1,000 pages in all; what else a crawl holds, and some damage, are in it too."""
    folder = tmp_path_factory.mktemp("crawl") / "warcs"
    folder.mkdir()
    pages = own_pages()
    for part in range(8):
        with (folder / f"part-{part}.warc.gz").open("wb") as file:
            for n in range(part * 125, (part + 1) * 125):
                url = f"https://pages.example/{n}"
                http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                file.write(warc_record("request", url, b"GET / HTTP/1.1\r\n\r\n"))
                file.write(warc_record("response", url, http + pages[n % len(pages)]))
            if part == 3:
                file.write(b"this is no record")
    return folder
