"""The standards library: versions, their lines, drafts and publication."""
