// Nobody wins by doing nothing: what a worker says it found, and what it has really written, must be right.
import { checksum, pick, sumOf } from "./documents.mjs";
import { linkedSum } from "./linked.mjs";

function same(what, found, expected) {
  if (found !== expected) throw new Error(`wrong result: ${what} is ${found}, not ${expected}`);
}

/** What a task must have found or left in the database; throws when it has not. */
export async function verify(task, outcome, seed, scan) {
  const check = checks[task.group === "scan" || task.group === "heap" ? task.group : task.task];
  await check?.(task, outcome, seed, scan);
}

const checks = {
  insert: verifyInserted,
  "insert-command": verifyInserted,
  find(task, outcome, seed) {
    same("the number of documents", outcome.count, task.documents);
    same("the checksum", outcome.sum, sumOf(task.shape, seed.documents(task.shape)));
  },
  "find-one": verifyPicked,
  "find-one-32": verifyPicked,
  async "update-one"(task, outcome, seed) {
    same("the number of updates", outcome.count, task.operations);
    const ages = seed.documents(task.shape).map((document) => document.age);
    for (let n = 0; n < task.operations; n++) ages[pick(n, ages.length)] = n;
    const stored = await seed.written(task.shape);
    same("the sum of the updated field", total(stored.map((document) => document.age)), total(ages));
  },
  async "save-changes"(task, outcome, seed) {
    same("the number of saved documents", outcome.count, task.operations);
    const list = seed.documents(task.shape);
    const stored = await seed.written(task.model);
    const ages = list.map((document) => document.age);
    for (let n = 0; n < task.operations; n++) ages[pick(n, ages.length)] = savedAge(n, task.samples);
    same("the sum of the changed field", total(stored.map((document) => document.age)), total(ages));
    const names = (documents) => total(documents.map((document) => document.name.length));
    same("the other fields", names(stored), names(list));
  },
  async bulk(task, outcome, seed) {
    const list = seed.documents(task.shape);
    same("the number of writes", outcome.count, list.length);
    const stored = await seed.written(task.model);
    same("the number of stored documents", stored.length, list.length);
    const ages = list.map((document, n) => (n % 4 === 0 ? document.age : n));
    same("the sum of the written field", total(stored.map((document) => document.age)), total(ages));
  },
  "links-one": verifyLinked,
  "links-list": verifyLinked,
  "links-deep": verifyLinked,
  aggregate(task, outcome, seed) {
    same("the number of rows", outcome.count, task.documents);
    same("the checksum", outcome.sum, sumOf(task.shape, seed.documents(task.shape)));
  },
  "build-query"(task, outcome) {
    same("the number of queries", outcome.count, task.operations);
  },
  async "odm-create"(task, _outcome, seed) {
    same("the number of stored documents", await seed.countWritten(task.shape), task.operations * (task.samples + 1));
  },
  async "odm-update"(task, _outcome, seed) {
    const path = task.shape === "odm-nested" ? "embedded_str_doc_1.field1" : "field1";
    const changed = await seed.database.collection(`${task.shape}_written`).countDocuments({
      [path]: `changed ${task.samples}`,
    });
    same("the number of changed documents", changed, task.operations);
  },
  "odm-find": verifyCount,
  "odm-find-nested": verifyCount,
  "odm-find-list": verifyCount,
  scan(_task, outcome, _seed, scan) {
    same("the number of documents", outcome.count, scan.count);
    same("the checksum", outcome.sum, scan.sum);
  },
  async migrate(_task, outcome, seed, given) {
    same("the number of rewritten documents", outcome.count, given.count);
    const left = await seed.migrated();
    same("the number of stored documents", left.count, given.count);
    same("the sum of the changed field", left.ages, given.ages + given.count);
  },
  heap(task, outcome, seed) {
    const list = seed.documents(task.shape);
    const kept = task.task === "heap-one" ? [list[Math.floor(list.length / 2)]] : list;
    same("the number of kept documents", outcome.count, kept.length * task.operations);
    same("the checksum of what was kept", outcome.sum, sumOf(task.shape, kept) * task.operations);
  },
};

function verifyLinked(task, outcome, seed) {
  same("the number of documents", outcome.count, task.documents);
  same("the checksum of what was linked", outcome.sum, linkedSum(task.task, seed.linked));
}

async function verifyInserted(task, outcome, seed) {
  const list = seed.documents(task.shape);
  same("the number of inserted documents", outcome.count, list.length * (task.samples + 1));
  const stored = await seed.written(task.model ?? task.shape);
  same("the number of stored documents", stored.length, outcome.count);
  // The action adds a year.
  const changed = task.model === "watched" ? outcome.count : 0;
  same(
    "the checksum of what is stored",
    sumOf(task.shape, stored) - changed,
    sumOf(task.shape, list) * (task.samples + 1),
  );
}

function verifyPicked(task, outcome, seed) {
  const list = seed.documents(task.shape);
  const operations = task.operations * (task.lanes ?? 1);
  same("the number of documents", outcome.count, operations);
  const picked = Array.from({ length: operations }, (_, n) => checksum(task.shape, list[pick(n, list.length)]));
  same("the checksum", outcome.sum, total(picked));
}

function verifyCount(task, outcome) {
  same("the number of documents", outcome.count, task.operations);
}

/** What the last sample of `save-changes` stores in the document of its operation `n`. */
function savedAge(n, sample) {
  return n + sample * 1000;
}

function total(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}
