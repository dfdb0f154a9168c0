"""The sign-in pages: plain HTML with one style and no script, in Chinese and English. All that is put in is escaped."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from luohu_contract.texts.kind import Text
from luohu_contract.texts.sign_in import SIGN_IN
from luohu_identity.accounts import LONGEST

ACCOUNT, CODE = "account", "sms_code"  #: names of the fields
TOKEN, STEP = "form_token", "step"
SEND, SIGN = "send", "sign_in"  #: values of STEP: what the buttons do

_STYLE = (
    ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--line:#6b6b6b;--red:#a5201b;--on-red:#fff}"
    "@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--line:#9a9a9a;--red:#ff9a8f;--on-red:#161616}}"
    "*{box-sizing:border-box}"
    "body{margin:0;background:var(--paper);color:var(--ink);font:1.05rem/1.6 system-ui,sans-serif}"
    "main{max-width:27rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.5rem;margin:.5rem 0}"
    "label{display:block;font-weight:600;margin-top:1.2rem}"
    "input{width:100%;font:inherit;padding:.7rem;margin-top:.4rem;border:1px solid var(--line);border-radius:.3rem;"
    "background:var(--paper);color:var(--ink)}input[aria-invalid]{border:2px solid var(--red)}"
    ".hint{margin:.2rem 0 0;font-size:.95rem}.error{margin:.3rem 0 0;color:var(--red);font-weight:600}"
    ".note{border-left:.3rem solid var(--line);padding:.2rem .8rem;margin:1.2rem 0}"
    "button{width:100%;font:inherit;min-height:3rem;margin-top:1.2rem;border:1px solid var(--red);border-radius:.3rem;"
    "background:var(--red);color:var(--on-red)}button.second{background:none;color:var(--red)}"
    "a{color:var(--red)}a,button,input{outline-offset:2px}:focus-visible{outline:3px solid var(--ink)}"
    ".top{margin:0;text-align:right}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class Form:
    """One state of the form."""

    language: str
    front_end: str  #: its name
    action: str  #: address that the form is sent to
    other: str  #: address of the same form in the other language
    token: str
    account: str = ""
    code_sent: bool = False  #: the second step: a code is asked for
    errors: Mapping[str, str] = field(default_factory=dict)  #: by field; TOKEN for the form as a whole
    messages: str = ""  #: in a sandbox, address where codes are read


def said(name: str, language: str, **values: object) -> str:
    """Words of the catalogue."""
    return in_language(SIGN_IN[name], language).format(**values)


def in_language(words: Text, language: str) -> str:
    return words.en if language == "en" else words.zh


def headers(*form_targets: str) -> dict[str, str]:
    """What a page may do: show itself, and send its form here, from where it may lead to these origins only."""
    targets = " ".join(("'self'", *form_targets))
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {targets};"
        " frame-ancestors 'none'; base-uri 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def form(shown: Form) -> str:
    """The sign-in form."""
    language, wrong = shown.language, shown.errors
    first_wrong = next((name for name in (ACCOUNT, CODE) if name in wrong), CODE if shown.code_sent else ACCOUNT)
    parts = [
        _language_switch(shown),
        f"<h1>{escape(said('title', language))}</h1>",
        f"<p>{escape(said('lead', language, front_end=shown.front_end))}</p>",
        _alert(wrong.get(TOKEN, ""), "form-error"),
        f'<form method="post" action="{escape(shown.action)}" novalidate>',
        f'<input type="hidden" name="{TOKEN}" value="{escape(shown.token)}">',
        _field(shown, ACCOUNT, "account", focus=first_wrong == ACCOUNT),
    ]
    if shown.code_sent:
        parts += [
            _sent(shown),
            _field(shown, CODE, "code", focus=first_wrong == CODE),
            _button(SIGN, "sign_in", language),
            _button(SEND, "send_again", language, second=True),
        ]
    else:
        parts.append(_button(SEND, "send", language))
    title = said("title", language)
    return _page(f"{said('error', language)}: {title}" if wrong else title, language, "".join((*parts, "</form>")))


def notice(title: str, words: str, language: str) -> str:
    """A page that only says something: words of the catalogue."""
    heading = said(title, language)
    return _page(heading, language, f"<h1>{escape(heading)}</h1><p>{escape(said(words, language))}</p>")


def _page(title: str, language: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def _language_switch(shown: Form) -> str:
    other = "zh-CN" if shown.language == "en" else "en"
    words = escape(said("other_language", shown.language))
    return f'<p class="top"><a href="{escape(shown.other)}" lang="{other}" hreflang="{other}">{words}</a></p>'


def _sent(shown: Form) -> str:
    """What became of the code; in a sandbox, where it can be read."""
    words = escape(said("sent", shown.language))
    if shown.messages:
        link = escape(said("sandbox_link", shown.language))
        words += f"<br>{escape(said('sandbox', shown.language))}"
        words += f' <a href="{escape(shown.messages)}" target="_blank" rel="noopener">{link}</a>'
    return f'<p class="note" role="status">{words}</p>'


def _field(shown: Form, name: str, words: str, *, focus: bool) -> str:
    """A field with its label, its hint and, if something is wrong with it, what."""
    error = shown.errors.get(name, "")
    described = f"{name}-hint {name}-error" if error else f"{name}-hint"
    if name == ACCOUNT:
        own = f'value="{escape(shown.account)}" autocomplete="username" maxlength="{LONGEST}" spellcheck="false"'
    else:
        own = 'autocomplete="one-time-code" inputmode="numeric" maxlength="12"'
    states = ' aria-invalid="true"' * bool(error) + " autofocus" * focus
    return (
        f'<label for="{name}">{escape(said(words, shown.language))}</label>'
        f'<p class="hint" id="{name}-hint">{escape(said(f"{words}_hint", shown.language))}</p>'
        f'<input id="{name}" name="{name}" type="text" required aria-describedby="{described}" {own}{states}>'
        f"{_alert(error, f'{name}-error')}"
    )


def _alert(words: str, name: str) -> str:
    return f'<p class="error" id="{name}" role="alert">{escape(words)}</p>' if words else ""


def _button(value: str, words: str, language: str, *, second: bool = False) -> str:
    kind = ' class="second"' if second else ""
    return f'<button name="{STEP}" value="{value}"{kind}>{escape(said(words, language))}</button>'
