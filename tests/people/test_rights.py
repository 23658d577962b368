from itertools import pairwise

import pytest
from msgspec.structs import replace

from noroshi.errors import ForbiddenError
from noroshi.people.caller import Caller, Via
from noroshi.people.model import Person
from noroshi.people.rights import RIGHTS, Right, Role

OF_MEMBERS = {Right.SEE_OWN, Right.ANSWER, Right.SHARE}
OF_ALL = {Right.READ_BLOCK_LISTS}
MIKA = Person("mika", "Mika", Role.OFFICER)


def test_every_right_has_a_role() -> None:
    """Each right is some role's, and each role has rights."""
    assert set(Right) == set().union(*RIGHTS.values())
    assert set(Role) == RIGHTS.keys()
    assert all(RIGHTS.values())


def test_member_apart() -> None:
    """A member has none of the centre's rights, and nobody of the centre a member's, but that all may read block-lists."""
    of_centre = set().union(*(rights for role, rights in RIGHTS.items() if role is not Role.MEMBER))

    assert OF_MEMBERS | OF_ALL == RIGHTS[Role.MEMBER]
    assert set(Right) - OF_MEMBERS == of_centre


def test_roles_grow() -> None:
    """Each role of the centre may do more than the one before it."""
    of_centre = [RIGHTS[role] for role in Role if role is not Role.MEMBER]

    assert all(less < more for less, more in pairwise(of_centre))


def test_only_administrators() -> None:
    """Only an administrator says who may do what."""
    assert [Role.ADMINISTRATOR] == [role for role, rights in RIGHTS.items() if Right.PEOPLE in rights]


@pytest.mark.parametrize(("role", "organisation"), [(Role.MEMBER, ""), (Role.OFFICER, "example")])
def test_organisation(role: Role, organisation: str) -> None:
    """A member without an organisation, who would see nothing or all, cannot be; nor an officer with one."""
    with pytest.raises(ValueError, match="a member has an organisation"):
        Person("mika", "Mika", role, organisation)


def test_deactivated() -> None:
    """Who is deactivated may do nothing."""
    assert frozenset() == replace(MIKA, active=False).rights


def test_required() -> None:
    """A caller without a right is refused, and told which it is."""
    caller = Caller(MIKA, frozenset({Right.SEE}), Via.TOKEN, "T-1")

    caller.require(Right.SEE)
    with pytest.raises(ForbiddenError, match="the right work"):
        caller.require(Right.WORK)
