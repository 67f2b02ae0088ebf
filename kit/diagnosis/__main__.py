"""`python -m kit.diagnosis` writes the pages of all mistakes anew."""

from kit.diagnosis.pages import write_pages

write_pages()
