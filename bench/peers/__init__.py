"""What `make bench-peers` compares: one verification job in luohu, on two queues, in SQL alone and over HTTP alone."""
