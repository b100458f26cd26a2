import { isDeepStrictEqual } from "node:util";

/**
 * A complete run with the tasks of a later, partial one in place of its own.
 * @throws {Error} when the two can not stand in one table
 */
export function updated(complete, later) {
  for (const what of ["date", "machine", "versions", "rounds"]) {
    if (!isDeepStrictEqual(complete[what], later[what])) {
      throw new Error(`--update: the complete run has another ${what}; measure everything anew`);
    }
  }
  const runs = complete.runs.map((run) => {
    const one = later.runs.find(({ server }) => isDeepStrictEqual(server, run.server));
    if (one === undefined) return run;
    if (one.failures.length > 0) throw new Error("--update: a run with failures is no figure");
    const isNew = ({ id }) => !run.tasks.some((task) => task.id === id);
    return {
      ...run,
      tasks: [
        ...run.tasks.map((task) => one.tasks.find(({ id }) => id === task.id) ?? task),
        ...one.tasks.filter(isNew),
      ],
      results: { ...run.results, ...one.results },
    };
  });
  return { ...complete, runs };
}
