"""Everything that answers over HTTP: the API and the pages."""

from fastapi import FastAPI

from hub.api.app import ROUTERS, create_app
from hub.api.services import ApiServices
from hub.web import answering, pages
from hub.web.refusals import refused


def whole_app(services: ApiServices) -> FastAPI:
    """The API and the pages on these services. Does no work and opens nothing."""
    return create_app(services, (*ROUTERS, pages.router, answering.router), refused)
