"""The compute part of an aggregator on Python's statistics module: windows of 50 samples, seven statistics.

Usage: statistics_of_windows.py COLUMNS. Makes the samples from a fixed random start and prints "done"; then summarises all of
them for each line that it reads, and prints "done" again.
"""

import random
import statistics
import sys


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
    print("done", flush=True)
    for _ in sys.stdin:
        for sample in samples:
            summary(sample)
        print("done", flush=True)


if __name__ == "__main__":
    main()
