"""The team of the CRESS: who enters it, who leaves."""

from functools import partial

from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.operations import join_team, leave_team
from tests import factories
from tests.racing import Act
from tests.scenes.scene import Acts, Scene
from workflows.actors import Actor


def team_acts(manager: User, *instructors: User) -> Acts:
    """They are taken out of the team while they act; somebody enters it."""
    director, newcomer = Actor.of(factories.manager()), factories.user()
    acts: dict[str, Act] = {
        f"teamrole.leave of instructor {rank}": partial(
            leave_team, user=user, group=CressGroup.INSTRUCTOR, actor=director
        )
        for rank, user in enumerate(instructors)
    }
    return {
        **acts,
        "teamrole.leave of the manager": lambda: leave_team(
            user=manager, group=CressGroup.MANAGER, actor=director
        ),
        "teamrole.join": lambda: join_team(
            user=newcomer, group=CressGroup.INSTRUCTOR, actor=director
        ),
    }


def both_directors() -> tuple[Acts, ...]:
    """Two directors, each of whom may take the other out."""
    one, other = factories.manager(), factories.manager()
    return (
        {
            "teamrole.leave": lambda: leave_team(
                user=one, group=CressGroup.MANAGER, actor=Actor.of(other)
            ),
            "teamrole.leave of the other": lambda: leave_team(
                user=other, group=CressGroup.MANAGER, actor=Actor.of(one)
            ),
            "teamrole.join": lambda: join_team(
                user=one, group=CressGroup.INSTRUCTOR, actor=Actor.of(other)
            ),
        },
    )


SCENES = [Scene("team", both_directors)]
