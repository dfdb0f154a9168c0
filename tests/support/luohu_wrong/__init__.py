"""Services that keep the loop's contract in as few lines as it takes, and the same with one thing wrong on purpose."""
