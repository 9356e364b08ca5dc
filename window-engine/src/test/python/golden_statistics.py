"""Prints golden values of Python's `statistics` module, one sample a line.

    python3 golden_statistics.py > ../resources/org/lsst/efd/window/statistics/golden.txt

Fields are separated by `|`, numbers are written as hexadecimal floats so that no digit is lost:
sample | min | mean | median | stdev | max | q1, q3, p01, p99 (exclusive) | q1, q3, p01, p99 (inclusive)
The sample keeps its order; what needs two values is `-` for a sample of one.
"""

import math
import random
import statistics


def text(numbers):
    return " ".join(float(number).hex() for number in numbers)


def quantiles(sample, method):
    if len(sample) < 2:
        return "-"
    quarters = statistics.quantiles(sample, n=4, method=method)
    hundredths = statistics.quantiles(sample, n=100, method=method)
    return text([quarters[0], quarters[2], hundredths[0], hundredths[98]])


def line(sample):
    return "|".join(
        [
            text(sample),
            text([min(sample)]),
            text([statistics.mean(sample)]),
            text([statistics.median(sample)]),
            text([statistics.stdev(sample)]) if len(sample) > 1 else "-",
            text([max(sample)]),
            quantiles(sample, "exclusive"),
            quantiles(sample, "inclusive"),
        ]
    )


def samples(source):
    yield [1.0, 2.0]
    yield [1.0, 2.0, 3.0, 4.0]
    yield [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]
    yield [5.0, 1.0, 4.0, 1.0, 3.0, 9.0, 2.0, 6.0]
    yield [0.1] * 10
    yield [math.ldexp(1, -900), math.ldexp(3, -900), math.ldexp(7, -900)]
    for _ in range(400):
        size = 1 + int(60 ** source.random())
        offset = source.choice([0.0, 0.0, 1e9, 1.7e9, 1e15, -1e12])
        spread = source.choice([0.25, 1.0, 1e3, 1e6])
        drawn = [offset + source.gauss(0, spread) for _ in range(size)]
        yield [float(round(value)) for value in drawn] if source.random() < 0.3 else drawn


if __name__ == "__main__":
    for each in samples(random.Random(20260101)):
        print(line(each))
