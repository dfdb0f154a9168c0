"""What identity keeps: its signing keys, clients and front ends (of real time, not of a world); and of each world its
people, its accounts, and the codes of those who are just signing in.
"""

from sqlalchemy import Column, Date, DateTime, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.schema import Table

from luohu_contract.claim import Sex
from luohu_kit.auth import Role
from luohu_kit.db import OF_THE_RUN, TextEnum, metadata, world_table
from luohu_kit.migration import History

meta = metadata()
NOW = text("clock_timestamp()")
#: Good for minutes of real time: no snapshot keeps it, or a code that was used would come back.
OF_THE_MOMENT = {**OF_THE_RUN, "snapshot": False}

#: Private keys, the newest signs, all that have not retired are shown.
signing_key = Table(
    "signing_key",
    meta,
    Column("kid", Text, primary_key=True),
    Column("private_jwk", JSONB, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("retires_at", DateTime(timezone=True)),  #: real time; None for the key that signs
)

#: Programs that ask for tokens in their own name.
client = Table(
    "client",
    meta,
    Column("client_id", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("secret_hash", Text, nullable=False),  #: scrypt, hexadecimal
    Column("role", TextEnum(Role), nullable=False),
    Column("agency", Text),  #: of an operator's client
    Column("uscc", Text),  #: of an employer's client
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=NOW),
)

#: People with their identity documents, in one world.
person = world_table(
    "person",
    meta,
    Column("id", Uuid, nullable=False),
    Column("persona", Text),  #: slug of the seeds; None for people registered later
    Column("name", Text, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("sex", TextEnum(Sex), nullable=False),
    Column("mobile", Text, nullable=False),
    Column("level", Text, nullable=False),  #: assurance level L1 to L3
    Index("uq_person_id_number", "world", "id_number", unique=True),
    Index("uq_person_persona", "world", "persona", unique=True, postgresql_where=text("persona IS NOT NULL")),
)

#: Front ends that send people here to sign in: public clients, which have no secret (RFC 6749, 2.1).
front_end = Table(
    "front_end",
    meta,
    Column("client_id", Text, primary_key=True),
    Column("name", Text, nullable=False),  #: as the sign-in page shows it
    Column("redirect_uris", ARRAY(Text), nullable=False),
    Column("post_logout_redirect_uris", ARRAY(Text), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=NOW),
)

#: Members of staff and employers who sign in by form: in production all that there are.
account = world_table(
    "account",
    meta,
    Column("name", Text, nullable=False),  #: `operator:tax:2`, `window`, `employer:<USCC>`
    Column("id", Uuid, nullable=False),  #: subject of the tokens of staff
    Column("holder", Text, nullable=False),  #: name of the person, or of the employer
    Column("mobile", Text, nullable=False),
    keys=("name",),
)

#: One-time codes, and the questions for them: an account that nobody has leaves the same row. Times are real.
sign_in_code = world_table(
    "sign_in_code",
    meta,
    Column("id", Uuid, nullable=False),
    Column("account", Text, nullable=False),  #: digest of its name
    Column("address", Text, nullable=False),  #: digest of where it was asked from
    Column("code", Text, nullable=False),  #: digest
    Column("masked", Text),  #: the account, as a sandbox lists it
    Column("readable", Text),  #: the code itself, in a sandbox only
    Column("sent_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("used_at", DateTime(timezone=True)),
    Index("ix_sign_in_code_account", "world", "account", "sent_at"),
    Index("ix_sign_in_code_address", "world", "address", "sent_at"),
    info=OF_THE_MOMENT,
)

#: What was given to a front end to be turned into tokens, once. Times are real.
authorization_code = world_table(
    "authorization_code",
    meta,
    Column("code", Text, nullable=False),  #: SHA-256, hexadecimal
    Column("client_id", Text, nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("challenge", Text, nullable=False),  #: S256 of the verifier (RFC 7636)
    Column("nonce", Text),
    Column("scope", Text, nullable=False),
    Column("account", Text, nullable=False),  #: who signed in: id of a person, or name of an account
    Column("signed_in_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    keys=("code",),
    info=OF_THE_MOMENT,
)

HISTORY = History("luohu_identity", "public", meta)
WITHOUT_WORLD = {"signing_key", "client", "front_end"}
