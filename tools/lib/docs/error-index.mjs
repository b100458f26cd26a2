import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { docs } from "./navigation.mjs";

/** The page that lists the pages about errors, by the first part of their codes. */
export function errorIndex() {
  const names = readdirSync(join(docs, "errors")).filter((name) => name.endsWith(".md")).sort();
  const areas = [...new Set(names.map(areaOf))];
  const tables = areas.map((area) => [`## ${area}`, table(names.filter((name) => areaOf(name) === area))].join("\n\n"));
  return [
    "# Error codes",
    "Every error has a stable `code`; its page says what it means, why it comes and what to do. Compare codes and classes, not messages: those may " +
    "change between versions.",
    ...tables,
    "",
  ].join("\n\n");
}

function areaOf(name) {
  return name.split(".")[0];
}

function table(pages) {
  const rows = pages.map((name) => {
    const text = readFileSync(join(docs, "errors", name), "utf8");
    const [, meaning, kind] = /^\*\*(.+?)\*\*\s+Class: `(\w+)`/ms.exec(text) ?? [];
    return `| [\`${name.slice(0, -3)}\`](../errors/${name}) | \`${kind}\` | ${
      meaning?.replaceAll("\n", " ").replaceAll("|", "\\|")
    } |`;
  });
  return ["| code | class | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}
