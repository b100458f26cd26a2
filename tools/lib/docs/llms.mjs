// The documentation for language models, in the form that https://llmstxt.org describes: a list of the pages, and their whole text in one file.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { docs, home, sections } from "./navigation.mjs";
import { withoutFrontmatter } from "./page.mjs";

const SUMMARY =
  "A MongoDB object-document mapper for Bun and Deno. Models are classes over Zod schemas, queries are typed without code generation, the model API is " +
  "that of Python's Beanie; BSON and networking happen in Rust.";

/** llms.txt: title, summary, and the sections with links. Pages about single errors are optional reading. */
export function listing() {
  const base = process.env.DOCS_BASE ?? "/";
  const item = ({ title, summary, link }) =>
    `- [${title}](${base}${link.slice(1)})${summary === "" ? "" : `: ${summary}`}`;
  const parts = sections().map(({ title, folder, pages }) =>
    [`## ${folder === "errors" ? "Optional" : title}`, pages.map(item).join("\n")].join("\n\n")
  );
  const whole = `All pages in one file: [llms-full.txt](${base}llms-full.txt)`;
  return [`# Haricot`, `> ${SUMMARY}`, whole, ...parts, ""].join("\n\n");
}

/** llms-full.txt: the text of all pages in the order of the navigation, each under its path. */
export function fullText() {
  const pages = [home(), ...sections().flatMap(({ pages }) => pages)];
  const texts = pages.map(({ path }) => {
    const text = withoutFrontmatter(readFileSync(join(docs, path), "utf8")).replaceAll(/^(#+ .+) \{#[\w-]+\}$/gm, "$1");
    return `<!-- ${path} -->\n\n${text.trim()}`;
  });
  return [`> ${SUMMARY}`, ...texts, ""].join("\n\n");
}
