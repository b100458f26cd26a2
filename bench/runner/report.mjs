// The report of a run in Markdown.
import { features as featureIds } from "./feature-tasks.mjs";
import { short } from "./statistics.mjs";
import { judge } from "./targets.mjs";

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function timesTable({ results, tasks }, labels, columns) {
  const chosen = columns.filter((id) => Object.keys(results[id] ?? {}).length > 0).map((id) =>
    tasks.find((task) => task.id === id)
  );
  if (chosen.length === 0) return "";
  const ids = Object.keys(labels).filter((id) => chosen.some((task) => results[task.id][id]));
  const cell = (task, id) => {
    const result = results[task.id][id];
    if (!result) return "";
    const construct = task.task === "insert" && result.figures.construct > 0.05
      ? ` + ${short(result.figures.construct)}`
      : "";
    return short(result.median * task.scale) + construct;
  };
  return table(
    ["", ...chosen.map((task) => `${task.label} (${task.unit})`)],
    ids.map((id) => [labels[id], ...chosen.map((task) => cell(task, id))]),
  );
}

function figuresTable({ results }, labels, columns) {
  const chosen = columns.filter(([, id]) => Object.keys(results[id] ?? {}).length > 0);
  const ids = Object.keys(labels).filter((id) => chosen.some(([, task]) => results[task][id]));
  const value = (id, [, task, name]) => {
    const result = results[task][id];
    const found = name === "median" ? result?.median : result?.figures[name];
    return found === undefined ? "" : short(found);
  };
  return chosen.length === 0 ? "" : table(
    ["", ...chosen.map(([title]) => title)],
    ids.map((id) => [labels[id], ...chosen.map((column) => value(id, column))]),
  );
}

function odmTable({ results, tasks }, labels) {
  const odm = tasks.filter((task) => task.group === "odm" && Object.keys(results[task.id] ?? {}).length > 0);
  const ids = Object.keys(labels).filter((id) => odm.some((task) => results[task.id][id]));
  const score = (task, id) =>
    results[task.id][id] ? short(task.bytes * task.operations / 1000 / results[task.id][id].median) : "";
  return odm.length === 0 ? "" : table(
    ["MB/s", ...ids.map((id) => labels[id])],
    odm.map((task) => [task.label, ...ids.map((id) => score(task, id))]),
  );
}

function targetsTable(run, labels) {
  const lines = judge(run, labels).filter((one) => one.met !== null);
  if (lines.length === 0) return "Haricot was not measured.";
  const met = lines.filter((one) => one.met).length;
  const rows = lines.map((one) => [one.what, one.runtime, one.wanted, one.found, one.met ? "met" : "**missed**"]);
  return `${met} of ${lines.length} met.\n\n${table(["target", "on", "wanted", "found", ""], rows)}`;
}

const features = ["find:small", ...featureIds.map((id) => `${id}:small`)];
const basic = ["insert", "find", "find-one", "find-one-32", "update-one"].map((task) => `${task}:small`);

/** The tables that the README shows: what users do most, on both kinds of server. */
export function summary(outcome) {
  return [circumstances(outcome), ...outcome.runs.map((run) => basicTable(run, outcome.labels))].join("\n\n");
}

/** The first of these tables with what a program could use instead: without what the least possible is measured by. */
export function headline(outcome) {
  const labels = Object.entries(outcome.labels).filter(([, label]) => !label.endsWith("(floor)"));
  return [circumstances(outcome), basicTable(outcome.runs[0], Object.fromEntries(labels))].join("\n\n");
}

function circumstances({ date, machine, versions, rounds }) {
  const { system, processor, cores } = machine;
  const rest =
    `Bun ${versions.bun}, Deno ${versions.deno}, driver ${versions.mongodb}, Mongoose ${versions.mongoose}; medians of ${rounds} interleaved rounds`;
  return `${date}, ${processor}, ${cores} cores, ${system}; ${rest}.`;
}

function basicTable(run, labels) {
  return `**mongod ${run.server.version}, ${run.server.kind}**\n\n${timesTable(run, labels, basic)}`;
}

/** The whole report. */
export function report(outcome) {
  const { labels, absent, runs } = outcome;
  const run = runs[0];
  const memory = [
    ["iterate 100 000 (ms)", "scan-iterate:100000", "median"],
    ["longest stall (ms)", "scan-iterate:100000", "longestStall"],
    ["memory on top (MB)", "scan-iterate:100000", "peakGrowthMB"],
    ["list 100 000 (ms)", "scan-list:100000", "median"],
    ["longest stall (ms)", "scan-list:100000", "longestStall"],
    ["memory on top (MB)", "scan-list:100000", "peakGrowthMB"],
  ];
  const migration = [
    ["rewrite all (ms)", "migrate:100000", "median"],
    ["memory on top (MB)", "migrate:100000", "peakGrowthMB"],
  ];
  const heap = ["small", "medium"].flatMap((shape) => [
    [`${shape}: plain object (bytes)`, `heap-plain:${shape}`, "bytesPerDocument"],
    [`${shape}: all kept (bytes)`, `heap-all:${shape}`, "bytesPerDocument"],
    [`${shape}: one of 1000 kept (bytes)`, `heap-one:${shape}`, "bytesPerDocument"],
  ]);
  const open = [["import (ms)", "open", "import"], ["open the library (ms)", "open", "library"], [
    "connect (ms)",
    "open",
    "connect",
  ]];
  const parts = [
    `# Benchmark\n\n${outcome.quick ? "A quick run: the figures mean nothing.\n\n" : ""}${summary(outcome)}`,
    "Times of inserts are those of ready documents; what constructing them costs stands behind the plus.",
    `## Targets\n\n${targetsTable(run, labels)}`,
    `## Documents of 15 fields with nesting\n\n${
      timesTable(run, labels, ["insert:medium", "find:medium", "find-one:medium"])
    }`,
    `## Large documents (7.6 KB, 15 nested objects)\n\n${
      timesTable(run, labels, ["insert:large", "find:large", "find-one:large"])
    }`,
    `## What models add\n\n${timesTable(run, labels, features)}`,
    `## Inserting by one command\n\n${timesTable(run, labels, ["insert:small", "insert-command:small"])}`,
    `## Building a query\n\n${timesTable(run, labels, ["build-query:small"])}`,
    `## MongoDB's ODM benchmark\n\n${odmTable(run, labels)}`,
    `## Scanning\n\n${figuresTable(run, labels, memory)}`,
    `## Migrating 100 000 documents\n\n${figuresTable(run, labels, migration)}`,
    `## Heap of kept documents\n\n${figuresTable(run, labels, heap)}`,
    `## Starting\n\n${figuresTable(run, labels, open)}`,
    absent.length ? `## Not run\n\n${absent.map(({ label, reason }) => `- ${label}: ${reason}`).join("\n")}` : "",
    failed(runs),
  ];
  return parts.filter((part) => part !== "" && !part.endsWith("\n\n")).join("\n\n") + "\n";
}

function failed(runs) {
  const lines = runs.flatMap((run) =>
    run.failures.map(({ contender, task, message }) => `- ${contender}, ${task}: ${message.split("\n")[0]}`)
  );
  return lines.length ? `## Failed\n\n${lines.join("\n")}` : "";
}
