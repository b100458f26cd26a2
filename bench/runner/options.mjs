import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const results = join(dirname(dirname(fileURLToPath(import.meta.url))), "results");

const help = `npm run bench -- [options]
  --rounds <n>        rounds of every task (15)
  --only <ids>        contenders, for example haricot-bun,driver-bun
  --tasks <prefixes>  tasks, for example find,insert:small
  --standalone-only   leave the replica set out
  --quick             few documents and operations: to see that everything works
  --check             verify results only: no report, no judgement of times
  --output <folder>   where latest.json and latest.md go (bench/results)
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
      output: { type: "string", default: results },
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
  const { quick, check, output } = values;
  return {
    rounds,
    quick,
    check,
    output,
    only: list(values.only),
    tasks: list(values.tasks),
    replicaSet: !values["standalone-only"],
  };
}
