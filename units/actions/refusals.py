"""What an action of this app says when it will not do something."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818, it is said, not raised by mistake
    """Nothing was changed; `sentence` says in Vietnamese why, and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
