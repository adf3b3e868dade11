"""Removes template leftovers and boilerplate from scraped pages and emits structured, clean records.

Settings are those of the command line that say what is cleaned and how. A page never raises: its record's `status` (`ok`,
`degraded`, `skipped`, `failed`) and `reason` say how it came out. All functions and classes release the interpreter while
they work and may be used by many threads.
"""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, BinaryIO, Literal, Protocol, TypeAlias, TypedDict, final

from typing_extensions import Self, Unpack

__version__: str

class Settings(TypedDict, total=False):
    comments: bool
    """Keep readers' comments."""
    explain: bool
    """Give the removed blocks too, each with its rule and reason."""
    id_from: Literal["source", "url", "given"]
    """What ids are made from: path, number and given id (the default); the page's address; the given id alone."""
    images: bool
    """Give figures."""
    keep_leftovers: Sequence[Literal["lorem", "placeholder", "unrendered", "artefact"]]
    """Leave leftovers of these kinds on the page."""
    leftovers: str | PathLike[str] | None
    """Wordings of leftovers beside those that ship: a str is the text itself, a Path a file."""
    limits: Mapping[str, int]
    """Bounds on a page, by the names of --limit: {"nodes": 100_000}."""
    links: bool
    """Give links."""
    rules: str | PathLike[str] | None
    """Selectors to keep or drop, per site: a str is the text itself, a Path a file."""
    strip_tracking: bool
    """Strip the parameters of trackers from addresses."""

class ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

Record: TypeAlias = dict[str, Any]
"""A record as `pagesieve schema` describes it."""
Report: TypeAlias = dict[str, Any]
"""An account of pages, as the command line's --report has it."""
Kind: TypeAlias = Literal["html", "text", "auto"]
InputFormat: TypeAlias = Literal["auto", "html", "text", "jsonl", "warc"]

@final
class Cleaner:
    """Cleans pages with settings that are read once. Threads may share it; it can be pickled.

    Raises TypeError for a setting that there is not or of another type, ValueError for one that cannot be read, OSError
    for a file that cannot.
    """

    def __new__(cls, **settings: Unpack[Settings]) -> Self: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], Settings]: ...
    def clean(
        self,
        html: str | bytes,
        url: str | None = None,
        *,
        kind: Kind = "html",
        charset: str | None = None,
        id: str | None = None,
        path: str | None = None,
        record: int = 0,
    ) -> Record:
        """The record of a page as a dict.

        `charset` is that of the HTTP header, for bytes; a str is what it is. The record's id is made of `path`, `record`
        and `id`, as that of a page of an archive is: pages without them all have the same.
        """
    def page(
        self,
        html: str | bytes,
        url: str | None = None,
        *,
        kind: Kind = "html",
        charset: str | None = None,
        id: str | None = None,
        path: str | None = None,
        record: int = 0,
    ) -> Page:
        """A page that is cleaned once and written in any format."""
    def clean_batch(self, batch: ArrowArray | ArrowStream, *, json: bool = False) -> RecordBatch:
        """A batch of records for a batch or table of pages: one row out for each row in, in their order.

        Columns: `html`, `text` or `content` (strings or binary; of several the first that is not null), and if there are
        such `url`, `charset`, `id`, `path`, `record`, `offset`, `length`; others are left alone. Without `path` and
        `record` the record's number is that of the row. With `json` the columns are `id`, `url`, `status`, `reason` and
        `record`: the line of JSON that the command line writes.

        Raises ValueError where no column holds pages or the records take more than 2 GiB, TypeError where a column holds
        another type than it may.
        """
    def read(
        self,
        path: str | PathLike[str] | BinaryIO,
        *,
        name: str | None = None,
        input: str | None = None,
        input_format: InputFormat = "auto",
        json: bool = False,
        rows: int = 256,
    ) -> Reader:
        """The records of a file, a directory or a binary file object, with the ids that the command line gives them.

        `name` is what records call the file, `input` what reports call it; `files` gives both for the files of a run. A
        file object needs a name; what it raises is raised. `rows`: records in a batch at most.

        Raises OSError where there is no such file.
        """

@final
class Page:
    """A cleaned page."""

    @property
    def status(self) -> Literal["ok", "degraded", "skipped", "failed"]: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...
    def to_dict(self) -> Record: ...
    def to_json(self) -> str:
        """Its record as the command line writes it, without the end of the line."""
    def to_markdown(self) -> str:
        """Its title and content as Markdown."""
    def to_text(self) -> str:
        """Its title and content as plain text."""

@final
class Reader:
    """Batches of records, read and cleaned one after another; also an Arrow stream of those that are still to come."""

    def __iter__(self) -> Self: ...
    def __next__(self) -> RecordBatch: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def report(self) -> Report:
        """The account of what was read so far; its `end` is `complete` at the input's end."""

@final
class RecordBatch:
    """Cleaned rows, for any library that reads Arrow: `pyarrow.record_batch(batch)`, `polars.DataFrame(batch)`."""

    @property
    def num_rows(self) -> int: ...
    @property
    def column_names(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def report(self) -> Report | None:
        """The account of these rows; None for a reader's batches, which itself has it."""

@final
class Schema:
    """The columns of cleaned rows: `pyarrow.schema(pagesieve.schema())`."""

    @property
    def names(self) -> list[str]: ...
    def __arrow_c_schema__(self) -> object: ...

class InputFile(TypedDict):
    """A file of a run, as `read` takes it."""

    path: str
    name: str
    input: str

def clean(
    html: str | bytes,
    url: str | None = None,
    *,
    kind: Kind = "html",
    charset: str | None = None,
    id: str | None = None,
    path: str | None = None,
    record: int = 0,
    **settings: Unpack[Settings],
) -> Record:
    """`Cleaner(**settings).clean(html, url, …)`."""

def page(
    html: str | bytes,
    url: str | None = None,
    *,
    kind: Kind = "html",
    charset: str | None = None,
    id: str | None = None,
    path: str | None = None,
    record: int = 0,
    **settings: Unpack[Settings],
) -> Page:
    """`Cleaner(**settings).page(html, url, …)`."""

def clean_batch(batch: ArrowArray | ArrowStream, *, json: bool = False, **settings: Unpack[Settings]) -> RecordBatch:
    """`Cleaner(**settings).clean_batch(batch)`."""

def read(
    path: str | PathLike[str] | BinaryIO,
    *,
    name: str | None = None,
    input: str | None = None,
    input_format: InputFormat = "auto",
    json: bool = False,
    rows: int = 256,
    **settings: Unpack[Settings],
) -> Reader:
    """`Cleaner(**settings).read(path, …)`."""

def files(paths: Sequence[str | PathLike[str]]) -> list[InputFile]:
    """The files that a run over these paths reads, in its order.

    `read(**file)` gives each file's records as that run does, on whatever machine.
    """

def schema(*, json: bool = False) -> Schema:
    """The columns of the batches that `clean_batch` and `read` give."""

def add_reports(reports: Iterable[Report | str]) -> Report:
    """Adds up reports, as dicts or JSON: those of a run's parts give that of the run. Inputs add up by their name."""
