"""What a report shows a person, before any format."""
