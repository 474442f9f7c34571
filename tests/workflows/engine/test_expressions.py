from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.expressions import (
    ExpressionError,
    ExpressionValueError,
    compile_expression,
)

ESCAPES = [
    "__import__('os').system('id')",
    "__import__",
    "__builtins__",
    "__builtins__['eval']",
    "().__class__.__base__.__subclasses__()",
    "''.__class__.__mro__[1].__subclasses__()[40]('/etc/passwd').read()",
    "().__class__.__bases__[0].__subclasses__()[104].__init__.__globals__['sys']",
    "[c for c in ().__class__.__base__.__subclasses__()]",
    "[x for x in (1, 2)]",
    "{x: x for x in (1,)}",
    "{x for x in (1,)}",
    "(x for x in (1,))",
    "(lambda: 1)()",
    "lambda: 1",
    "eval('1')",
    "exec('1')",
    "compile('1', '', 'eval')",
    "open('/etc/passwd').read()",
    "getattr(kind, 'upper')",
    "setattr(kind, 'a', 1)",
    "globals()",
    "locals()",
    "vars()",
    "dir()",
    "type(kind)",
    "type('X', (), {})",
    "print(1)",
    "input()",
    "breakpoint()",
    "help()",
    "kind.upper()",
    "kind.format",
    "'{0.__class__}'.format(1)",
    "f'{kind}'",
    "f'{kind.__class__}'",
    "'%s' % kind.__class__",
    "(x := 1)",
    "9 ** 9 ** 9",
    "1 << 99999",
    "~1",
    "1 @ 2",
    "1 | 2",
    "await kind",
    "yield 1",
    "*kind",
    "max(*numbers)",
    "max(**numbers)",
    "len(obj=numbers)",
    "numbers[0:2]",
    "numbers[::1]",
    "{'a': 1}",
    "...",
    "b'bytes'",
    "1j",
    "import os",
    "x = 1",
    "1; 2",
    "pass",
    "random._os",
    "_private",
    "len",
    "len.__self__",
    "max(len, 1)(2)",
    "(len)(numbers)(1)",
    "'\\x41'",
    "\x00",
    "",
    "   ",
    "kind ===",
    "1 +",
    "10 ** 18",
    "9" * 5000,
    "1e999",
    "(" * 500 + ")" * 500,
    "[" * 300 + "]" * 300,
    "-" * 900 + "1",
    "not " * 240 + "kind",
    "1+" * 490 + "1",
    "kind == " * 200 + "1" + " " * 2000,
    "kind if " * 100 + "1",
    "numbers" + "[0]" * 300,
]


@pytest.mark.parametrize("source", ESCAPES)
def test_what_leaves_the_language_is_refused_or_harmless(source: str) -> None:
    data = {"kind": "x", "numbers": [1, 2], "a": {"b": 1}}
    with pytest.raises(ExpressionError):
        compile_expression(source).evaluate(data)


@pytest.mark.parametrize(
    ("source", "data", "value"),
    [
        ('outcome == "return"', {"outcome": "return"}, True),
        ("vote_required and not vote_passed", {"vote_required": True, "vote_passed": False}, True),
        ("amount > 5_000_000", {"amount": 6_000_000}, True),
        ("1 < amount <= 3", {"amount": 3}, True),
        ("1 < amount < 3", {"amount": 3}, False),
        ('kind in ["cong_van", "ke_hoach"]', {"kind": "ke_hoach"}, True),
        ('"văn" in title', {"title": "công văn"}, True),
        ('kind not in ("a",)', {"kind": "b"}, True),
        ("null", {}, None),
        ("true", {}, True),
        ("signer is None", {"signer": None}, True),
        ("len(kinds) + 1", {"kinds": ["a"]}, 2),
        ("3 if late else 5", {"late": False}, 5),
        ("case['kind']", {"case": {"kind": "x"}}, "x"),
        ("-7 // 2", {}, -4),
        ("max(1, amount, 3)", {"amount": 9}, 9),
        ("days(3)", {}, "P3D"),
        ("hours(4)", {}, "PT4H"),
        ('"a" + kind', {"kind": "b"}, "ab"),
        ('starts_with(kind, "cong")', {"kind": "cong_van"}, True),
        ("yes == 1", {"yes": True}, False),
        ("sum(votes) * 2 > members", {"votes": [7, 6], "members": 25}, True),
    ],
)
def test_ordinary_conditions_are_evaluated(
    source: str, data: dict[str, object], value: object
) -> None:
    assert compile_expression(source).evaluate(data) == value


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("missing == 1", {}),
        ("1 / amount", {"amount": 0}),
        ('amount > "a"', {"amount": 1}),
        ("text * 1000000000", {"text": "x"}),
        ("text % 1", {"text": "%99999999d"}),
        ("text + text", {"text": "x" * 9_000}),
        ("items + items", {"items": [1] * 9_000}),
        ("amount * amount", {"amount": 10**12}),
        ("items[5]", {"items": []}),
        ("amount[0]", {"amount": 5}),
        ("days(-1)", {}),
        ("days(1.5)", {}),
        ("lower(amount)", {"amount": 5}),
        ("sum(items)", {"items": ["a"]}),
        ("1 in amount", {"amount": 5}),
        ("1 in text", {"text": "1"}),
        ("-text", {"text": "a"}),
    ],
)
def test_values_that_do_not_suit_are_one_readable_error(
    source: str, data: dict[str, object]
) -> None:
    with pytest.raises(ExpressionValueError) as caught:
        compile_expression(source).evaluate(data)
    assert source in str(caught.value)


def test_names_tell_what_an_expression_reads() -> None:
    assert compile_expression("vote_required and amount > limit").names == {
        "vote_required",
        "amount",
        "limit",
    }


@given(st.text(max_size=200))
def test_any_text_is_either_an_expression_or_a_readable_error(source: str) -> None:
    with suppress(ExpressionError):
        compile_expression(source).evaluate({"a": 1, "b": "x"})
