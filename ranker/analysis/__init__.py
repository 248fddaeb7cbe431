"""Questions asked of a study."""
