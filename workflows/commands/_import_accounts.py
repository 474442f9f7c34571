"""Plan the accounts that an import opens or changes; two people are never taken for one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workflows.commands._import_plan import PlannedPerson
from workflows.commands._import_rows import HEADS, Problem
from workflows.commands.register_person import clean_person, person_faults
from workflows.text import Sentence, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.commands._import_plan import Plan
    from workflows.commands._import_rows import Row
    from workflows.commands._import_state import State

#: Names shown where there are many.
_SHOWN: Final = 12


def plan_people(plan: Plan, state: State, rows: Sequence[Row]) -> dict[str, str]:
    """Plan the accounts, and return the full name of each username that may hold posts."""
    names: dict[str, str] = {}
    first: dict[str, Row] = {}
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.username, []).append(row)
    for row in rows:
        if not row.username:
            if row.name or row.email:
                plan.wrong(row.line, "username", "", Sentence("chưa nhập; ví dụ lan.nguyen"))
            continue
        earlier = first.setdefault(row.username, row)
        if earlier is not row:
            _same_person(plan, earlier, row)
            continue
        # The name may stand on any of the person's lines.
        name = next((each.name for each in lines[row.username] if each.name), "")
        email = next((each.email for each in lines[row.username] if each.email), "")
        account = state.accounts.get(row.username)
        names[row.username] = name or (account.name if account else "")
        if row.username in state.taken:
            plan.wrong(
                row.line,
                "username",
                row.username,
                Sentence("“{username}” đã có người dùng ở cơ quan khác", username=row.username),
            )
        _plan_person(plan, state, replace(row, name=name, email=email))
        if (
            account is not None
            and not account.active
            and any(each.post for each in lines[row.username])
        ):
            plan.wrong(
                row.line,
                "username",
                row.username,
                Sentence("tài khoản này đã ngừng; hãy mở lại trước khi giao chức vụ"),
            )
    return names


def _same_person(plan: Plan, earlier: Row, row: Row) -> None:
    for key in ("name", "email"):
        mine, before = getattr(row, key), getattr(earlier, key)
        if mine and before and mine != before:
            plan.wrong(
                row.line,
                key,
                mine,
                Sentence(
                    "dòng {line} ghi “{other}” cho cùng tên đăng nhập; hai người thì cần hai tên "
                    "đăng nhập",
                    line=earlier.line,
                    other=before,
                ),
            )


def _plan_person(plan: Plan, state: State, row: Row) -> None:
    account = state.accounts.get(row.username)
    username, name, email = clean_person(
        row.username,
        row.name or (account.name if account else ""),
        row.email or (account.email if account else ""),
    )
    if not name:
        words = Sentence("chưa có tài khoản “{username}”; cần họ và tên", username=username)
        plan.wrong(row.line, "name", "", words)
    for fault in person_faults(username, name, email):
        key = next((k for k, head in HEADS.items() if head == fault.data["field"]), "")
        plan.wrong(row.line, key, getattr(row, key, ""), fault.data["because"])
    if account is None:
        plan.people.append(PlannedPerson(row.line, username, name, email, None))
        others = [each for each in state.namesakes.get(fold(name), ()) if each != username]
        if others:
            plan.notices.append(
                Problem(
                    row.line,
                    HEADS["name"],
                    name,
                    Sentence(
                        "trùng họ tên với tài khoản {others}; nếu là một người, hãy dùng tên đăng "
                        "nhập đó",
                        others=tuple(others[:_SHOWN]),
                    ),
                )
            )
        state.namesakes.setdefault(fold(name), []).append(username)
    elif (name, email) != (account.name, account.email):
        plan.people.append(
            PlannedPerson(row.line, username, name, email, account.id, account.name, account.email)
        )
