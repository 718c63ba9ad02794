"""What a process has used so far, and what the same operation took several times one after the other."""

import json
import resource
import statistics
import time


def now():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.monotonic(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


class Series:
    """Begins with the first operation; one that takes milliseconds says little alone."""

    def __init__(self, name):
        self.name = name
        self.resident = resident()
        self.marks = [now()]

    def add(self):
        """An operation is over, and the next one begins."""
        self.marks.append(now())

    def say(self, size):
        """The first, which finds nothing ready, and the median time and the mean CPU of the others."""
        marks = self.marks
        if len(marks) > 2:
            say(f"{self.name}, first", size, marks[:2], self.resident)
            marks = marks[1:]
        say(self.name, size, marks, self.resident)


def say(name, size, marks, resident):
    times = [end[0] - start[0] for start, end in zip(marks, marks[1:])]
    print(json.dumps({name: {
        "seconds": statistics.median(times), "cpu": (marks[-1][1] - marks[0][1]) / len(times), "bytes": size,
        "memory": max(0, marks[-1][2] - resident)}}), flush=True)
