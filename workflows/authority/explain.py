"""Answers who may sign, by asking the decision tables about each post.

The rules stand in the tables. This module prepares facts, asks the tables in the order vote, seal,
signer, form, and fills the sentences. It fails closed: a table without a row, a seal that cannot
be resolved or a form that is not defined means that the post may not sign.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from workflows.authority.delegation import HEADS, Ground, ground_for, local_day
from workflows.authority.profile import in_period
from workflows.authority.purposes import PURPOSES
from workflows.authority.question import Answer, Candidate, MaySign, Refused
from workflows.authority.sentences import day_text, fill, money_text
from workflows.engine.decisions import compile_decision
from workflows.errors import InvalidInputError, NotFoundError
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from workflows.authority.profile import OrganisationProfile, Post
    from workflows.authority.purposes import Purpose
    from workflows.authority.question import Question
    from workflows.engine.decisions import Decided, Decision

#: Decision tables that an answer needs, by the id of their decision.
TABLES: Final = ("vote_required", "who_may_sign", "signature_form", "seal")

_NO_REGULATION: Final = (
    "quy tắc chặt nhất của hệ thống (theo Quy chế hoạt động Ban vì sự tiến bộ của phụ nữ tỉnh "
    "Thanh Hóa, vì quy chế của cơ quan này chưa có trong hệ thống)"
)


def load_decisions(folder: Path) -> dict[str, Decision]:
    """Read the tables of a folder; NotFoundError names the file that is missing."""
    tables = {}
    for key in TABLES:
        file = folder / f"{key}.dmn"
        if not file.is_file():
            raise NotFoundError(what=Sentence("bảng quyết định {file}", file=file.name))
        tables[key] = compile_decision(file.read_bytes())
    return tables


def dated_seal(
    profile: OrganisationProfile, post: str, second_office: str, question: Question
) -> str | None:
    """Seal that a dated rule of the organisation gives this double office (C9), else None."""
    day = local_day(question.at)
    return next(
        (
            rule.seal
            for rule in profile.seal_rules
            if rule.post == post
            and _office(rule.second_office) == _office(second_office)
            and in_period(day, rule.valid_from, rule.valid_to)
        ),
        None,
    )


class Authority:
    """The authority of one organisation under one set of decision tables."""

    def __init__(self, profile: OrganisationProfile, decisions: Mapping[str, Decision]) -> None:
        missing = [key for key in TABLES if key not in decisions]
        if missing:
            raise NotFoundError(
                what=Sentence("bảng quyết định {missing}", missing=", ".join(missing))
            )
        self.profile = profile
        self._decisions = decisions
        self._head, _ = HEADS[profile.body]

    def explain(self, question: Question, candidates: Sequence[Candidate] | None = None) -> Answer:
        """Who may sign this document at this instant, and who may not, each with the reason.

        ``candidates`` are the holders of the day; without them every signing post of the profile
        is taken as held by its usual holder. Raises InvalidInputError for an unknown kind or
        addressee.
        """
        purpose = PURPOSES.get(question.kind)
        if purpose is None:
            raise _not_allowed("kind", question.kind, PURPOSES)
        for code in question.addressees:
            if code not in self.profile.addressees:
                raise _not_allowed("addressees", code, self.profile.addressees)
        facts = self._facts(question, purpose)
        vote = self._decide("vote_required", facts)
        required, before = bool(vote.outputs["required"]), bool(vote.outputs["before_signing"])
        facts["vote"] = _vote_fact(required=required, before=before, vote=question.vote)
        if candidates is None:
            candidates = [
                Candidate(post.key, post.title, post.second_office)
                for post in signing_posts(self.profile)
            ]
        texts = self._texts(question, purpose, candidates)
        verdicts = [self._verdict(each, question, purpose, facts, texts) for each in candidates]
        return Answer(
            may_sign=tuple(each for each in verdicts if isinstance(each, MaySign)),
            refused=tuple(each for each in verdicts if isinstance(each, Refused)),
            vote_required=required,
            vote_before_signing=before,
            vote_because=self._fill("vote_required", vote.outputs["because"], texts),
            vote_article=self._fill("vote_required", vote.outputs["article"], texts),
        )

    def _facts(self, question: Question, purpose: Purpose) -> dict[str, Any]:
        rules = self.profile.rules
        kinds = purpose.delegation_kinds
        return {
            "body": self.profile.body,
            "level": self.profile.level,
            "regulation_on_file": self.profile.regulation.on_file,
            "kind": purpose.key,
            "superior": bool(self._superiors(question)),
            "is_report": purpose.is_report or question.is_report,
            "is_submission": purpose.is_submission or question.is_submission,
            "is_ad_hoc": purpose.is_ad_hoc or question.is_ad_hoc,
            "guides_system": purpose.guides_system or question.guides_system,
            "guidance_requires_vote": rules.guidance_system.requires_vote,
            "waived": question.vote == "waived" and rules.guidance_system.chair_waiver_allowed,
            "urgent_ratification": rules.urgent_ratification,
            "original_voted": question.original_voted,
            "kind_delegable": not kinds.isdisjoint(rules.delegable_kinds),
            "allow_extra_kinds": rules.allow_extra_kinds,
            "annual_programme": rules.annual_programme.deputy_may_sign,
            "other_deputies_may_sign": rules.other_deputies_may_sign,
            "collective_prefix": rules.sign_form.collective_prefix,
        }

    def _texts(
        self, question: Question, purpose: Purpose, candidates: Sequence[Candidate]
    ) -> dict[str, str]:
        regulation = self.profile.regulation
        # What a post is called on the day goes before what the body's file calls it.
        titles = {each.key: each.title for each in self.profile.posts}
        titles |= {each.post: each.title for each in candidates}
        names = self.profile.addressees
        return {
            "regulation": regulation.title if regulation.on_file else _NO_REGULATION,
            "decree": regulation.decree,
            "practice": regulation.practice,
            "document": purpose.name,
            "head": titles.get(self._head, ""),
            "superiors": ", ".join(names[code] for code in self._superiors(question)),
            "date": day_text(local_day(question.at)),
            "year": str(question.year),
            "amount": money_text(question.amount),
            "collective_prefix": self.profile.rules.sign_form.collective_prefix,
        }

    def _superiors(self, question: Question) -> list[str]:
        rules = self.profile.rules
        if not rules.addressee_rule:
            return []
        return [code for code in question.addressees if code in rules.superior_bodies]

    def _verdict(
        self,
        candidate: Candidate,
        question: Question,
        purpose: Purpose,
        facts: Mapping[str, Any],
        texts: Mapping[str, str],
    ) -> MaySign | Refused:
        profile = self.profile
        ground = (
            Ground("none")
            if candidate.post == self._head
            else ground_for(candidate.post, question, purpose, profile)
        )
        did = question.excluded.get(candidate.person) or question.excluded.get(candidate.post)
        facts = {
            **facts,
            "post": candidate.post,
            "mode": candidate.mode,
            "state": _state(candidate, question, excluded=bool(did)),
            "ground": ground.status,
            "signed_original": question.original_signer == candidate.post,
            "second_office": _office(candidate.second_office),
            "dated_seal": candidate.seal
            or dated_seal(profile, candidate.post, candidate.second_office, question)
            or "",
        }
        texts = {**texts, **_ground_texts(ground), "title": candidate.title, "did": did or ""}
        texts["second_office"] = candidate.second_office or "không kiêm chức vụ khác"
        seal = self._seal(facts, question)
        decided = self._decide("who_may_sign", {**facts, "seal": "known" if seal else "unknown"})
        article = self._fill("who_may_sign", decided.outputs["article"], texts)
        because = self._fill("who_may_sign", decided.outputs["because"], texts)
        if decided.outputs["may_sign"] is not True:
            return Refused(candidate.post, article, because)
        form = self._decide("signature_form", facts).outputs
        lines = (form["line_1"], form["line_2"], form["line_3"])
        return MaySign(
            post=candidate.post,
            form=tuple(self._fill("signature_form", line, texts) for line in lines if line),
            second_office=candidate.second_office,
            seal=seal if purpose.is_issued else "",
            article=article,
            because=because,
            ground=ground.status,
            delegation=ground.delegation if ground.in_force else None,
        )

    def _seal(self, facts: Mapping[str, Any], question: Question) -> str:
        """Key of the seal that this signer brings; empty when it cannot be resolved (C9)."""
        key = str(self._decide("seal", facts).outputs["seal"] or "")
        if question.seals is not None:
            return key if key in question.seals else ""
        seal = self.profile.seal(key)
        day = local_day(question.at)
        if seal is None or not in_period(day, seal.valid_from, seal.valid_to):
            return ""
        return key

    def _decide(self, table: str, facts: Mapping[str, Any]) -> Decided:
        return self._decisions[table].decide(facts)

    def _fill(self, table: str, sentence: object, texts: Mapping[str, str]) -> str:
        return fill(str(sentence or ""), texts, table=self._decisions[table].name)


def signing_posts(profile: OrganisationProfile) -> tuple[Post, ...]:
    """Posts of the body that the signing matrix is asked about."""
    return tuple(post for post in profile.posts if post.signs)


def _vote_fact(*, required: bool, before: bool, vote: str) -> str:
    if not required:
        return "not_required"
    if vote == "passed":
        return "passed"
    return "missing" if before else "later"


def _state(candidate: Candidate, question: Question, *, excluded: bool) -> str:
    if candidate.vacant:
        return "vacant"
    if excluded:
        return "excluded"
    return "absent" if candidate.post in question.absent else "in_office"


def _ground_texts(ground: Ground) -> dict[str, str]:
    record = ground.delegation
    number = f" số {record.number}" if record and record.number else ""
    signed = f" ngày {day_text(record.signed_on)}" if record and record.signed_on else ""
    revoked = local_day(record.revoked_at) if record and record.revoked_at else None
    return {
        "instrument": f"văn bản ủy quyền{number}{signed}",
        "from": day_text(record.starts if record else None),
        "until": day_text(record.valid_to if record else None),
        "revoked": day_text(revoked),
        "limit": money_text(ground.limit) if ground.limit is not None else "chưa ghi hạn mức",
        "delegated_year": str(record.year) if record and record.year else "",
    }


def _office(text: str) -> str:
    """An office for comparison: NFC, one space, upper case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).upper()


def _not_allowed(field: str, value: str, allowed: Mapping[str, Any]) -> InvalidInputError:
    return InvalidInputError(
        field=field,
        because=Sentence(
            "không có “{value}”. Các giá trị dùng được: {allowed}.",
            value=value,
            allowed=", ".join(allowed),
        ),
    )
