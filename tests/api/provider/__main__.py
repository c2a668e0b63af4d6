"""A small provider on Authlib: JWT access tokens (RFC 9068) for clients that prove themselves, and its keys.

``POST /token`` with client credentials; ``GET /jwks``; ``POST /rotate`` signs with another key from then on, which is
all that ``/jwks`` shows. Prints its address when it listens, and ends when its standard input is closed.
"""

import sys
import threading
from collections.abc import Mapping
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from flask import Flask, Response, jsonify
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

from tests.api.provider import AUDIENCE, SECRET


class Client(ClientMixin):  # type: ignore[misc]
    """A client by its identifier; every client has the same secret."""

    def __init__(self, id_: str) -> None:
        self.id = id_

    def get_client_id(self) -> str:
        return self.id

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"


class ClientCredentials(grants.ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)


class Keys:
    """The key that signs."""

    def __init__(self) -> None:
        self.rotate()

    def rotate(self) -> None:
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)

    def shown(self) -> Mapping[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}


def provider(issuer: str) -> Flask:
    """The application."""
    app, keys = Flask("provider"), Keys()

    class Tokens(JWTBearerTokenGenerator):  # type: ignore[misc]
        def get_jwks(self) -> Any:
            return KeySet([keys.key])  # of a set it says which key it took, by ``kid``

        def get_audiences(self, client: Client, user: object, scope: str) -> str:
            return AUDIENCE if not client.id.startswith("elsewhere") else "another-hub"

    server = AuthorizationServer(app, query_client=Client, save_token=lambda *_: None)
    server.register_grant(ClientCredentials)
    server.register_token_generator("default", Tokens(issuer))

    @app.post("/token")
    def token() -> Response:
        answer: Response = server.create_token_response()
        return answer

    @app.get("/jwks")
    def jwks() -> Response:
        return jsonify(keys.shown())

    @app.post("/rotate")
    def rotate() -> tuple[str, int]:
        keys.rotate()
        return "", 204

    return app


def main() -> None:
    """Serve until standard input is closed."""
    server = make_server("127.0.0.1", 0, Flask("starting"), threaded=True)
    address = f"http://127.0.0.1:{server.port}"
    server.app = provider(address)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
