// Tasks that measure what a model can do beyond reading and writing. `model` is the model that takes part, with collections of its own; its
// documents are those of `shape`.

const ms = { unit: "ms", scale: 1 };
const us = { unit: "µs", scale: 1000 };

export function featureTasks({ quick, rounds }) {
  const documents = quick ? 100 : 1000;
  const feature = (id, task, model, label, more = {}) => ({
    id: `${id}:small`,
    task,
    shape: "small",
    model,
    group: "features",
    label,
    ...ms,
    documents,
    operations: 1,
    samples: 3,
    rounds,
    ...more,
  });
  return [
    feature("find-tracked", "find", "tracked", `find ${documents}, state kept`, { samples: 5 }),
    feature("save-changes", "save-changes", "tracked", "change a field, save the change", {
      ...us,
      operations: quick ? 5 : 100,
    }),
    feature("insert-events", "insert", "watched", `insert ${documents}, an action on each`),
    feature("insert-codecs", "insert", "coded", `insert ${documents}, two codecs`),
    feature("find-codecs", "find", "coded", `find ${documents}, two codecs`, { samples: 5 }),
    feature("bulk", "bulk", "small", `bulk of ${documents} mixed writes`),
    feature("links-one", "links-one", "small", `find ${documents}, a link fetched`),
    feature("links-list", "links-list", "small", `find ${documents}, a list of 10 links fetched`),
    feature("links-deep", "links-deep", "small", `find ${documents}, links fetched 3 levels deep`),
    feature("aggregate", "aggregate", "small", `${documents} rows of an aggregation`, { samples: 5 }),
  ];
}

/** Ids of the tasks, as contenders name what they take part in. */
export const features = [
  "find-tracked",
  "save-changes",
  "insert-events",
  "insert-codecs",
  "find-codecs",
  "bulk",
  "links-one",
  "links-list",
  "links-deep",
  "aggregate",
];
