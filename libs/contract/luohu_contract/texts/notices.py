"""What the city tells people by SMS, by kind. A sentence has `{places}` for the notice's parameters."""

from luohu_contract.texts.kind import Text

NOTICES: dict[str, Text] = {}
