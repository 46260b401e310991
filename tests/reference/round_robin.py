"""Simulates users who think and are served by identical queues, in turn or at random.

Prints users, mean response time in turn, mean response time at random (seconds). Standard library only:
python3 tests/reference/round_robin.py
"""

import heapq
import random
from collections import deque

QUEUES, SERVERS, SERVICE_S, THINK_S = 4, 2, 0.02, 10.0


def mean_response_s(users, in_turn, ends=1_500_000, seed=1):
    draw = random.Random(seed)
    events = [(draw.expovariate(1 / THINK_S), 0, 0, 0.0) for _ in range(users)]
    heapq.heapify(events)
    waiting = [deque() for _ in range(QUEUES)]
    busy = [0] * QUEUES
    turn = done = counted = 0
    total = 0.0
    while done < ends:
        now, leaves, queue, arrived = heapq.heappop(events)
        if not leaves:
            queue = turn % QUEUES if in_turn else draw.randrange(QUEUES)
            turn += 1
            if busy[queue] < SERVERS:
                busy[queue] += 1
                heapq.heappush(events, (now + draw.expovariate(1 / SERVICE_S), 1, queue, now))
            else:
                waiting[queue].append(now)
            continue
        done += 1
        if done > ends // 5:
            counted += 1
            total += now - arrived
        heapq.heappush(events, (now + draw.expovariate(1 / THINK_S), 0, 0, 0.0))
        if waiting[queue]:
            heapq.heappush(events, (now + draw.expovariate(1 / SERVICE_S), 1, queue, waiting[queue].popleft()))
        else:
            busy[queue] -= 1
    return total / counted


if __name__ == "__main__":
    for users in (2000, 3206, 3800):
        print(users, mean_response_s(users, True), mean_response_s(users, False))
