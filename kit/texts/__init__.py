"""The words that the studio shows, in English and in other languages."""

from kit.texts.language import language, languages, set_language, translate

__all__ = ["language", "languages", "set_language", "translate"]
