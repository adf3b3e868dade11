"""What Vespa's document API answers to a feed: that it took a document with an id and fields, and nothing else."""

import gzip
import json
import re


async def taken(scope, receive, send):
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        event = await receive()
        body, more = body + event.get("body", b""), event.get("more_body", False)
    # the client packs what is long
    if (b"content-encoding", b"gzip") in scope["headers"]:
        body = gzip.decompress(body)
    is_put = scope["method"] == "POST" and re.fullmatch(r"/document/v1/pagesieve/page/docid/[0-9a-f]{32}", scope["path"])
    is_fine = scope["path"] == "/" or (is_put and "text" in json.loads(body)["fields"])
    await send({"type": "http.response.start", "status": 200 if is_fine else 400, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})
