// Who is measured, how each is started, and why one cannot be.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beanieEnvironment } from "./beanie.mjs";
import { features } from "./feature-tasks.mjs";
import { buildFloor } from "./floor.mjs";

const timed = ["insert", "find", "find-one", "find-one-32", "update-one"];
const floor = { shapes: ["small", "medium", "large"], features: [] };
const mapped = { shapes: floor.shapes, tasks: [...timed, "build-query", "scan", "heap", "open", "odm"] };

/** Who has which feature. Mongoose always tracks changes; Beanie's `insert_many` runs no actions; a driver has no models. */
const featuresOf = {
  haricot: features,
  mongoose: features,
  driver: ["bulk", "links-one", "links-list", "links-deep", "aggregate"],
  beanie: features.filter((feature) => feature !== "insert-events"),
};

/**
 * The contenders in the order of the tables. `tasks` and `features` name what each takes part in; `start` gives the command, or a
 * text that says why it cannot run.
 */
export const contenders = [
  {
    id: "socket",
    label: "raw socket (floor)",
    ...floor,
    tasks: ["insert", "find", "find-one", "update-one"],
    start: floorCommand("socket"),
  },
  {
    id: "crate",
    label: "mongodb crate (floor)",
    ...floor,
    tasks: [...timed, "insert-command"],
    start: floorCommand("crate"),
  },
  ...["haricot", "driver", "mongoose"].flatMap((name) =>
    ["bun", "deno"].map((runtime) => ({
      id: `${name}-${runtime}`,
      label: `${labels(name)}, ${runtime === "bun" ? "Bun" : "Deno"}`,
      runtime,
      ...mapped,
      tasks: name === "mongoose" ? mapped.tasks : [...mapped.tasks, "migration"],
      features: featuresOf[name],
      start: scriptCommand(name, runtime),
    }))
  ),
  {
    id: "beanie",
    label: "Beanie 2.2, CPython",
    shapes: ["small", "medium"],
    tasks: timed,
    features: featuresOf.beanie,
    start: beanieCommand,
  },
];

function labels(name) {
  return { haricot: "Haricot", driver: "official driver", mongoose: "Mongoose" }[name];
}

function scriptCommand(name, runtime) {
  return ({ repository }) => {
    const command = join(repository, "node_modules", ".bin", runtime);
    if (!existsSync(command)) return `${runtime} is not installed: run npm ci`;
    const script = join(repository, "bench", "workers", "main.ts");
    const deno = ["run", "-A", "--no-check", "--quiet", "--v8-flags=--expose-gc", script, name];
    return { command, args: runtime === "bun" ? [script, name] : deno, directory: repository };
  };
}

function floorCommand(name) {
  return async ({ repository, say }) => {
    const built = await buildFloor(repository, say);
    return built.error ?? { command: built.path, args: [name], directory: repository };
  };
}

async function beanieCommand({ repository, say }) {
  const built = await beanieEnvironment(repository, say);
  return built.error ??
    { command: built.python, args: [join(repository, "bench", "beanie", "worker.py")], directory: repository };
}
