"""Problems of who is asking: tokens, signatures, roles, and the sign-in itself."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

ACCESS = table(
    P(
        "token-missing",
        401,
        "A token is required",
        "The request carried no bearer token.",
        "Sign in at the identity service and send Authorization: Bearer <token>.",
    ),
    P(
        "token-invalid",
        401,
        "The token is not valid",
        "The token is malformed, was changed, is meant for somebody else, or was not issued by this city.",
        "Sign in again and use the new token unchanged.",
    ),
    P(
        "token-expired",
        401,
        "The token has expired",
        "The token was valid once; its time is over, measured in real time and not on the world's clock.",
        "Sign in again, or use the refresh token.",
    ),
    P(
        "signature-invalid",
        401,
        "The signature is not valid",
        "The request between services is unsigned, too old, was changed on its way, or was signed with another secret.",
        "Sign the body (v1, Standard Webhooks 1.0) and the whole request (r1), with the pair's secret and real time.",
    ),
    P(
        "client-invalid",
        401,
        "The client could not be authenticated",
        "The client id is unknown, or its secret is wrong.",
        "Use the client id and the secret under which the client was registered.",
    ),
    P(
        "front-end-unknown",
        400,
        "The front end is not registered",
        "No front end has this client_id, or the address is not exactly one that it registered: nobody is sent there.",
        "Register the front end and its addresses (POST /v1/front-ends), and give them letter for letter.",
    ),
    P(
        "form-expired",
        400,
        "The sign-in form is not good any more",
        "The form is older than ten minutes, was changed, or came from another browser than it was given to.",
        "Open the sign-in again (GET /authorize), and let cookies through.",
    ),
    P(
        "one-time-code-invalid",
        422,
        "The one-time code is not the right one",
        "The code from the short message is another, was used, is older than five minutes, or tried too often.",
        "Type the code of the newest message, or have another one sent.",
    ),
    P(
        "grant-invalid",
        400,
        "The grant is not valid",
        "The code, refresh token or device code is unknown, used, expired, or belongs to another client.",
        "Start the sign-in again.",
    ),
    P(
        "assurance-too-low",
        403,
        "The sign-in is not strong enough",
        "The operation wants a verified identity of level L3, and the sign-in was weaker.",
        "Verify the account at the identity service and sign in again.",
    ),
    P(
        "role-not-allowed",
        403,
        "Your role may not do this",
        "The token is good, but the operation belongs to another role.",
        "Sign in as somebody who has one of the roles that the detail names.",
    ),
    P(
        "agency-mismatch",
        403,
        "You work at another agency",
        "Operators see and change only what their own agency holds.",
        "Use the endpoints of your own agency.",
    ),
    P(
        "world-mismatch",
        403,
        "The token is of another world",
        "The Luohu-World header names a world that is not the token's.",
        "Leave the header out, or sign in to the world that it names.",
    ),
    P(
        "sandbox-only",
        403,
        "Only in the sandbox",
        "The operation exists to steer a simulated city and is closed in production mode.",
        "Run the city with LUOHU_MODE=sandbox to use it.",
    ),
    P(
        "persona-unknown",
        404,
        "There is no such persona",
        "The sandbox knows no made-up person of this name.",
        "Choose a name from GET /_luohu/personas.",
    ),
)
