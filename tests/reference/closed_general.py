"""Closed users at first-come-first-served queues of general service, simulated event by event: users think
(exponential), then visit each station in turn. Eight seeds a case, each with its own warm-up; the mean response time
over the seeds with the half width of its 95 % confidence interval (Student's t, 7 degrees of freedom: 2.365), and the
throughput likewise. Standard library only. Its output is tests/fixtures/closed_general.csv.

    python3 tests/reference/closed_general.py > tests/fixtures/closed_general.csv
"""

import heapq
import math
import random
from collections import deque

# Users, mean seconds of thinking, and of each station: servers, mean seconds of service, its law.
CASES = [
    (20, 10.0, [(1, 0.4, "D")]),
    (30, 10.0, [(1, 0.4, "D")]),
    (20, 10.0, [(1, 0.4, "H4")]),
    (30, 10.0, [(1, 0.4, "H4")]),
    (60, 10.0, [(1, 0.4, "H4")]),
    (60, 10.0, [(4, 0.5, "L2")]),
    (80, 10.0, [(4, 0.5, "L2")]),
    (70, 10.0, [(4, 0.5, "D")]),
    (40, 10.0, [(2, 0.3, "L2"), (1, 0.2, "M")]),
    (60, 10.0, [(2, 0.3, "L2"), (1, 0.2, "M")]),
    (50, 10.0, [(2, 0.3, "D"), (1, 0.15, "H4")]),
    (80, 10.0, [(2, 0.3, "D"), (1, 0.15, "H4")]),
]
SEEDS = range(1, 9)
STUDENT = 2.365


def work(draw, mean, law):
    if law == "D":
        return mean
    if law == "M":
        return draw.expovariate(1 / mean)
    scv = float(law[1:])
    if law[0] == "L":
        variance = math.log(1 + scv)
        return mean * draw.lognormvariate(-variance / 2, math.sqrt(variance))
    # Hyperexponential with balanced means.
    first = 0.5 * (1 + math.sqrt((scv - 1) / (scv + 1)))
    share = first if draw.random() < first else 1 - first
    return draw.expovariate(2 * share / mean)


def run(users, think, stations, seed, requests=60_000, warm_up=6_000):
    draw = random.Random(seed)
    events, order = [], 0
    busy, queues = [0] * len(stations), [deque() for _ in stations]
    began = [0.0] * users
    done, total, start = 0, 0.0, 0.0

    def come(now, user, at):
        nonlocal order
        servers, mean, law = stations[at]
        if busy[at] < servers:
            busy[at] += 1
            order += 1
            heapq.heappush(events, (now + work(draw, mean, law), order, user, at))
        else:
            queues[at].append(user)

    for user in range(users):
        order += 1
        heapq.heappush(events, (draw.expovariate(1 / think), order, user, -1))
    while done < warm_up + requests:
        now, _, user, at = heapq.heappop(events)
        if at < 0:
            began[user] = now
            come(now, user, 0)
            continue
        busy[at] -= 1
        if queues[at]:
            come(now, queues[at].popleft(), at)
        if at + 1 < len(stations):
            come(now, user, at + 1)
            continue
        done += 1
        if done == warm_up:
            start, total = now, 0.0
        total += now - began[user]
        order += 1
        heapq.heappush(events, (now + draw.expovariate(1 / think), order, user, -1))
    return total / requests, requests / (now - start)


def told(values):
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return f"{mean:.6f},{STUDENT * math.sqrt(variance / len(values)):.6f}"


if __name__ == "__main__":
    print("users,think_s,stations,response_s,response_half_width_s,throughput_per_s,throughput_half_width_per_s")
    for users, think, stations in CASES:
        responses, rates = zip(*(run(users, think, stations, seed) for seed in SEEDS))
        parts = " ".join(f"{servers}:{mean}:{law}" for servers, mean, law in stations)
        print(f"{users},{think},{parts},{told(responses)},{told(rates)}", flush=True)
