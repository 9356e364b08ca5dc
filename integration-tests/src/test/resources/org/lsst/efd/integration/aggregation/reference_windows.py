"""Windows of a CSV file by Python's statistics module, for comparison: one line for each window and column.

Usage: reference_windows.py FILE SIZE_S

The column "time" holds nanoseconds, UTC. A line holds: start of the window in seconds, number of records, column, number of
values, and, by float.hex, min q1 mean median stdev q3 max; the last seven are "-" where there are fewer than two values.
"""

import csv
import statistics
import sys


def summary(values):
    q1, _, q3 = statistics.quantiles(values, n=4)
    return (
        min(values),
        q1,
        statistics.mean(values),
        statistics.median(values),
        statistics.stdev(values),
        q3,
        max(values),
    )


def main():
    size = int(sys.argv[2])
    windows = {}
    with open(sys.argv[1], newline="") as lines:
        for row in csv.DictReader(lines):
            start = int(row.pop("time")) // (size * 1_000_000_000) * size
            windows.setdefault(start, []).append(row)
    for start in sorted(windows):
        rows = windows[start]
        for column in rows[0]:
            values = [float(row[column]) for row in rows if row[column] != ""]
            told = summary(values) if len(values) > 1 else ()
            numbers = " ".join(float(x).hex() for x in told) if told else " ".join("-" * 7)
            print(start, len(rows), column, len(values), numbers)


if __name__ == "__main__":
    main()
