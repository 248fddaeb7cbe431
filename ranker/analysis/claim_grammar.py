"""From the text of a claim to its form; the grammar is written out in ``docs/claims.md``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ranker.analysis.claim_forms import (
    KEYWORDS,
    Count,
    Form,
    GroupMember,
    Member,
    Operand,
    Order,
    Place,
    Relation,
    Which,
    canonical,
)
from ranker.analysis.claim_names import KIND_WORDS, Kind, Names, folded
from ranker.errors import Problem, UsageError, did_you_mean, nearest

MEND = (
    "Write 'a > b on talent', 'a rank <= 5', 'a is first', 'a in top 10 within korea', "
    "'best of korea > a' or 'count of korea in top 10 >= 3'."
)
_TOKEN = re.compile(
    r"""\s*(?:"(?P<double>[^"]*)" | “(?P<curly>[^”]*)” | '(?P<single>[^']*)'
    | (?P<relation>>=|<=|==|[≥≤=<>]) | (?P<word>\w[\w-]*) | (?P<stray>\S))""",
    re.VERBOSE,
)
_RELATIONS: dict[str, Relation] = {
    ">": ">",
    ">=": ">=",
    "≥": ">=",
    "=": "=",
    "==": "=",
    "<": "<",
    "<=": "<=",
    "≤": "<=",
}
_WHICH: dict[str, Which] = {"best": "best", "median": "median"}
_NUMBER = re.compile(r"[0-9]{1,6}")
_SHOWN = 60  # characters of a long claim that a message shows on either side
_UNKNOWN = "?"  # stands for a name that was told to be unknown


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a claim; the text of a quoted name is what stands between the marks."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The word of the grammar that this is; empty where it is none."""
        word = self.text.casefold()
        return word if self.kind == "word" and word in KEYWORDS else ""


class _Stop(Exception):  # noqa: N818 - ends the reading of one claim, after its problem was told
    pass


def parse_claim(text: str, names: Names, *, where: str = "claim") -> Form:
    """Read one claim.

    Parameters
    ----------
    text : str
    names : Names
        What it may name.
    where : str
        Where it stands, for messages.

    Returns
    -------
    Order, Place or Count
        In its normal form.

    Raises
    ------
    UsageError
        ``claim-invalid``: once for the first place at which the grammar expects something
        else, or once for every name that is unknown or means several.

    Examples
    --------
    >>> names = Names({"cluster": {"a": (), "b": ()}, "group": {}, "node": {"talent": ()}})
    >>> parse_claim("B < A on Talent", names)
    Order(operands=(Member(cluster='a'), Member(cluster='b')), relations=('>',), on='talent')
    """
    reader = _Reader(" ".join(text.split()), names, where)
    try:
        form = reader.claim()
    except _Stop:
        form = None
    if reader.problems or form is None:
        raise UsageError(reader.problems)
    return canonical(form)


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "stray"
        is_name = kind in ("double", "curly", "single")
        start = match.start(kind) - is_name
        found.append(_Token("name" if is_name else kind, match[kind], start))
    return [*found, _Token("end", "", len(text))]


class _Reader:
    """Reads the tokens of one claim from left to right, a method a rule of the grammar."""

    def __init__(self, text: str, names: Names, where: str) -> None:
        self.text, self.names, self.where = text, names, where
        self.tokens, self.at = _tokens(text), 0
        self.problems: list[Problem] = []

    # --- rules of the grammar -------------------------------------------------------------

    def claim(self) -> Form:
        """Read ``order | place | count`` up to the end."""
        form: Form
        if self._takes("count"):
            form = self._count()
        else:
            first = self._operand()
            form = self._order(first) if self.now.kind == "relation" else self._place(first)
        if self.now.kind != "end":
            raise self._expected("the end of the claim")
        return form

    def _order(self, first: Operand) -> Order:
        operands, relations = [first], []
        while self.now.kind == "relation":
            at = self.now
            relations.append(self._relation())
            operands.append(self._operand())
            if operands[-1] == operands[-2] and not self.problems:
                self._tell(at, "it compares a thing with itself.", "Name another on one side.")
        on, _ = self._scope()
        return Order(tuple(operands), tuple(relations), on)

    def _place(self, operand: Operand) -> Place:
        if self._takes("rank"):
            relation, from_end = self._relation(), False
            number = self._number(least=1 + (relation == "<"))
        else:
            is_said = self._takes("is")
            relation, number, from_end = self._standing(is_said=is_said)
        on, within = self._scope(may_be_within=True)
        return Place(operand, relation, number, on, within, from_end)

    def _standing(self, *, is_said: bool) -> tuple[Relation, int, bool]:
        if is_said and self._takes("first"):
            return "=", 1, False
        if self._takes("in"):
            from_end = self._end()
            return "<=", self._number(), from_end
        found = "'first' or 'in'" if is_said else "a comparison such as '>', or 'rank', 'is', 'in'"
        raise self._expected(found)

    def _count(self) -> Count:
        self._needs("of")
        group = self._named("group")
        self._needs("in")
        from_end, depth = self._end(), self._number()
        relation = self._relation()
        number = self._number(least=int(relation == "<"))
        on, _ = self._scope()
        return Count(group, depth, relation, number, on, from_end)

    def _operand(self) -> Operand:
        which = _WHICH.get(self.now.keyword)
        if which is None:
            return Member(self._named("cluster"))
        self.at += 1
        self._needs("of")
        return GroupMember(which, self._named("group"))

    def _scope(self, *, may_be_within: bool = False) -> tuple[str, str]:
        on = within = ""
        while self.now.keyword in ("on", "within"):
            at = self.now
            self.at += 1
            if at.keyword == "on" and not on:
                on = self._named("node")
            elif at.keyword == "within" and may_be_within and not within:
                within = self._named("group")
            else:
                what = f"'{at.keyword}' stands here twice, or where no rank is claimed."
                raise self._stop(at, what, "Write 'on' once; 'within' once, after a rank.")
        return on, within

    # --- pieces ---------------------------------------------------------------------------

    @property
    def now(self) -> _Token:
        """The token that is read next."""
        return self.tokens[self.at]

    def _takes(self, keyword: str) -> bool:
        is_there = self.now.keyword == keyword
        self.at += is_there
        return is_there

    def _needs(self, keyword: str) -> None:
        if not self._takes(keyword):
            raise self._expected(f"'{keyword}'")

    def _end(self) -> bool:
        """Read ``top`` or ``bottom``; tell whether it was the latter."""
        if self.now.keyword not in ("top", "bottom"):
            raise self._expected("'top' or 'bottom'")
        return not self._takes("top") and self._takes("bottom")

    def _relation(self) -> Relation:
        if self.now.kind != "relation":
            raise self._expected("one of > >= = <= <")
        self.at += 1
        return _RELATIONS[self.tokens[self.at - 1].text]

    def _number(self, *, least: int = 1) -> int:
        text = self.now.text
        if self.now.kind != "word" or not _NUMBER.fullmatch(text) or int(text) < least:
            raise self._expected(f"a whole number of {least} or more")
        self.at += 1
        return int(text)

    def _named(self, kind: Kind) -> str:
        """Read a name; an unknown one is told, and what follows it read on."""
        token = self.now
        if token.kind not in ("word", "name") or token.keyword:
            raise self._expected(f"a {KIND_WORDS[kind]}")
        self.at += 1
        found = self.names.find(kind, token.text)
        if len(found) == 1:
            return found[0]
        if found:
            what = f"'{token.text}' is the name of several: {', '.join(found)}."
            self._tell(token, what, "Write the id of the one that is meant.")
        else:
            what = f"there is no {KIND_WORDS[kind]} '{token.text}'."
            self._tell(token, what, self._mend(kind, token.text))
        return _UNKNOWN

    def _mend(self, kind: Kind, written: str) -> str:
        group = self.names.find("group", written)
        if kind == "cluster" and group:
            return f"It is a group: write 'best of {group[0]}' or 'median of {group[0]}'."
        known = self.names.known[kind]
        if not nearest(written, known):
            spellings = {folded(other): (name, other) for name in known for other in known[name]}
            close = nearest(folded(written), spellings)
            if close:
                return "The nearest is '{}', {}.".format(*spellings[close])
        return did_you_mean(written, list(known), shown=6)

    # --- problems -------------------------------------------------------------------------

    def _expected(self, what: str) -> _Stop:
        token = self.now
        if token.kind == "stray" and token.text in "\"“'":
            return self._stop(token, "this quotation mark is not closed.", "Close it.")
        found = f"'{token.text}'" if token.text else "the end"
        return self._stop(token, f"expected {what}, found {found}.", MEND)

    def _stop(self, token: _Token, what: str, mend: str) -> _Stop:
        self.problems.clear()  # names beside a mistake of grammar may have been misread
        self._tell(token, what, mend)
        return _Stop()

    def _tell(self, token: _Token, what: str, mend: str) -> None:
        where = f"{self.where} '{marked(self.text, token.start)}'"
        self.problems.append(Problem("claim-invalid", where, what, mend))


def marked(text: str, at: int) -> str:
    """Return a text with a mark before one of its characters, a long one cut around it.

    Examples
    --------
    >>> marked("songdo > osaak", 9)
    'songdo > ▸osaak'
    """
    before, after = text[:at], text[at:]
    before = before if len(before) <= _SHOWN else "…" + before[-_SHOWN:]
    after = after if len(after) <= _SHOWN else after[:_SHOWN] + "…"
    return f"{before}▸{after}"


def parse_claims(texts: Sequence[tuple[str, str]], names: Names) -> tuple[Form, ...]:
    """Read several claims, and tell the problems of all.

    Parameters
    ----------
    texts : sequence of (str, str)
        Where each stands, and what it says.
    names : Names

    Raises
    ------
    UsageError
        ``claim-invalid``.
    """
    forms: list[Form] = []
    problems: list[Problem] = []
    for where, text in texts:
        try:
            forms.append(parse_claim(text, names, where=where))
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    return tuple(forms)
