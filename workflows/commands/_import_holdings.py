"""Plan who holds which post: every overlap is named, none is resolved unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from models import HoldingMode
from workflows.commands._import_plan import PlannedEnd, PlannedHolding
from workflows.commands._import_state import Held
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from workflows.commands._import_plan import Plan
    from workflows.commands._import_rows import Row
    from workflows.commands._import_state import State
    from workflows.queries.structure import Dated, Titled


def plan_holdings(
    plan: Plan,
    state: State,
    rows: Sequence[Row],
    names: Mapping[str, str],
    posts: Mapping[str, Dated[Titled]],
) -> None:
    """Plan the holdings of the lines that name a person and a post, in their order."""
    seen: dict[tuple[str, str, date | None], int] = {}
    for row in rows:
        if not row.username or not row.post:
            _needs_both(plan, row)
            continue
        if plan.is_wrong(row.line, "since"):
            # A day that cannot be read says nothing about who holds what.
            continue
        twin = seen.setdefault((row.username, row.post, row.since), row.line)
        if twin != row.line:
            plan.wrong(row.line, "", "", Sentence("trùng với dòng {line}", line=twin))
        else:
            _plan_holding(plan, state, row, names[row.username], posts[row.post])


def _needs_both(plan: Plan, row: Row) -> None:
    if row.since or row.until or row.mode or row.way:
        plan.wrong(
            row.line,
            "post" if row.username else "username",
            "",
            Sentence("giữ chức vụ thì cần cả người và chức vụ"),
        )


def _plan_holding(plan: Plan, state: State, row: Row, name: str, post: Dated[Titled]) -> None:
    since = row.since or max(plan.day, post.valid_from)
    if row.until is not None and row.until <= since:
        words = Sentence("phải sau ngày {start}", start=f"{since:%d/%m/%Y}")
        plan.wrong(row.line, "until", f"{row.until:%d/%m/%Y}", words)
    if plan.is_wrong(row.line, "until"):
        # Its first day is all that is known of the holding.
        row = replace(row, until=since + timedelta(days=1))
    held = state.held[post.id]
    own = next((each for each in held[row.username] if _means(each, row, since)), None)
    if own is not None:
        _already(plan, row, own, post)
        return
    known = len(plan.problems)
    _within(plan, row, since, post)
    # Beside others, only one's own holdings can be in the way.
    beside = row.way == "together" and post.key not in state.heads
    near = [held[row.username]] if beside else held.values()
    for other in [each for of_one in near for each in of_one]:
        if other.overlaps(since, row.until):
            _room(plan, state, row, since, other, post)
    if len(plan.problems) > known:
        return
    mode = row.mode or HoldingMode.FULL
    held[row.username].append(Held(None, row.username, name, mode, since, row.until))
    plan.holdings.append(
        PlannedHolding(
            row.line,
            row.username,
            name,
            post.key,
            post.on(since).title,
            mode,
            since,
            row.until,
        )
    )


def _means(held: Held, row: Row, since: date) -> bool:
    """Whether the line speaks of a holding that is there already."""
    if row.since is not None:
        return held.since == since
    return held.since <= since and (held.until is None or since < held.until)


def _already(plan: Plan, row: Row, own: Held, post: Dated[Titled]) -> None:
    if row.mode is not None and row.mode != own.mode:
        words = Sentence("đang giữ chức vụ này theo hình thức khác; hãy thôi giữ rồi giao lại")
        plan.wrong(row.line, "mode", row.mode.value, words)
    elif row.until is not None and row.until != own.until and own.id is not None:
        if own.until is not None and row.until > own.until:
            words = Sentence(
                "đã ghi thôi giữ từ {day}; muốn giữ tiếp, hãy giao từ ngày đó",
                day=f"{own.until:%d/%m/%Y}",
            )
            plan.wrong(row.line, "until", f"{row.until:%d/%m/%Y}", words)
            return
        plan.ends.append(
            PlannedEnd(
                row.line,
                own.id,
                own.username,
                own.name,
                post.key,
                post.on(row.until).title,
                row.until,
                own.until,
            )
        )
        own.until = row.until


def _within(plan: Plan, row: Row, since: date, post: Dated[Titled]) -> None:
    if since < post.valid_from:
        words = Sentence("chức vụ này có từ ngày {day}", day=f"{post.valid_from:%d/%m/%Y}")
        plan.wrong(row.line, "since", f"{since:%d/%m/%Y}", words)
    end = post.valid_to
    if end is not None and (row.until is None or row.until > end):
        words = Sentence("chức vụ này kết thúc từ ngày {day}", day=f"{end:%d/%m/%Y}")
        plan.wrong(row.line, "until", "", words)


def _room(  # noqa: PLR0913, PLR0917 - two holdings of one post
    plan: Plan, state: State, row: Row, since: date, other: Held, post: Dated[Titled]
) -> None:
    """Make room for a holding beside another, as the line says, or note why there is none."""
    until = (
        Sentence("đến {day}", day=f"{other.until:%d/%m/%Y}") if other.until else Sentence("đến nay")
    )
    facts = {"name": other.name, "since": f"{other.since:%d/%m/%Y}", "until": until}
    if other.username == row.username:
        words = Sentence("{name} đã giữ chức vụ này từ {since} {until}; hãy sửa ngày", **facts)
        plan.wrong(row.line, "since", f"{since:%d/%m/%Y}", words)
        return
    if row.way == "together":
        if post.key in state.heads:
            words = Sentence(
                "chức vụ ký văn bản chỉ một người giữ; {name} giữ từ {since} {until}", **facts
            )
            plan.wrong(row.line, "way", "", words)
        return
    if row.way != "hand_over":
        words = Sentence(
            "{name} giữ chức vụ này từ {since} {until}; hãy ghi “bàn giao” hoặc “cùng giữ”",
            **facts,
        )
        plan.wrong(row.line, "way", "", words)
        return
    if other.since >= since or other.id is None:
        words = Sentence("không bàn giao được: {name} giữ chức vụ này từ {since} {until}", **facts)
        plan.wrong(row.line, "since", f"{since:%d/%m/%Y}", words)
        return
    plan.ends.append(
        PlannedEnd(
            row.line,
            other.id,
            other.username,
            other.name,
            post.key,
            post.on(since).title,
            since,
            other.until,
        )
    )
    other.until = since
