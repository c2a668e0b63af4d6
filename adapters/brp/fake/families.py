"""A few families of the fake register's own, with every kind of thing that the hub has to tell apart."""

from adapters.brp.fake.world import FakePerson, World

HOME, SECRET_HOME, FLAT, INSTITUTION = "0599010000000001", "0599010000000002", "0599010000000003", "0599010000000004"
MOTHER, FATHER, ELDEST, YOUNGEST = "999990019", "999990032", "999990056", "999990068"
EX, HALF_BROTHER = "999990081", "999990093"
LODGER = "999990111"
HIDDEN_MOTHER, HIDDEN_CHILD = "999990123", "999990135"
YOUNG_MOTHER, BABY = "999990147", "999990159"
WARD = "999990160"
GROUP_CHILDREN = ("999990172", "999990184")


def families() -> World:
    """A new world with them: change it as you like.

    A mother with two children at home and their father, from whom she is not divorced; an ex-husband who lives
    elsewhere with a half-brother; a lodger; a mother and child at a secret address; a mother of 20 with a baby; a child
    under guardianship of an institution; two children who live in one institution and have nothing else in common.
    """
    world = World(
        [
            _person(MOTHER, "Mirthe", "Zonderland", "19900514", "V", HOME),
            _person(FATHER, "Daan", "Veldhuis", "19880203", "M", HOME),
            _person(EX, "Joris", "Brinkman", "19860711", "M", FLAT),
            _person(LODGER, "Hidde", "Terpstra", "19950330", "M", HOME),
            _person(HIDDEN_MOTHER, "Sanne", "Oudeman", "19920101", "V", SECRET_HOME, secret=True),
            _person(YOUNG_MOTHER, "Fenna", "Kuipers", "20060405", "V", FLAT),
            _person(WARD, "Luuk", "Hofstra", "20140000", "M", INSTITUTION, authority="D"),
            *(_person(each, "Kind", "Instelling", "20120615", "V", INSTITUTION) for each in GROUP_CHILDREN),
        ]
    )
    world.marry(MOTHER, EX, "20100606")
    world.is_born(_person(HALF_BROTHER, "Siem", "Brinkman", "20110812", "M", FLAT), EX, MOTHER)
    world.divorce(MOTHER, EX, "20140301")
    world.marry(MOTHER, FATHER, "20150505")
    world.is_born(_person(ELDEST, "Pleun", "Veldhuis", "20180709", "V", HOME), MOTHER, FATHER)
    world.is_born(_person(YOUNGEST, "Noor", "Veldhuis", "20240110", "V", HOME), MOTHER, FATHER)
    world.is_born(_person(HIDDEN_CHILD, "Jip", "Oudeman", "20190228", "M", SECRET_HOME, secret=True), HIDDEN_MOTHER)
    world.is_born(_person(BABY, "Teun", "Kuipers", "20260901", "M", FLAT), YOUNG_MOTHER)
    return world


def _person(
    bsn: str,
    given_names: str,
    family_name: str,
    born: str,
    sex: str,
    home: str,
    *,
    secret: bool = False,
    authority: str | None = None,
) -> FakePerson:
    return FakePerson(
        bsn=bsn,
        given_names=given_names,
        family_name=family_name,
        born=born,
        sex=sex,
        home=home,
        home_since="20160101",
        municipality="0599",
        secret=secret,
        authority=authority,
    )
