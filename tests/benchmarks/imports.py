"""`python -m tests.benchmarks.imports`: what reading a file of leads costs.

Rows a second and the peak memory for a file with the columns of a CRM's export, and as a yardstick
the time that Python's own CSV reader takes for the same file in the same run.
"""

import argparse
import csv
import resource
import tempfile
import time
from pathlib import Path

from tools.lead_files.reader import LeadFile, LeadRow

COLUMNS = (
    "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Job Title,Lifecycle Stage,"
    "Lead Status,Country/Region,Time Zone,Opted out of email,Notes,Pain points,Budget,Contact Owner"
).split(",")
COUNTRIES = ("United Kingdom", "Spain", "Norway")


def lead_cells(number: int) -> list[str]:
    """The cells of one row; names, addresses and notes differ in every row."""
    return [
        str(number),
        f"José {number % 700}",
        f"Smith{number}",
        f"lead{number}@example{number % 50}.com",
        f"+44 20 7946 {number % 10_000:04}",
        f"Acme {number % 3_000} & Söhne",
        "VP Marketing",
        "Lead",
        "Attempted to contact",
        COUNTRIES[number % 3],
        "Europe/London",
        "false",
        f"met at fair {number}, asked for information",
        "slow reports; late invoices",
        "5000-10000",
        "Sam Vendor",
    ]


def write_file(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            writer.writerow(lead_cells(number))


def seconds_of_csv(path: Path) -> float:
    """How long Python's reader takes for the file."""
    started = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        write_file(path, rows)
        yardstick = seconds_of_csv(path)
        started = time.process_time()
        leads = sum(isinstance(row, LeadRow) for row in LeadFile(path, country="GB"))
        seconds = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{leads:,} leads in {seconds:.1f} s: {leads / seconds:,.0f} rows a second")
    print(f"{seconds / yardstick:.0f} times the time of Python's CSV reader")
    print(f"{peak_mb:.0f} MB at the peak")


if __name__ == "__main__":
    main()
