"""Is the content security policy as strict as Streamlit's page allows?"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.security_headers import SecureHeaders, content_security_policy, inline_script_hashes


def rules() -> dict[str, list[str]]:
    parts = (part.split() for part in content_security_policy().split("; "))
    return {name: sources for name, *sources in parts}


def test_the_hash_of_an_inline_script_is_that_of_its_exact_text():
    # sha256 of b"alert(1)", as `printf 'alert(1)' | openssl dgst -sha256 -binary | base64` prints it
    page = b"<script>alert(1)</script><script src='x.js'></script>"
    assert inline_script_hashes(page) == ["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]


def test_the_inline_script_of_the_installed_page_is_allowed_by_hash_alone():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    script = page.partition(b"<script>")[2].partition(b"</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    assert script.strip()
    assert f"'sha256-{digest}'" in rules()["script-src"]
    assert page.count(b"<script>") == 1


def test_nothing_is_evaluated_and_no_script_is_inline():
    assert {"'unsafe-eval'", "'unsafe-inline'", "'wasm-unsafe-eval'", "*", "https:"} & set(
        rules()["script-src"]
    ) == set()


def test_no_other_host_is_named_anywhere():
    assert {
        source for sources in rules().values() for source in sources if "." in source or "//" in source
    } == set()


def test_nobody_frames_us_and_plugins_are_off():
    assert rules()["frame-ancestors"] == ["'none'"]
    assert rules()["object-src"] == ["'none'"]
    assert rules()["default-src"] == ["'self'"]


def answer_of(app: Starlette, path: str) -> tuple[int, dict[str, str]]:
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    asyncio.run(SecureHeaders(app)(scope, receive, send))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/missing", 404)])
def test_every_answer_carries_the_headers(path, status):
    app = Starlette(routes=[Route("/", lambda _request: PlainTextResponse("ok"))])
    found, headers = answer_of(app, path)
    assert found == status
    assert headers["content-security-policy"] == content_security_policy()
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
