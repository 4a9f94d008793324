"""wrk on the loopback address."""
import os
import pathlib
import re
import statistics
import subprocess

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


class Load:
    def __init__(self, rate, median_ms, slow_ms, cpu_us):
        self.rate, self.median_ms, self.slow_ms = rate, median_ms, slow_ms
        self.cpu_us = cpu_us  # {part: microseconds of processor time per request}


def _percentile(out, percent):
    value, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)\b", out).groups()
    return float(value) * UNITS[unit]


def cpu_seconds(pids):
    """Processor time of processes so far."""
    total = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def run(url, cookie, seconds, parts, connections=16):
    """parts: {name: process ids} whose processor time is of interest."""
    before = {name: cpu_seconds(pids) for name, pids in parts.items()}
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "20s", "-H", f"Cookie: {cookie}", url],
                         check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in out and "Socket errors" not in out, f"{url}: {out}"
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    cpu = {name: (cpu_seconds(pids) - before[name]) / requests * 1e6 for name, pids in parts.items()}
    return Load(float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), _percentile(out, 50), _percentile(out, 99), cpu)


def interleaved(urls, cookie, seconds, rounds, parts):
    """{name: [Load]}: the same weather for all, another order each round. parts: {name: {part: process ids}}."""
    found = {name: [] for name in urls}
    names = list(urls)
    for i in range(rounds):
        for name in names[i % len(names):] + names[:i % len(names)]:
            found[name].append(run(urls[name], cookie, seconds, parts[name]))
    return found


def median_ratio(ours, theirs):
    """Of the rounds' ratios: both of a round met the same load of the machine."""
    return statistics.median(a.rate / b.rate for a, b in zip(ours, theirs))
