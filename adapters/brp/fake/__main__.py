"""Runs the fake register: ``python -m adapters.brp.fake --port 8090 [--test-persons gbav-testset.csv]``.

Give the hub ``HUB_POPULATION_REGISTER_URL=http://127.0.0.1:8090/``.
"""

import argparse
from pathlib import Path

import uvicorn

from adapters.brp.fake.families import families
from adapters.brp.fake.server import FakeRegister
from adapters.brp.fake.testset import read_world


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="adapters.brp.fake", description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--test-persons", type=Path, help="the national set of test persons, beside the own families")
    given = parser.parse_args()
    world = families()
    for person in () if given.test_persons is None else read_world(given.test_persons):
        world.add(person)
    uvicorn.run(FakeRegister(world), host="127.0.0.1", port=given.port, access_log=False, lifespan="off")


if __name__ == "__main__":
    main()
