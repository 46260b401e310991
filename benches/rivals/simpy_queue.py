"""M/M/4 at 80 % in SimPy: nanoseconds of a processor for each customer, best of three, and the mean wait in seconds."""

import random
import sys
import time

import simpy

SERVERS, LOAD = 4, 0.8


def customer(env, servers, work, waits):
    came = env.now
    with servers.request() as request:
        yield request
        waits[0] += env.now - came
        yield env.timeout(work)


def source(env, servers, draw, customers, waits):
    for _ in range(customers):
        yield env.timeout(draw.expovariate(SERVERS * LOAD))
        env.process(customer(env, servers, draw.expovariate(1.0), waits))


def once(customers, seed):
    env, waits = simpy.Environment(), [0.0]
    servers = simpy.Resource(env, SERVERS)
    env.process(source(env, servers, random.Random(seed), customers, waits))
    before = time.process_time()
    env.run()
    return (time.process_time() - before) / customers, waits[0] / customers


CUSTOMERS = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
RUNS = [once(CUSTOMERS, seed) for seed in range(3)]
print(f"{min(took for took, _ in RUNS) * 1e9:.2f} {RUNS[-1][1]:.4f}")
