// A worker process: `bun bench/workers/main.ts <contender>` or `deno run -A ...`. It lives as long as its stdin.
import process from "node:process";
import type { Contender, Target } from "./contender.ts";
import { featureTasks } from "./features.ts";
import { linkTasks } from "./linked.ts";
import { memoryTasks } from "./memory.ts";
import { odmTasks } from "./odm.ts";
import { type Outcome, type Request, serve } from "./protocol.ts";
import { inputs, odmLarge, odmNested, odmSmall } from "./shapes.ts";
import { type Models, timedTasks } from "./timed.ts";

const tasks = { ...timedTasks, ...featureTasks, ...linkTasks, ...odmTasks, ...memoryTasks };
const name = process.argv[2] ?? "";
let contender: Contender | undefined;

async function load(): Promise<Contender> {
  switch (name) {
    case "driver":
      return (await import("./driver.ts")).driver;
    case "mongoose":
      return (await import("./mongoose.ts")).mongooseContender;
    case "haricot":
      return (await import("./haricot.ts")).haricot;
    default:
      throw new Error(`no contender "${name}": driver, mongoose or haricot`);
  }
}

/** Loads the library and connects; the figures are milliseconds of each step. */
async function open(request: Request): Promise<Outcome> {
  const start = performance.now();
  const loaded = await load();
  const imported = performance.now();
  loaded.openLibrary?.();
  const opened = performance.now();
  const [small] = inputs(request.folder, "small");
  const target: Target = {
    uri: request.uri,
    database: request.database,
    samples: {
      small: small!,
      tracked: small!,
      coded: small!,
      watched: small!,
      medium: inputs(request.folder, "medium")[0]!,
      scan: small!,
      ...(request.odmFolder === "" ? {} : {
        large: inputs(request.folder, "large")[0]!,
        "odm-small": odmSmall(request.odmFolder),
        "odm-large": odmLarge(request.odmFolder),
        "odm-nested": odmNested(request.odmFolder),
      }),
    },
  };
  const prepared = performance.now();
  await loaded.connect(target);
  const connected = performance.now();
  contender = loaded;
  const library: Record<string, number> = loaded.openLibrary ? { library: opened - imported } : {};
  const figures = { import: imported - start, ...library, connect: connected - prepared };
  return { times: [], count: 0, sum: 0, figures };
}

await serve(async (request) => {
  if (request.task === "open") return await open(request);
  const task = tasks[request.task];
  if (!contender || !task) throw new Error(contender ? `no task "${request.task}"` : "not open yet");
  const models: Models = {
    read: contender.model(request.model, "read"),
    written: contender.model(request.model, "written"),
  };
  return await task(models, request);
});
const closing: Contender | undefined = contender;
await (closing as Contender | undefined)?.close();
process.exit(0);
