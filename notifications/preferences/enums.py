"""What a person may, or may not, stop receiving by e-mail."""

from workflows.outbox.notices import Category

# A right may hang on them: a deadline, an appeal, a convocation, the proof of a filing.
MANDATORY = (Category.REQUESTS, Category.DECISIONS, Category.SESSIONS, Category.RECEIPTS)
