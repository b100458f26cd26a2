// What is measured. `operations` divides a sample's time; `fresh` tasks get a process of their own for every round.
import { featureTasks } from "./feature-tasks.mjs";

/** `unit` is that of the table; `scale` turns milliseconds of one operation into it. */
const ms = { unit: "ms", scale: 1 };
const us = { unit: "µs", scale: 1000 };

export function taskList({ quick, rounds }) {
  const documents = quick ? 100 : 1000;
  const some = (many) => quick ? Math.max(2, Math.round(many / 20)) : many;
  const fewer = Math.min(rounds, Math.max(2, Math.ceil(rounds / 3)));
  const shapes = ["small", "medium", "large"];
  const odm = (task, shape, operations, bytes, label) => ({
    id: `${task}:${shape}`,
    task,
    shape,
    group: "odm",
    label,
    ...ms,
    documents: 0,
    operations: some(operations),
    samples: 1,
    rounds: fewer,
    bytes,
    target: shape === "odm-large" ? 2 : 1,
  });
  return [
    ...shapes.map((shape) => ({
      id: `insert:${shape}`,
      task: "insert",
      shape,
      label: `insert ${documents}`,
      ...ms,
      documents,
      operations: 1,
      samples: shape === "large" ? 1 : 3,
      rounds,
    })),
    {
      id: "insert-command:small",
      task: "insert-command",
      shape: "small",
      label: `insert ${documents} by one raw command`,
      ...ms,
      documents,
      operations: 1,
      samples: 3,
      rounds,
    },
    ...shapes.map((shape) => ({
      id: `find:${shape}`,
      task: "find",
      shape,
      label: `find ${documents}`,
      ...ms,
      documents,
      operations: 1,
      samples: shape === "large" ? 2 : 5,
      rounds,
    })),
    ...shapes.map((shape) => ({
      id: `find-one:${shape}`,
      task: "find-one",
      shape,
      label: "find one by id",
      ...us,
      documents,
      operations: some(100),
      samples: 3,
      rounds,
    })),
    {
      id: "find-one-32:small",
      task: "find-one-32",
      shape: "small",
      label: "find one by id, 32 side by side",
      ...us,
      documents,
      operations: some(20),
      lanes: 32,
      samples: 3,
      rounds,
    },
    {
      id: "update-one:small",
      task: "update-one",
      shape: "small",
      label: "update one by id",
      ...us,
      documents,
      operations: some(100),
      samples: 3,
      rounds,
    },
    {
      id: "build-query:small",
      task: "build-query",
      shape: "small",
      label: "build a query",
      ...us,
      documents,
      operations: some(10_000),
      samples: 3,
      rounds,
    },
    ...featureTasks({ quick, rounds }),
    odm("odm-create", "odm-small", 200, 252, "flat small: create"),
    odm("odm-update", "odm-small", 200, 252, "flat small: update"),
    odm("odm-find", "odm-small", 200, 252, "flat small: find by id"),
    odm("odm-create", "odm-large", 10, 3_226_020, "flat large: create"),
    odm("odm-update", "odm-large", 10, 3_226_020, "flat large: update"),
    odm("odm-find", "odm-large", 10, 3_226_020, "flat large: find by id"),
    odm("odm-create", "odm-nested", 100, 7643, "nested: create"),
    odm("odm-update", "odm-nested", 100, 7643, "nested: update"),
    odm("odm-find-nested", "odm-nested", 100, 7643, "nested: find by a nested field"),
    odm("odm-find-list", "odm-nested", 100, 7643, "nested: find by a field in a list"),
    ...["iterate", "list"].flatMap((how) =>
      [20_000, 100_000].map((many) => ({
        id: `scan-${how}:${many}`,
        task: `scan-${how}`,
        shape: "small",
        group: "scan",
        fresh: true,
        label: `${how === "iterate" ? "iterate over" : "list"} ${some(many)}`,
        ...ms,
        documents: some(many),
        operations: 1,
        samples: 1,
        rounds: fewer,
      }))
    ),
    {
      id: "migrate:100000",
      task: "migrate",
      shape: "small",
      model: "scan",
      group: "migration",
      fresh: true,
      label: `rewrite ${some(100_000)}`,
      ...ms,
      documents: some(100_000),
      operations: 1,
      samples: 1,
      rounds: fewer,
    },
    ...["heap-plain", "heap-all", "heap-one"].flatMap((task) =>
      ["small", "medium"].map((shape) => ({
        id: `${task}:${shape}`,
        task,
        shape,
        group: "heap",
        fresh: true,
        label: task,
        ...ms,
        documents,
        operations: task === "heap-one" ? some(500) : some(20),
        samples: 1,
        rounds: fewer,
      }))
    ),
    {
      id: "open",
      task: "open",
      shape: "small",
      group: "open",
      fresh: true,
      label: "open",
      ...ms,
      documents: 0,
      operations: 1,
      samples: 0,
      rounds: fewer,
    },
  ];
}

/** The replica set gets the tasks whose price it changes. */
export function onReplicaSet(task) {
  return task.shape === "small" && !task.group && task.task !== "build-query";
}
