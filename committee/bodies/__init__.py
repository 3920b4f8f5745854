"""Who deliberates: bodies, their colleges and voting rule, the mandates of the members."""
