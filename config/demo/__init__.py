"""The demo: fictional people, structures and dossiers, made by the product's own operations.

`story.play_story()` plays `past`, then `present`, on the stage that `cast` sets. `journeys` (a
dossier) and `sessions` (the committee) act; `structures.toml` and `texts.toml` hold the words.
"""
