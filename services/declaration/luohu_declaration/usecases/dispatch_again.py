"""Staff send a question again, after what stood in its way is gone."""

from datetime import timedelta
from uuid import UUID

from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.receive import QuestionState
from luohu_declaration.storage import questions, waiting
from luohu_kit.work import Work


class QuestionDecided(Exception):
    """The question waits for nothing any more."""

    def __init__(self, question_id: UUID, state: QuestionState) -> None:
        super().__init__(f"Question {question_id} is {state.value}; only an open question can be sent again.")


async def dispatch_again(work: Work, question_id: UUID, *, overdue: timedelta) -> bool:
    """Send an open question once more; False when it is on its way already. Raises NotThere, QuestionDecided.

    The agency knows a question by its id, so that sending it twice asks it once.
    """
    kept = await questions.get(work, question_id)
    if kept is None:
        raise NotThere("question")
    if kept.asked.state is not QuestionState.OPEN:
        raise QuestionDecided(question_id, kept.asked.state)
    if not await waiting.send_anew(work, question_id, overdue):
        return False
    questions.send(work, kept.question)
    return True
