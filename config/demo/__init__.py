"""The demo: fictional people, structures and dossiers, made by the product's own operations.

`story.tell()` plays it; the other modules hold its data (`organisations`, `people`, `texts`,
`files`) and the hands that play each part (`journeys`, `sessions`).
"""
