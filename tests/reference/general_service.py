"""M/G/c queues that are in no reference value, simulated by the recursion of Kiefer and Wolfowitz: three seeds of
2,500,000 requests each, mean and range of the three. Standard library only. Results stand in docs/accuracy.md.

    python3 tests/reference/general_service.py
"""

import heapq
import math
import random

CASES = [(3, 0.7, "LN", 2), (3, 0.9, "LN", 2), (8, 0.7, "LN", 6), (8, 0.85, "LN", 6),
         (6, 0.8, "LN", 4), (3, 0.7, "H2", 6), (8, 0.9, "H2", 6), (6, 0.6, "LN", 4)]


def run(servers, utilisation, kind, scv, seed, requests=2_500_000):
    draw = random.Random(seed)
    variance = math.log(1 + scv)
    first = 0.5 * (1 + math.sqrt((scv - 1) / (scv + 1)))
    free, now, times = [0.0] * servers, 0.0, []
    for index in range(requests):
        now += draw.expovariate(utilisation * servers)
        if kind == "LN":
            work = draw.lognormvariate(-variance / 2, math.sqrt(variance))
        else:
            work = draw.expovariate(2 * first) if draw.random() < first else draw.expovariate(2 * (1 - first))
        start = max(free[0], now)
        heapq.heapreplace(free, start + work)
        if index > 50_000:
            times.append(start + work - now)
    times.sort()
    return [sum(times) / len(times)] + [times[int(level * len(times))] for level in (0.5, 0.95, 0.99)]


if __name__ == "__main__":
    for case in CASES:
        runs = [run(*case, seed) for seed in (1, 2, 3)]
        columns = list(zip(*runs))
        print(case, *(f"{sum(values) / 3:.4f} ({max(values) - min(values):.4f})" for values in columns))
