// Reads the tables of docs/beanie.md.
import { readFileSync } from "node:fs";

/** A row of a table of names. */
export interface Row {
  readonly section: string;
  readonly beanie: string;
  readonly haricot: string;
  readonly status: string;
  readonly remarks: string;
}

const page = new URL("../../../docs/beanie.md", import.meta.url);

/** The names in the code of a cell: of `` `Product.find(...)` `` it is `Product.find`. */
export function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([\w.]+)[^`]*`/g)].map(([, name]) => name!);
}

function cellsBySection(): [string, string[]][] {
  let section = "";
  const found: [string, string[]][] = [];
  for (const line of readFileSync(page, "utf8").split("\n")) {
    section = /^##+ (.*)$/.exec(line)?.[1] ?? section;
    if (!line.startsWith("|") || /^\| *-/.test(line)) continue;
    found.push([section, line.split("|").slice(1, -1).map((cell) => cell.trim())]);
  }
  return found;
}

/** The rows that map Beanie's names. */
export function rows(): Row[] {
  return cellsBySection().filter(([, cells]) => cells.length === 4 && /^`\w+`$/.test(cells[0]!)).map(
    ([section, [beanie = "", haricot = "", status = "", remarks = ""]]) => ({
      section,
      beanie: beanie.replaceAll("`", ""),
      haricot,
      status,
      remarks,
    }),
  );
}

/** The names that the page says Haricot adds. */
export function additions(): string[] {
  return cellsBySection().filter(([section]) => section === "What Haricot adds").flatMap(([, cells]) =>
    namesIn(cells[0]!)
  );
}
