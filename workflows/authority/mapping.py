"""Reads nested tables of plain values into frozen dataclasses, strictly.

An unknown key, a missing key or a value of the wrong type is refused with the path of the key, so
that whoever edits an organisation's file finds the line at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from types import MappingProxyType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from workflows.errors import WorkflowError

T = TypeVar("T")


class ProfileError(WorkflowError):
    """Tệp cấu hình cơ quan “{file}” chưa đúng ở khóa “{key}”: {because}"""

    code = "organisation_profile_invalid"


def read(cls: type[T], value: object, *, file: str, key: str = "") -> T:
    """Build ``cls`` from a mapping; ProfileError names file and key of what is wrong."""
    if not isinstance(value, Mapping):
        raise ProfileError(file=file, key=key, because="phải là một bảng có các khóa.")
    hints = get_type_hints(cls)
    known = {each.name: each for each in fields(cls)}  # type: ignore[arg-type]
    for name in value:
        if name not in known:
            allowed = ", ".join(sorted(known))
            raise ProfileError(
                file=file, key=_join(key, str(name)), because=f"không có khóa này; có: {allowed}."
            )
    arguments: dict[str, Any] = {}
    for name, each in known.items():
        path = _join(key, name)
        if name in value:
            arguments[name] = _convert(hints[name], value[name], file, path)
        elif each.default is MISSING and each.default_factory is MISSING:
            raise ProfileError(file=file, key=path, because="thiếu khóa bắt buộc này.")
    return cls(**arguments)


def write(value: object) -> Any:
    """The plain value that ``read`` turns back; what is unset is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        items = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: write(item) for name, item in items if item is not None}
    if isinstance(value, Mapping):
        return {str(name): write(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [write(item) for item in value]
    return value


def _convert(hint: Any, value: object, file: str, key: str) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        chosen = next(part for part in parts if part is not type(None))
        return _convert(chosen, value, file, key)
    if origin is Literal:
        if value not in parts:
            allowed = ", ".join(map(str, parts))
            raise ProfileError(
                file=file, key=key, because=f"“{value}” không dùng được; chọn: {allowed}."
            )
        return value
    if origin is tuple:
        if not isinstance(value, (list, tuple)):
            raise ProfileError(file=file, key=key, because="phải là một danh sách.")
        return tuple(
            _convert(parts[0], item, file, f"{key}[{index}]") for index, item in enumerate(value)
        )
    if origin is Mapping:
        if not isinstance(value, Mapping):
            raise ProfileError(file=file, key=key, because="phải là một bảng có các khóa.")
        return MappingProxyType(
            {
                str(name): _convert(parts[1], item, file, _join(key, str(name)))
                for name, item in value.items()
            }
        )
    if is_dataclass(hint):
        return read(hint, value, file=file, key=key)  # type: ignore[arg-type]
    return _scalar(hint, value, file, key)


def _scalar(hint: Any, value: object, file: str, key: str) -> Any:
    if hint is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ProfileError(
                file=file, key=key, because=f"“{value}” không phải ngày dạng NĂM-THÁNG-NGÀY."
            ) from None
    wrong = (
        not isinstance(value, hint)
        or (hint is int and isinstance(value, bool))
        or (hint is date and isinstance(value, datetime))
    )
    if wrong:
        raise ProfileError(file=file, key=key, because=f"phải là {_TYPES.get(hint, hint)}.")
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


_TYPES = {str: "chữ", int: "số nguyên", bool: "true hoặc false", date: "ngày"}


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
