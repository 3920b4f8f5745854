"""Another kind of application, which only tests know: what the instruction is for must hold it."""
