"""The compute part of an aggregator on Python's statistics module: windows of 50 samples, seven statistics.

Prints the seconds that COLUMNS columns of one window took; the records come from a fixed random start.
"""

import random
import statistics
import sys
import time


def summary(sample):
    q1, median, q3 = statistics.quantiles(sample, n=4)
    return (
        min(sample),
        q1,
        statistics.mean(sample),
        statistics.median(sample),
        statistics.stdev(sample),
        q3,
        max(sample),
    )


def main():
    columns = int(sys.argv[1])
    source = random.Random(7)
    samples = [[source.gauss(0.0, 100.0) for _ in range(50)] for _ in range(columns)]
    begin = time.perf_counter()
    for sample in samples:
        summary(sample)
    print(time.perf_counter() - begin)


if __name__ == "__main__":
    main()
