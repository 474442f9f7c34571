"""The name under which a browser keeps a file."""

from __future__ import annotations

from urllib.parse import quote

from workflows.text import fold


def disposition(name: str, *, download: bool) -> str:
    """Return a Content-Disposition: headers are ASCII, so a name with “Đ” is said twice.

    Source: RFC 6266 section 4.3, RFC 8187.
    """
    plain = name if name.isascii() else fold(name).encode("ascii", "ignore").decode()
    how = "attachment" if download else "inline"
    return f"{how}; filename=\"{quote(plain)}\"; filename*=UTF-8''{quote(name, safe='')}"
