"""The routes that every agency has: questions for the asker, the queue and the registers for its operators."""
