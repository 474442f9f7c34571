"""People in front of real browsers."""
