"""Plan the posts that an import sets up or changes, and the roles they fill."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workflows.commands._import_plan import PlannedPost, PlannedRole
from workflows.commands._import_rows import HEADS
from workflows.commands._structure import explain
from workflows.commands.open_post import POST_KEY
from workflows.queries.structure import Dated, Structure, Titled
from workflows.text import Sentence, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from workflows.commands._import_plan import Plan
    from workflows.commands._import_rows import Row
    from workflows.commands._import_state import State

#: Names shown where a cell names none that is known.
_SHOWN: Final = 12


def plan_posts(plan: Plan, state: State, rows: Sequence[Row]) -> dict[str, Dated[Titled]]:
    """Plan the posts and their roles, and return each post of the file as it will be."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        if row.post:
            by_key.setdefault(row.post, []).append(row)
        else:
            _needs_post(plan, row)
    known: dict[str, list[Dated[Titled]]] = {}
    for post in state.structure.posts.values():
        known.setdefault(post.key, []).append(post)
    found: dict[str, Dated[Titled]] = {}
    for key, of_post in by_key.items():
        told = _agreed(plan, of_post)
        there = [p for p in known.get(key, ()) if p.valid_to is None or p.valid_to > plan.day]
        ended = [p.valid_to for p in known.get(key, ()) if p.valid_to is not None]
        made = (
            _changed(plan, state, told, there[0])
            if there
            else _opened(plan, state, told, of_post, ended, -len(found) - 1)
        )
        found[key] = made
        _plan_roles(plan, state, of_post, made)
    _fits(plan, state, found)
    return found


def _needs_post(plan: Plan, row: Row) -> None:
    for key in ("title", "second_office", "unit", "roles", "mode", "since", "until", "way"):
        value = getattr(row, key)
        if value:
            words = Sentence("chưa nhập, mà dòng này có cột “{head}”", head=HEADS[key])
            plan.wrong(row.line, "post", "", words)
            return


def _agreed(plan: Plan, rows: list[Row]) -> Row:
    """Put together what the lines of one post say about it."""
    told = rows[0]
    for row in rows[1:]:
        for key in ("title", "second_office", "unit", "votes"):
            mine, before = getattr(row, key), getattr(told, key)
            if mine in {"", None}:
                continue
            if before in {"", None}:
                told = replace(told, **{key: mine})
            elif mine != before:
                words = Sentence(
                    "dòng {line} ghi khác cho cùng chức vụ “{post}”", line=told.line, post=row.post
                )
                plan.wrong(row.line, key, str(mine), words)
    return told


def _unit_id(plan: Plan, state: State, told: Row, day: date) -> int | None:
    units = {
        unit.on(day).code: unit.id for unit in state.structure.units.values() if unit.exists(day)
    }
    if told.unit and told.unit not in units:
        words = Sentence(
            "không có đơn vị ký hiệu này vào ngày {day}; các ký hiệu: {known}",
            day=f"{day:%d/%m/%Y}",
            known=tuple(list(units)[:_SHOWN]) or "–",
        )
        plan.wrong(told.line, "unit", told.unit, words)
    return units.get(told.unit)


def _opened(  # noqa: PLR0913, PLR0917 - a post has as many parts
    plan: Plan, state: State, told: Row, rows: list[Row], ended: list[date], post_id: int
) -> Dated[Titled]:
    """Plan a new post, as far as it is told: what is wrong with one cell hides no other."""
    if not POST_KEY.fullmatch(told.post):
        words = Sentence("gồm 2 đến 40 chữ thường không dấu, chữ số, gạch dưới; bắt đầu bằng chữ")
        plan.wrong(told.line, "post", told.post, words)
    if not told.title:
        words = Sentence("chưa có chức vụ mã “{post}”; cần tên chức vụ", post=told.post)
        plan.wrong(told.line, "title", "", words)
    since = min([plan.day, *(row.since for row in rows if row.since)])
    if ended and since < max(ended):
        day = f"{max(ended):%d/%m/%Y}"
        words = Sentence("mã này đã dùng cho một chức vụ đến ngày {day}", day=day)
        plan.wrong(told.line, "post", told.post, words)
    version = Titled(
        since,
        _unit_id(plan, state, told, since),
        told.title,
        told.second_office,
        bool(told.votes),
    )
    plan.posts.append(PlannedPost(told.line, told.post, version, told.unit, None, None))
    return Dated(post_id, told.post, since, None, (version,))


def _changed(plan: Plan, state: State, told: Row, post: Dated[Titled]) -> Dated[Titled]:
    day = max(plan.day, post.valid_from)
    before = post.on(day)
    version = Titled(
        day,
        _unit_id(plan, state, told, day) if told.unit else before.unit_id,
        told.title or before.title,
        told.second_office or before.second_office,
        before.votes if told.votes is None else told.votes,
    )
    if replace(before, valid_from=day) == version:
        return post
    plan.posts.append(PlannedPost(told.line, post.key, version, told.unit, post.id, before))
    versions = [each for each in post.versions if each.valid_from != day]
    return replace(post, versions=tuple(sorted([*versions, version], key=lambda v: v.valid_from)))


def _plan_roles(plan: Plan, state: State, rows: Iterable[Row], post: Dated[Titled]) -> None:
    has = set(state.filled.get(post.id, ()))
    for row in rows:
        unknown = tuple(each for each in row.roles if fold(each) not in state.roles)
        if unknown:
            words = Sentence(
                "không có vai trò “{role}”; các vai trò: {known}",
                role=unknown,
                known=tuple(state.role_names.values()),
            )
            plan.wrong(row.line, "roles", ", ".join(unknown), words)
        for role in [state.roles[fold(each)] for each in row.roles if each not in unknown]:
            if role not in has:
                has.add(role)
                plan.roles.append(PlannedRole(row.line, post.key, role, state.role_names[role]))


def _fits(plan: Plan, state: State, found: dict[str, Dated[Titled]]) -> None:
    """Note posts that would belong to a unit which is not there on some day."""
    before = state.structure
    after = Structure(before.units, {**before.posts, **{p.id: p for p in found.values()}})
    known = before.misfits()
    lines = {post.key: post.line for post in plan.posts}
    for misfit, day in after.misfits().items():
        if misfit not in known:
            post = after.posts[misfit.of]
            plan.wrong(lines.get(post.key, 1), "unit", post.key, explain(after, misfit, day))
