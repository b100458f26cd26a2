import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const bench = dirname(dirname(fileURLToPath(import.meta.url)));
/** Only the figures of a complete run belong to the repository. */
const complete = join(bench, "results");
const partial = join(dirname(bench), ".cache", "bench");

const help = `npm run bench -- [options]
  --rounds <n>        rounds of every task (15)
  --only <ids>        contenders, for example haricot-bun,driver-bun
  --tasks <prefixes>  tasks, for example find,insert:small
  --standalone-only   leave the replica set out
  --quick             few documents and operations: to see that everything works
  --check             verify results only: no report, no judgement of times
  --update            put the tasks of a partial run (all contenders) into bench/results, if the complete run is of the same day, machine, versions and rounds
  --output <folder>   where latest.json and latest.md go (bench/results; of a partial run .cache/bench)
`;

export function options() {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "15" },
      only: { type: "string", default: "" },
      tasks: { type: "string", default: "" },
      "standalone-only": { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      update: { type: "boolean", default: false },
      output: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds takes a whole number from 1, not "${values.rounds}"`);
  }
  const list = (text) => text.split(",").filter((part) => part !== "");
  const [only, tasks] = [list(values.only), list(values.tasks)];
  if (values.update && (values.quick || only.length > 0)) {
    throw new Error("--update takes figures of full size and of all contenders: leave --quick and --only out");
  }
  const {
    quick,
    check,
    update,
    output = quick || only.length > 0 || (tasks.length > 0 && !update) ? partial : complete,
  } = values;
  return { rounds, quick, check, update, output, only, tasks, replicaSet: !values["standalone-only"] };
}
