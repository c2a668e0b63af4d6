"""What is done beside answering, because its time has come: deadlines, retention, erasing, forgetting contacts."""
