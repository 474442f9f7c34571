"""Answers the question "who may sign?" from plain text, as a command line gives it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from workflows.authority.delegation import ZONE, Delegation
from workflows.authority.explain import Authority, load_decisions, signing_posts
from workflows.authority.profile import OrganisationProfile
from workflows.authority.purposes import ALL_LISTED, PURPOSES
from workflows.authority.question import Question
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from workflows.authority.question import Vote

#: Keys of a delegation in JSON → field of Delegation; ``from`` and ``to`` are inclusive.
_KEYS: Final = {
    "kinds": "kinds",
    "from": "valid_from",
    "to": "valid_to",
    "year": "year",
    "amount": "amount",
    "revoked_at": "revoked_at",
    "number": "number",
    "signed_on": "signed_on",
    "post": "post",
    "granted_by": "granted_by",
}
#: Python's own reader takes other spellings too, such as 20210601.
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?P<time>[T ].+)?")
_VOTES: Final[dict[str, Vote]] = {"passed": "passed", "none": "none", "waived": "waived"}


def explain_from_files(  # noqa: PLR0913, PLR0917  (one argument per option of the command)
    organisations_dir: Path,
    decisions_dir: Path,
    org_key: str,
    kind: str,
    addressees: Sequence[str],
    at: str,
    delegation_json: str | None = None,
    vote: str | None = None,
    amount: int | None = None,
    absence_of: Sequence[str] = (),
) -> dict[str, Any]:
    """Who may sign, as plain values; see ``Answer.to_json``.

    ``at`` is a day (2021-06-01) or an instant (2021-06-01T09:30); without zone, Vietnam's time.
    ``delegation_json`` is one delegation or a list of them; ``amount`` is in đồng. A vote left
    out has not passed. Raises InvalidInputError naming the field and listing what is allowed.
    """
    profile = load_profile(organisations_dir, org_key)
    posts = [post.key for post in signing_posts(profile)]
    for post in absence_of:
        _choose("absence_of", post, posts)
    question = Question(
        kind=_choose("kind", kind, PURPOSES),
        addressees=tuple(_choose("addressees", code, profile.addressees) for code in addressees),
        at=_moment("at", at),
        delegations=_delegations(delegation_json, posts),
        vote=_VOTES[_choose("vote", vote or "none", _VOTES)],
        amount=_whole("amount", amount),
        absent=frozenset(absence_of),
    )
    return Authority(profile, load_decisions(decisions_dir)).explain(question).to_json()


def load_profile(organisations_dir: Path, org_key: str) -> OrganisationProfile:
    """Read the profile of one organisation; InvalidInputError lists the keys that exist."""
    files = {file.stem: file for file in sorted(organisations_dir.glob("*.toml"))}
    file = files[_choose("org", org_key, files)]
    return OrganisationProfile.from_toml(file.read_text(encoding="utf-8"), file=file.name)


def _delegations(text: str | None, posts: Iterable[str]) -> tuple[Delegation, ...]:
    if text is None:
        return ()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            field="delegation", because=f"không phải JSON hợp lệ ({error})."
        ) from error
    records = value if isinstance(value, list) else [value]
    return tuple(_delegation(record, posts) for record in records)


def _delegation(record: object, posts: Iterable[str]) -> Delegation:
    if not isinstance(record, dict):
        raise InvalidInputError(
            field="delegation", because=f"phải là một đối tượng có các khóa: {', '.join(_KEYS)}."
        )
    values = {_KEYS[_choose("delegation", key, _KEYS)]: value for key, value in record.items()}
    for field, key in (("kinds", "kinds"), ("valid_from", "from"), ("valid_to", "to")):
        if values.get(field) is None:
            raise InvalidInputError(
                field=f"delegation.{key}",
                because="văn bản ủy quyền phải ghi loại văn bản, ngày bắt đầu và ngày hết hạn.",
            )
    kinds = values["kinds"]
    if not isinstance(kinds, list) or not kinds:
        raise InvalidInputError(
            field="delegation.kinds", because="phải là danh sách có ít nhất một loại văn bản."
        )
    start = _day("delegation.from", values["valid_from"])
    end = _day("delegation.to", values["valid_to"])
    if end < start:
        raise InvalidInputError(
            field="delegation.to", because=f"ngày {end} đứng trước ngày bắt đầu {start}."
        )
    revoked, signed = values.get("revoked_at"), values.get("signed_on")
    return Delegation(
        kinds=tuple(_choose("delegation.kinds", each, (*PURPOSES, ALL_LISTED)) for each in kinds),
        valid_from=start,
        valid_to=end,
        year=_whole("delegation.year", values.get("year")),
        amount=_whole("delegation.amount", values.get("amount")),
        revoked_at=None if revoked is None else _moment("delegation.revoked_at", revoked),
        number=str(values.get("number") or ""),
        signed_on=None if signed is None else _day("delegation.signed_on", signed),
        post=_optional_post("delegation.post", values.get("post"), posts),
        granted_by=_optional_post("delegation.granted_by", values.get("granted_by"), posts),
    )


def _choose(field: str, value: object, allowed: Iterable[str]) -> str:
    choices = tuple(allowed)
    if not isinstance(value, str) or value not in choices:
        raise InvalidInputError(
            field=field,
            because=f"không có “{value}”. Các giá trị dùng được: {', '.join(choices)}.",
        )
    return value


def _optional_post(field: str, value: object, posts: Iterable[str]) -> str:
    return "" if value is None or value == "" else _choose(field, value, posts)


def _moment(field: str, value: object) -> date | datetime:
    text = str(value).strip()
    form = _MOMENT.fullmatch(text)
    try:
        if form and not form["time"]:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text if form else "")
    except ValueError:
        raise InvalidInputError(
            field=field,
            because=f"“{value}” không phải ngày dạng 2021-06-01 hoặc 2021-06-01T09:30.",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _day(field: str, value: object) -> date:
    moment = _moment(field, value)
    if isinstance(moment, datetime):
        raise InvalidInputError(field=field, because=f"“{value}” phải là ngày, không kèm giờ.")
    return moment


def _whole(field: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidInputError(field=field, because=f"“{value}” phải là số nguyên không âm.")
    return value
