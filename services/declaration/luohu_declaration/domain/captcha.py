"""验证码 of the job-housing page: a sum, made from a token.

It keeps nobody out and hides nothing: whoever reads the question can answer it, a program as well. It is here because
the page has it, so that a client that is tested against the city has that step, too (handbook 三.四.2).
"""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from luohu_declaration.domain.checks import Refused


class CaptchaWrong(Refused):
    """The answer does not belong to the question."""

    def __init__(self) -> None:
        wrong = ("#/captcha/answer", "is not the answer to the question of this token")
        super().__init__("The captcha was answered wrongly. Get another one and answer that.", wrong)


@dataclass(frozen=True, slots=True)
class Captcha:
    """A question, good for one applicant."""

    token: UUID
    question: str
    answer: str


def captcha_of(applicant: str, token: UUID) -> Captcha:
    """The question of a token: always the same one for an applicant (subject of the token), in a replay too."""
    digest = sha256(applicant.encode() + token.bytes).digest()
    left, right = 10 + digest[0] % 90, 1 + digest[1] % 9
    return Captcha(token, f"{left} + {right} = ?", str(left + right))


def check_captcha(applicant: str, token: UUID, answer: str) -> None:
    """Raises CaptchaWrong."""
    if answer != captcha_of(applicant, token).answer:
        raise CaptchaWrong
