"""The client. Each method is one endpoint; every one raises `comity.client.errors.ApiError` and nothing else."""

from __future__ import annotations

from comity.client.asking import Asking
from comity.client.endpoints import Endpoint
from comity.client.following import Following
from comity.client.keeping import Keeping
from comity.client.overseeing import Overseeing
from comity.client.people import Me, SignedIn
from comity.client.transport import Call


class Client(Asking, Keeping, Following, Overseeing):
    """A connection to one Comity, for one officer or system. `token`: of a session, or of a system."""

    # Signing in -------------------------------------------------------------------------------------------------------

    def sign_in(self, login: str, password: str, code: str) -> SignedIn:
        """Opens a session, which this client uses from now on."""
        body = {"login": login, "password": password, "code": code}
        return self._opened(self._ask(Call(Endpoint.SIGN_IN, body=body), SignedIn))

    def sign_in_demo(self, login: str) -> SignedIn:
        """A session of a demonstration's synthetic officer."""
        return self._opened(self._ask(Call(Endpoint.SIGN_IN_DEMO, body={"login": login}), SignedIn))

    def _opened(self, signed_in: SignedIn) -> SignedIn:
        self._transport.token = signed_in.token
        return signed_in

    def sign_out(self, *, everywhere: bool = False) -> None:
        """Ends the session; `everywhere`, all of the officer's, on every machine."""
        query = {"everywhere": "true"} if everywhere else {}
        self._transport.send(Call(Endpoint.SIGN_OUT, query=query, repeatable=False))
        self._transport.token = ""

    def me(self) -> Me:
        """Who is signed in, where, and what is open."""
        return self._ask(Call(Endpoint.ME), Me)

    def choose_place(self, unit: str, purpose: str = "") -> Me:
        """Chooses unit and purpose."""
        return self._ask(Call(Endpoint.PLACE, body={"unit": unit, "purpose": purpose}), Me)
