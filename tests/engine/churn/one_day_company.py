"""A made-up company of which one table of one day is all that is known."""

import datetime as dt

import numpy as np
import pandas as pd

from engine.contracts import Relations, Tables

DAY = dt.date(2024, 1, 31)


def one_day_rows(size=900, seed=5):
    """Return a row a customer: the likelier to leave, the newer and the dearer; a town says nothing."""
    rng = np.random.default_rng(seed)
    tenure, fee = rng.uniform(0, 60, size), rng.normal(50, 12, size)
    chance = 1.0 / (1.0 + np.exp(1.0 + 0.06 * (tenure - 30) - 0.05 * (fee - 50)))
    return pd.DataFrame(
        {
            "customer_id": [f"c{number:04d}" for number in range(size)],
            "tenure": tenure,
            "fee": fee,
            "town": rng.choice(["Here", "There"], size),
            "left": rng.random(size) < chance,
        }
    )


def one_day_tables(rows, day=DAY, **attributes):
    """Return the tables as an import of such rows makes them; ``attributes`` are columns by name."""
    ids, then = rows["customer_id"], pd.Timestamp(day)
    began = then - pd.to_timedelta((rows["tenure"] * 30.4375).round(), unit="D")
    noted = [
        pd.DataFrame(
            {"customer_id": ids, "known_on": then, "name": name, "value": pd.Series(values).astype(str)}
        )
        for name, values in {"town": rows["town"], **attributes}.items()
    ]
    gone = rows["left"]
    relations = Relations.from_frames(
        contracts=pd.DataFrame(
            {
                "customer_id": ids,
                "start_day": began,
                "end_day": pd.Series(np.where(gone, then, np.datetime64("NaT"))),
                "is_start_estimated": 1.0,
                "fee_per_month": rows["fee"],
            }
        ),
        exits=pd.DataFrame({"customer_id": ids[gone], "day": then, "is_day_estimated": 1.0}),
        attributes=pd.concat(noted, ignore_index=True),
    )
    people = pd.DataFrame({"customer_id": ids.astype("str"), "customer_key": range(1, len(rows) + 1)})
    nothing = pd.DataFrame({"customer_id": [], "day": [], "amount": []})
    return Tables.from_frames(nothing, people, relations)
