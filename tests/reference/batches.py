"""Mean time from coming to the end of its batch, for messages that come at random and are taken in batches.

Whoever is free takes what waits, up to `most`; a batch takes as long as its messages one after the other, each exponential
with mean 1. Prints the rows of the table in src/engine/steady/batches.rs: servers, most, load of a server, time, mean size.
"""

import heapq
import random
from collections import deque


def simulate(servers, most, load, messages=2_000_000, seed=1):
    rng = random.Random(seed)
    rate = load * servers
    busy, waiting, idle = [], deque(), servers
    comes, total, done, batches = rng.expovariate(rate), 0.0, 0, 0
    while done < messages:
        if busy and busy[0] <= comes:
            now = heapq.heappop(busy)
            idle += 1
        else:
            now = comes
            waiting.append(now)
            comes = now + rng.expovariate(rate)
        while idle and waiting:
            size = min(len(waiting), most)
            end = now + sum(rng.expovariate(1.0) for _ in range(size))
            total += sum(end - waiting.popleft() for _ in range(size))
            done += size
            batches += 1
            idle -= 1
            heapq.heappush(busy, end)
    return total / done, done / batches


for servers in (2, 4, 20):
    for most in (3, 10):
        for load in (0.5, 0.7, 0.9):
            time, size = simulate(servers, most, load)
            print(f"({servers}, {most}, {load}, {time:.3f}, {size:.2f}),")
