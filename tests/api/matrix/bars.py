"""How the calls are made that judge a look, and that bar somebody from their own family."""

from hub.domain.authorisation import Relation
from tests.api.matrix.setting import Asked, Setting
from tests.api.matrix.world import NOBODYS, Json


async def _first_look(at: Setting) -> str:
    """The owner's first look at the child, of which only its own second professional is asked to judge it."""
    if at.relation is Relation.NONE:
        return NOBODYS
    reporter = at.world.client("school", "reporter")
    await reporter.get(f"/v1/families/{at.case.references['school']}")
    await at.world.settle()
    tasks = (await reporter.get("/v1/tasks?whose=organisation&limit=200")).json()["tasks"]
    mine = (each for each in tasks if each["kind"] == "look-review")
    return next((each["thing"] for each in mine if _is_about(each, at)), NOBODYS)


def _is_about(task: Json, at: Setting) -> bool:
    return any(each["reference"] == at.case.references["school"] for each in task["about"])


async def read_look(at: Setting) -> Asked:
    return Asked(f"/v1/looks/{await _first_look(at)}")


async def judge_look(at: Setting) -> Asked:
    return Asked(f"/v1/looks/{await _first_look(at)}/_review", {"decision": "in-order"})


async def relatives(at: Setting) -> Asked:
    owner = "school" if at.relation is Relation.OTHER_ORGANISATION else at.caller
    code = await at.world.dummy(owner)
    return Asked(f"{at.organisation}/professionals/{code}/relatives", {"about": [at.case.mother]})


async def declared_relatives(at: Setting) -> Asked:
    owner = "school" if at.relation is Relation.OTHER_ORGANISATION else at.caller
    return Asked(f"{at.organisation}/professionals/{await at.world.dummy(owner)}/relatives")


async def no_relatives(at: Setting) -> Asked:
    return Asked(f"{at.organisation}/professionals/d-1/relatives/{NOBODYS}/_withdraw", {})
