"""Real files that are never part of the repository, as facts for the engine."""

from pathlib import Path

import pandas as pd


def cdnow(datasets: Path) -> pd.DataFrame:
    names = ["master_id", "customer_id", "day", "quantity", "amount"]
    kinds = {"master_id": str, "customer_id": str, "day": str}
    path = datasets / "cdnow" / "CDNOW_sample.txt"
    return pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype=kinds)


def online_retail(datasets: Path) -> pd.DataFrame:
    rows = pd.read_csv(datasets / "uci_online_retail" / "dev_slice_40pct_customers.csv.gz", dtype=str)
    rows = rows[rows["CustomerID"].notna()]
    quantity, price = rows["Quantity"].astype(float), rows["UnitPrice"].astype(float)
    return pd.DataFrame(
        {
            "customer_id": rows["CustomerID"],
            "day": rows["InvoiceDate"].str[:10],
            "quantity": quantity,
            "amount": quantity * price,
        }
    )
