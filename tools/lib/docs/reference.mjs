// The pages of the reference, from the docstrings: written to docs/reference/, which git ignores.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Declarations } from "./declarations.mjs";
import { errorIndex } from "./error-index.mjs";
import { groupOf, groups } from "./groups.mjs";
import { docs } from "./navigation.mjs";
import { prose } from "./docstring.mjs";
import { slug } from "./page.mjs";
import { symbolText } from "./symbol-text.mjs";

/** Writes all pages of docs/reference/ anew. */
export function writeReference() {
  const folder = join(docs, "reference");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of referencePages()) writeFileSync(join(folder, name), text);
}

/** @returns {Map<string, string>} file name to text */
export function referencePages() {
  const declarations = new Declarations();
  const pages = pagesOf(declarations.entries);
  const places = placesOf(pages);
  const isPublic = (symbol) => places.get(symbol)?.name;
  const texts = pages.map((page) => {
    const linkTo = (name) => addressOf(name, page, { pages, places });
    const context = { declarations, isPublic, linkTo };
    return [
      `${page.id}.md`,
      [
        `# ${page.title}`,
        `\`import { … } from "${page.module}";\``,
        ...page.doc === "" ? [] : [prose(page.doc, linkTo)],
        ...page.symbols.map((one) => symbolText(one, context)),
        "",
      ].join("\n\n"),
    ];
  });
  return new Map([["README.md", overview(pages)], ...texts, ["errors.md", errorIndex()]]);
}

/** The main entry by groups, every other entry as a page of its own; each symbol with its anchor. */
function pagesOf(entries) {
  const pages = entries.flatMap(({ name, doc, symbols }, index) => {
    if (index > 0) {
      return [{ id: name.replaceAll("/", "-").replace(/^haricot-/, ""), title: name, module: name, doc, symbols }];
    }
    return groups.map(({ id, title }) => ({
      id,
      title,
      module: name,
      doc: "",
      symbols: symbols.filter(({ symbol }) => groupOf(symbol.file) === id),
    }));
  });
  return pages.filter(({ symbols }) => symbols.length > 0).map((page) => ({
    ...page,
    symbols: anchored(page),
  }));
}

/** `After` and `after` may stand on one page, and a name be the page's title: then a number follows. */
function anchored({ title, symbols }) {
  const taken = new Map([[slug(title), 1]]);
  return symbols.map((one) => {
    const anchor = one.name.toLowerCase();
    const times = taken.get(anchor) ?? 0;
    taken.set(anchor, times + 1);
    return { ...one, anchor: times === 0 ? anchor : `${anchor}-${times}` };
  });
}

/** Where each symbol stands under its own name. */
function placesOf(pages) {
  const places = new Map();
  for (const page of pages) {
    for (const { name, symbol, anchor } of page.symbols) {
      if (!places.has(symbol) || name === symbol.name) places.set(symbol, { name, page: page.id, anchor });
    }
  }
  return places;
}

/** Of two that share a name, the one of the same page is meant, otherwise the first. */
function addressOf(name, from, { pages }) {
  const of = (page) => {
    const found = page.symbols.find((one) => one.name === name);
    return found && `${page === from ? "" : `${page.id}.md`}#${found.anchor}`;
  };
  return of(from) ?? pages.map(of).find((address) => address !== undefined);
}

function overview(pages) {
  const list = pages.map(({ id, title, symbols }) =>
    `**[${title}](${id}.md)**: ${symbols.map(({ name, anchor }) => `[${name}](${id}.md#${anchor})`).join(", ")}`
  );
  return [
    "# All exports",
    "Every name that the modules export, made from their docstrings. The errors by their codes are in [a list of their own](errors.md).",
    ...list,
    "",
  ].join("\n\n");
}
