"""What others read: after every committed step the warehouse is shown to them, never the file that is written."""
