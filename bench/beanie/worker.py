"""The Beanie contender: the timed tasks of bench/workers/timed.ts in Python, over the same line protocol."""

import asyncio
import json
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import uvloop
from beanie import BulkWriter, Document, Link, init_beanie
from bson import ObjectId
from pydantic import BaseModel
from pydantic_core import core_schema
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


class Label:
    """What an instance of the model with codecs has in the place of a stored text."""

    def __init__(self, text):
        self.text = text

    def __len__(self):
        return len(self.text)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source, _handler):
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls(value)
        )


class CodedFields(BaseModel):
    name: Label
    email: Label
    age: int


def encode_label(label):
    return label.text


class Coded(Document, CodedFields):
    class Settings:
        name = "coded"
        bson_encoders = {Label: encode_label}


class CodedWritten(Document, CodedFields):
    class Settings:
        name = "coded_written"
        bson_encoders = {Label: encode_label}


class Tracked(Document, SmallFields):
    class Settings:
        name = "tracked"
        use_state_management = True


class TrackedWritten(Document, SmallFields):
    class Settings:
        name = "tracked_written"
        use_state_management = True


class Continent(Document):
    name: str

    class Settings:
        name = "linked_continents"


class Country(Document):
    name: str
    continent: Link[Continent]

    class Settings:
        name = "dbref_countries"


class Author(Document):
    name: str
    email: str

    class Settings:
        name = "dbref_authors"


class AuthorOfCountry(Document):
    name: str
    email: str
    country: Link[Country]

    class Settings:
        name = "dbref_authors"


# A query fetches all links of its model: each task has a model with those that it means.
class PostOne(Document):
    title: str
    author: Link[Author]

    class Settings:
        name = "dbref_posts"


class PostList(Document):
    title: str
    others: list[Link[Author]]

    class Settings:
        name = "dbref_posts"


class PostDeep(Document):
    title: str
    author: Link[AuthorOfCountry]

    class Settings:
        name = "dbref_posts"


LINKED = [Continent, Country, Author, AuthorOfCountry, PostOne, PostList, PostDeep]
LINK_TASKS = {
    "links-one": (PostOne, lambda post: [post.author]),
    "links-list": (PostList, lambda post: post.others),
    "links-deep": (PostDeep, lambda post: [post.author.country.continent]),
}

READ = {"small": Small, "medium": Medium, "tracked": Tracked, "coded": Coded}
WRITTEN = {"small": SmallWritten, "medium": MediumWritten, "tracked": TrackedWritten, "coded": CodedWritten}


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
    shape, model = request["shape"], WRITTEN[request["model"]]
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
    model, times = READ[request["model"]], []
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


async def save_changes(request):
    documents, operations = await everything(WRITTEN[request["model"]]), request["operations"]
    times, saved = [], 0
    for sample in range(request["samples"] + 1):
        saved = 0
        start = time.perf_counter()
        for n in range(operations):
            document = documents[pick(n, len(documents))]
            document.age = n + sample * 1000
            await document.save_changes()
            saved += 1
        if sample > 0:
            times.append(since(start))
    return {"times": times, "count": saved, "sum": 0}


async def bulk(request):
    model, plain = WRITTEN[request["model"]], inputs(request["folder"], request["shape"])
    ids = [document.id for document in await everything(READ[request["model"]])]
    doomed = ids[3::4]
    times, count = [], 0
    for sample in range(request["samples"] + 1):
        inserted = [model(**{**one, "age": at + 3}) for at, one in enumerate(plain) if at % 4 == 0]
        for document in inserted:
            document.id = ObjectId()
        start = time.perf_counter()
        writer = BulkWriter(ordered=False, object_class=model)
        for at in range(len(plain)):
            if at % 4 == 0:
                await model.insert_one(inserted[at // 4], bulk_writer=writer)
            elif at % 4 == 3:
                await model.find_one(model.id == doomed[at // 4]).delete(bulk_writer=writer)
            else:
                await model.find_one(model.id == ids[at]).update({"$set": {"age": at}}, bulk_writer=writer)
        result = await writer.commit()
        if sample > 0:
            times.append(since(start))
        count = result.inserted_count + result.matched_count + result.deleted_count
        doomed = [document.id for document in inserted]
    return {"times": times, "count": count, "sum": 0}


async def links(request):
    (model, ends), times = LINK_TASKS[request["task"]], []
    for sample in range(request["samples"] + 1):
        start = time.perf_counter()
        posts = await model.find(fetch_links=True, batchSize=2000).to_list()
        if sample > 0:
            times.append(since(start))
    return {"times": times, "count": len(posts), "sum": sum(len(end.name) for post in posts for end in ends(post))}


async def aggregate(request):
    model, times = READ[request["model"]], []
    stages = [{"$project": {"_id": 0, "name": 1, "email": 1, "age": 1}}]
    for sample in range(request["samples"] + 1):
        start = time.perf_counter()
        rows = await model.aggregate(stages, batchSize=2000).to_list()
        if sample > 0:
            times.append(since(start))
    sum_of = sum(row["age"] + len(row["name"]) + len(row["email"]) for row in rows)
    return {"times": times, "count": len(rows), "sum": sum_of}


async def connect(request):
    client = AsyncMongoClient(request["uri"])
    models = [*READ.values(), *WRITTEN.values(), *LINKED]
    await init_beanie(database=client[request["database"]], document_models=models, skip_indexes=True)
    return {"times": [], "count": 0, "sum": 0, "figures": {}}


TASKS = {
    "open": connect,
    "insert": insert,
    "find": find,
    "find-one": lambda request: find_one(request, 1),
    "find-one-32": lambda request: find_one(request, LANES),
    "update-one": update_one,
    "save-changes": save_changes,
    "bulk": bulk,
    "aggregate": aggregate,
    **{task: links for task in LINK_TASKS},
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
