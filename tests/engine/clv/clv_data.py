"""The published data sets as the models take them: x, t_x, T in weeks."""

from pathlib import Path

import numpy as np
import pandas as pd

Floats = np.ndarray


def cdnow_histories(datasets: Path) -> tuple[Floats, Floats, Floats]:
    """CDNOW, 1/10 sample: 2,357 customers seen to 1997-09-30."""
    rows = pd.read_csv(datasets / "cdnow" / "cdnow_customers_summary.csv")
    return tuple(rows[name].to_numpy(float) for name in ("frequency", "recency", "T"))


def cdnow_spending(datasets: Path) -> tuple[Floats, Floats]:
    """The same customers: repeat purchases and the mean of their amounts, 0 without any."""
    rows = pd.read_csv(datasets / "cdnow" / "cdnow_customers_summary_with_transactions.csv")
    return rows["x"].to_numpy(float), rows["zbar"].to_numpy(float)


def cdnow_held_out(datasets: Path) -> tuple[tuple[Floats, Floats, Floats], Floats]:
    """Histories to 1997-09-30 from the transactions, and purchase days of the 39 weeks after it."""
    names = ["master_id", "customer_id", "day", "quantity", "amount"]
    path = datasets / "cdnow" / "CDNOW_sample.txt"
    rows = pd.read_csv(path, sep=r"\s+", header=None, names=names)
    rows["day"] = pd.to_datetime(rows["day"].astype(str))
    end = pd.Timestamp("1997-09-30")
    later = rows[rows["day"] > end].drop_duplicates(["customer_id", "day"])
    histories, customers = histories_of(rows[rows["day"] <= end], "customer_id", "day", end)
    return histories, later.groupby("customer_id").size().reindex(customers, fill_value=0).to_numpy(float)


def apparel(datasets: Path) -> tuple[tuple[Floats, Floats, Floats], pd.DataFrame, pd.DataFrame]:
    """CLVTools' apparel shop to 2006-12-31: histories, covariates, and all transactions."""
    folder = datasets / "clvtools_apparel"
    rows = pd.read_csv(folder / "apparelTrans.csv", parse_dates=["Date"])
    covariates = pd.read_csv(folder / "apparelStaticCov.csv").set_index("Id")
    end = pd.Timestamp("2006-12-31")
    histories, customers = histories_of(rows[rows["Date"] <= end], "Id", "Date", end)
    return histories, covariates.loc[customers], rows


def donations(datasets: Path) -> tuple[Floats, Floats, Floats, Floats]:
    """11,104 donors in 22 rows: gifts, occasion of the last, occasions, donors."""
    rows = pd.read_csv(datasets / "donations_bgbb" / "donations_lifetimes.csv")
    return tuple(rows[name].to_numpy(float) for name in ("frequency", "recency", "periods", "weights"))


def histories_of(
    rows: pd.DataFrame, customer: str, day: str, end: pd.Timestamp
) -> tuple[tuple[Floats, Floats, Floats], pd.Index]:
    days = rows.groupby(customer)[day].agg(["nunique", "min", "max"])
    weeks = [(days["max"] - days["min"]).dt.days / 7, (end - days["min"]).dt.days / 7]
    return ((days["nunique"] - 1).to_numpy(float), *(part.to_numpy(float) for part in weeks)), days.index
