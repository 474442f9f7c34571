"""The form of a table of scenarios: rows of plain fields, to and from what is kept."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from workflows.errors import InvalidInputError
from workflows.queries.scenario_results import toml_value
from workflows.text import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Facts with a field of their own; the others stand in "other facts".
_OWN: Final = ("date", "addressees", "vote", "to_chair", "delegations")
_ROW: Final = re.compile(r"row-(\d{1,4})-name")
_FIELDS: Final = (
    "name",
    "purpose",
    "date",
    "addressees",
    "vote",
    "to_chair",
    "delegations",
    "other",
    "acts",
    "steps",
    "signer",
    "seal",
    "end",
)
_FIELD: Final = "Kịch bản"


def to_fields(row: Mapping[str, Any]) -> dict[str, str]:
    """Write a scenario into the fields of its row."""
    facts, expected = row.get("facts", {}), row.get("expected", {})
    other = {key: value for key, value in facts.items() if key not in _OWN}
    return {
        "name": row.get("name", ""),
        "purpose": row.get("purpose", ""),
        "date": str(facts.get("date", "")),
        "addressees": ", ".join(facts.get("addressees", ())),
        "vote": str(facts.get("vote", "")),
        "to_chair": "1" if facts.get("to_chair") else "",
        "delegations": "\n".join(_delegation(each) for each in facts.get("delegations", ())),
        "other": _toml(other),
        "acts": "\n".join(_act(each) for each in row.get("acts", ())),
        "steps": ", ".join(expected.get("steps", ())),
        "signer": expected.get("signer", ""),
        "seal": expected.get("seal", ""),
        "end": expected.get("end", ""),
    }


def fields_of(form: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the fields of each row of a sent form, in order."""
    numbers = [int(found[1]) for name in form if (found := _ROW.fullmatch(name))]
    return [
        {field: nfc(form.get(f"row-{n}-{field}", "")).strip() for field in _FIELDS}
        for n in sorted(numbers)
    ]


def from_fields(fields: Mapping[str, str]) -> dict[str, Any]:
    """Read the fields of a row.

    Raises:
        InvalidInputError: names the scenario and the part that cannot be read.
    """
    facts: dict[str, Any] = _from_toml(fields, "other") if fields["other"] else {}
    if fields["date"]:
        facts["date"] = _day(fields, fields["date"])
    if addressees := _words(fields["addressees"]):
        facts["addressees"] = addressees
    if fields["vote"]:
        facts["vote"] = fields["vote"]
    if fields["to_chair"]:
        facts["to_chair"] = True
    if fields["delegations"]:
        facts["delegations"] = [
            _read_delegation(fields, line) for line in fields["delegations"].splitlines() if line
        ]
    expected: dict[str, Any] = {"steps": _words(fields["steps"])}
    expected |= {part: fields[part] for part in ("signer", "seal", "end")}
    return {
        "name": fields["name"],
        "purpose": fields["purpose"],
        "facts": facts,
        "acts": [_read_act(fields, line) for line in fields["acts"].splitlines() if line.strip()],
        "expected": {part: value for part, value in expected.items() if value},
    }


def _delegation(values: Mapping[str, Any]) -> str:
    parts = [" ".join(values["kinds"]), str(values["valid_from"]), str(values["valid_to"])]
    return "; ".join([*parts, str(values["year"])] if values.get("year") else parts)


def _read_delegation(fields: Mapping[str, str], line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) not in {3, 4} or not parts[0]:
        raise _wrong(fields, "mỗi ủy quyền một dòng: loại; từ ngày; đến ngày; năm (nếu có)")
    found: dict[str, Any] = {
        "kinds": parts[0].split(),
        "valid_from": _day(fields, parts[1]),
        "valid_to": _day(fields, parts[2]),
    }
    if len(parts) == 4 and parts[3]:  # noqa: PLR2004 - the fourth part is the year
        if not parts[3].isdigit():
            raise _wrong(fields, f"“{parts[3]}” không phải là năm")
        found["year"] = int(parts[3])
    return found


def _act(values: Mapping[str, Any]) -> str:
    data = values.get("data") or {}
    told = f"; {_toml(data, ', ')}" if data else ""
    return f"{values['step']}: {values.get('outcome', 'approve')}{told}"


def _read_act(fields: Mapping[str, str], line: str) -> dict[str, Any]:
    head, _separator, data = line.partition(";")
    step, _separator, outcome = head.partition(":")
    act: dict[str, Any] = {"step": step.strip()}
    if outcome.strip() not in {"", "approve"}:
        act["outcome"] = outcome.strip()
    if data.strip():
        try:
            act["data"] = tomllib.loads(f"data = {{ {data.strip()} }}")["data"]
        except tomllib.TOMLDecodeError as error:
            raise _wrong(fields, f"không đọc được việc làm “{line.strip()}”") from error
    return act


def _toml(values: Mapping[str, Any], between: str = "\n") -> str:
    """Plain ``key = value`` pairs."""
    return between.join(f"{key} = {toml_value(value)}" for key, value in values.items())


def _from_toml(fields: Mapping[str, str], name: str) -> dict[str, Any]:
    try:
        found = tomllib.loads(fields[name])
    except tomllib.TOMLDecodeError as error:
        raise _wrong(fields, "không đọc được phần dữ kiện khác") from error
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in found.items()
    }


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,→]+", text) if word]


def _day(fields: Mapping[str, str], text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise _wrong(fields, f"“{text}” phải là ngày dạng 2026-06-01") from error


def _wrong(fields: Mapping[str, str], because: str) -> InvalidInputError:
    return InvalidInputError(field=_FIELD, because=f"“{fields['name']}”: {because}")
