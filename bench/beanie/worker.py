"""The Beanie contender: the timed tasks of bench/workers/timed.ts in Python, over the same line protocol."""

import asyncio
import json
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import uvloop
from beanie import Document, init_beanie
from pydantic import BaseModel
from pymongo import AsyncMongoClient

LANES = 32


class Geo(BaseModel):
    latitude: float
    longitude: float


class Address(BaseModel):
    street: str
    city: str
    zip: str
    geo: Geo


class Company(BaseModel):
    name: str
    title: str


class Order(BaseModel):
    sku: str
    quantity: int
    price: float


class SmallFields(BaseModel):
    name: str
    email: str
    age: int


class MediumFields(SmallFields):
    active: bool
    score: float
    createdAt: datetime
    tags: list[str]
    address: Address
    company: Company
    orders: list[Order]
    balance: float
    visits: int
    language: str
    note: str
    level: str


class Small(Document, SmallFields):
    class Settings:
        name = "small"


class SmallWritten(Document, SmallFields):
    class Settings:
        name = "small_written"


class Medium(Document, MediumFields):
    class Settings:
        name = "medium"


class MediumWritten(Document, MediumFields):
    class Settings:
        name = "medium_written"


READ = {"small": Small, "medium": Medium}
WRITTEN = {"small": SmallWritten, "medium": MediumWritten}


def inputs(folder, shape):
    documents = json.loads(Path(folder, f"{shape}.json").read_text())
    for document in documents:
        document.pop("_id", None)
        if shape == "medium":
            document["createdAt"] = datetime.fromisoformat(document["createdAt"].replace("Z", "+00:00"))
    return documents


def checksum(shape, document):
    flat = document.age + len(document.name) + len(document.email)
    if shape == "small":
        return flat
    created = document.createdAt.replace(tzinfo=timezone.utc)
    milliseconds = round(created.timestamp() * 1000) % 997
    return flat + len(document.tags) + document.orders[0].quantity + milliseconds


def total(shape, documents):
    return sum(checksum(shape, document) for document in documents)


def pick(n, count):
    return (n * 37) % count


def since(start):
    return (time.perf_counter() - start) * 1000


async def insert(request):
    shape, model = request["shape"], WRITTEN[request["shape"]]
    plain = inputs(request["folder"], shape)
    times, construct = [], []
    for sample in range(request["samples"] + 1):
        start = time.perf_counter()
        documents = [model(**one) for one in plain]
        constructed = since(start)
        start = time.perf_counter()
        await model.insert_many(documents)
        if sample > 0:
            times.append(since(start))
            construct.append(constructed)
    construct.sort()
    return {
        "times": times,
        "count": len(plain) * (request["samples"] + 1),
        "sum": 0,
        "figures": {"construct": construct[len(construct) // 2]},
    }


async def everything(model):
    return await model.find_all(batch_size=2000).to_list()


async def find(request):
    model, times = READ[request["shape"]], []
    for sample in range(request["samples"] + 1):
        start = time.perf_counter()
        found = await everything(model)
        if sample > 0:
            times.append(since(start))
    return {"times": times, "count": len(found), "sum": total(request["shape"], found)}


async def find_one(request, lanes):
    model, operations = READ[request["shape"]], request["operations"]
    ids = [document.id for document in await everything(model)]

    async def lane(first):
        return [await model.get(ids[pick(n, len(ids))]) for n in range(first, first + operations)]

    times = []
    for sample in range(request["samples"] + 1):
        start = time.perf_counter()
        found = await asyncio.gather(*(lane(n * operations) for n in range(lanes)))
        if sample > 0:
            times.append(since(start))
    documents = [document for part in found for document in part]
    return {"times": times, "count": len(documents), "sum": total(request["shape"], documents)}


async def update_one(request):
    read, written, operations = READ[request["shape"]], WRITTEN[request["shape"]], request["operations"]
    ids = [document.id for document in await everything(read)]
    times = []
    for sample in range(request["samples"] + 1):
        matched = 0
        start = time.perf_counter()
        for n in range(operations):
            result = await written.find_one(written.id == ids[pick(n, len(ids))]).set({"age": n})
            matched += result.matched_count
        if sample > 0:
            times.append(since(start))
    return {"times": times, "count": matched, "sum": 0}


async def connect(request):
    client = AsyncMongoClient(request["uri"])
    models = [*READ.values(), *WRITTEN.values()]
    await init_beanie(database=client[request["database"]], document_models=models, skip_indexes=True)
    return {"times": [], "count": 0, "sum": 0, "figures": {}}


TASKS = {
    "open": connect,
    "insert": insert,
    "find": find,
    "find-one": lambda request: find_one(request, 1),
    "find-one-32": lambda request: find_one(request, LANES),
    "update-one": update_one,
}


async def main():
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        request = json.loads(line)
        try:
            reply = await TASKS[request["task"]](request)
        except Exception as error:  # the runner shows it; the worker goes on
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": request["id"], **reply}), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
