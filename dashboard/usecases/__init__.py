"""What a manager does: brings data and engine together, without a screen."""
