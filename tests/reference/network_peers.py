"""Examples of docs/network-file.md in other tools: Ciw 3 (limit and patience), SimPy 4 (closed users), and event loops of
their own where those have no processor sharing with several servers.
Independent runs with Student's 95 % confidence intervals. Run once; results stand in docs/accuracy.md.

    pip install ciw simpy && python3 tests/reference/network_peers.py
"""

import math
import random
import statistics
from collections import deque

import ciw
import simpy

RUNS = 12
T_95 = 2.201  # Student's t, 11 degrees of freedom


def told(name, rows):
    """Prints mean and half width of the interval for each number of the runs."""
    print(name)
    for key in rows[0]:
        values = [row[key] for row in rows]
        half = T_95 * statistics.stdev(values) / math.sqrt(len(values))
        print(f"  {key:>6} {statistics.mean(values):.5f} ± {half:.5f}")


def summary(times):
    times = sorted(times)
    at = lambda level: times[min(len(times) - 1, int(level * len(times)))]
    return {"mean": statistics.fmean(times), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


def limit_and_patience(seed):
    """Ciw: 100 servers, 300 places, exponential patience of 5 s, 110 calls a second."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(110)],
        service_distributions=[ciw.dists.Exponential(1)],
        number_of_servers=[100],
        queue_capacities=[200],
        reneging_time_distributions=[ciw.dists.Exponential(0.2)],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(700)
    records = [record for record in simulation.get_all_records() if record.arrival_date > 60 and record.arrival_date < 680]
    served = [record.exit_date - record.arrival_date for record in records if record.record_type == "service"]
    left = sum(record.record_type == "renege" for record in records)
    return {**summary(served), "left": left / len(records)}


def closed_with_cache(seed):
    """SimPy: 2,000 users, four instances of two servers at random, one of five requests goes to the database."""
    draw, environment = random.Random(seed), simpy.Environment()
    web = [simpy.Resource(environment, 2) for _ in range(4)]
    database = simpy.Resource(environment, 1)
    times = []

    def user():
        while True:
            yield environment.timeout(draw.expovariate(1 / 10))
            start = environment.now
            with draw.choice(web).request() as turn:
                yield turn
                yield environment.timeout(draw.expovariate(1 / 0.035))
            if draw.random() < 0.8:
                yield environment.timeout(draw.expovariate(1 / 0.001))
            else:
                with database.request() as turn:
                    yield turn
                    yield environment.timeout(draw.expovariate(1 / 0.02))
            if start > 100:
                times.append(environment.now - start)

    for _ in range(2000):
        environment.process(user())
    environment.run(until=3100)
    return summary(times)


def held_by_a_database(seed):
    """Workers (20, and 100 places to wait) held over a shared processor of two servers and a database of one."""
    draw, now, times = random.Random(seed), 0.0, []
    on_cpu, at_db, outside = [], deque(), deque()
    next_arrival, db_done = draw.expovariate(90), math.inf
    inside = 0
    while now < 3000:
        speed = min(1.0, 2 / len(on_cpu)) if on_cpu else 0.0
        first = min(on_cpu, key=lambda job: job[0]) if on_cpu else None
        cpu_done = now + first[0] / speed if first else math.inf
        then = min(next_arrival, cpu_done, db_done)
        for job in on_cpu:
            job[0] -= (then - now) * speed
        now = then
        if now == next_arrival:
            next_arrival = now + draw.expovariate(90)
            if inside < 20:
                inside += 1
                on_cpu.append([draw.expovariate(1 / 0.012), now])
            elif len(outside) < 100:
                outside.append(now)
        elif now == cpu_done:
            on_cpu.remove(first)
            at_db.append(first[1])
            if len(at_db) == 1:
                db_done = now + draw.expovariate(100)
        else:
            start = at_db.popleft()
            db_done = now + draw.expovariate(100) if at_db else math.inf
            if start > 100:
                times.append(now - start)
            if outside:
                on_cpu.append([draw.expovariate(1 / 0.012), outside.popleft()])
            else:
                inside -= 1
    return summary(times)


def web_and_database(seed):
    """The first example: a shared processor of four servers, then a queue with two, two classes."""
    draw, now, times = random.Random(seed), 0.0, []
    sigma = math.sqrt(math.log(1 + 1.5 * 1.5))
    mu = math.log(0.015) - sigma * sigma / 2
    on_cpu, waiting, busy, ends = [], deque(), 0, []
    next_arrival = draw.expovariate(80)
    while now < 2500:
        speed = min(1.0, 4 / len(on_cpu)) if on_cpu else 0.0
        first = min(on_cpu, key=lambda job: job[0]) if on_cpu else None
        cpu_done = now + first[0] / speed if first else math.inf
        db_done = min(ends)[0] if ends else math.inf
        then = min(next_arrival, cpu_done, db_done)
        for job in on_cpu:
            job[0] -= (then - now) * speed
        now = then
        if now == next_arrival:
            next_arrival = now + draw.expovariate(80)
            on_cpu.append([draw.expovariate(1 / 0.04), now - 0.02, draw.random() < 0.9])
        elif now == cpu_done:
            on_cpu.remove(first)
            waiting.append((first[1], first[2]))
        else:
            end = min(ends)
            ends.remove(end)
            busy -= 1
            if end[1][0] > 100:
                times.append(now - end[1][0])
        while waiting and busy < 2:
            job = waiting.popleft()
            busy += 1
            work = draw.lognormvariate(mu, sigma) if job[1] else draw.expovariate(1 / 0.02)
            ends.append((now + work, job))
    return summary(times)


if __name__ == "__main__":
    for example in (limit_and_patience, closed_with_cache, held_by_a_database, web_and_database):
        told(example.__name__, [example(seed) for seed in range(1, RUNS + 1)])
