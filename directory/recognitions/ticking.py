"""What time brings to the directory."""

from directory.recognitions.operations import COUNTED, due_by_time
from workflows.background.ticking import on_tick

on_tick("recognitions", *COUNTED)(due_by_time)
