"""Hostile texts: our own, and public lists where the machine has them."""

import json
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    'http://a.example/"onmouseover="alert(1)',
    "http://a.example/'onmouseover='alert(1)",
    "http://a.example/<script>alert(1)</script>",
    "https://a.example/?q=<b>x</b>&y=1",
    "http://a.example/`onclick=alert(1)`",
    "http://javascript:alert(1)@a.example/",
    "</p></div></article><h1>staff</h1>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "{{ 7 * 7 }} {% raw %} ${7*7} <%= 7 %>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u003cscript\u003ealert(1)\u003c/script\u003e",
    "＜script＞alert(1)＜/script＞",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<form action=//evil.example><button>Log in",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<x onclick=alert(1) tabindex=1 id=comment-1>",
    "[link](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
]


def corpus(name: str) -> list[str]:
    """The entries of a public list; the test is skipped where it is absent."""
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine")
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        entry if isinstance(entry, str) else entry["payload"]
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]
