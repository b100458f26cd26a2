// What is where in the documentation: the sidebars of the site, llms.txt and the tests read it from here.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "../project.mjs";
import { summaryOf, titleOf } from "./page.mjs";

/** Folder of the pages. */
export const docs = join(root, "docs");

/**
 * The sections in their order. A section has the pages of a folder, in the order in which the folder's README.md names them, then those that it does
 * not name; `before` and `after` are single pages beside them.
 */
const SECTIONS = [
  { title: "Start", folder: undefined, before: ["README.md", "guide/install.md"] },
  { title: "Tutorial", folder: "tutorial" },
  { title: "How-to", folder: "how-to" },
  { title: "Guide", folder: "guide", after: ["schema.md"] },
  { title: "Coming from", folder: "coming-from", after: ["beanie.md"] },
  { title: "Reference", folder: "reference", before: ["cli.md", "compatibility.md"] },
  { title: "Inside", folder: "internals", before: ["architecture.md", "performance.md"] },
  { title: "Errors", folder: "errors", before: ["reference/errors.md"] },
];

/**
 * @typedef {{ path: string, title: string, summary: string, link: string }} Page path: relative to docs/; link: on the site
 * @typedef {{ title: string, folder: string | undefined, pages: Page[] }} Section
 */

/** @returns {Section[]} those that have pages */
export function sections() {
  return SECTIONS.map(({ title, folder, before = [], after = [] }) => ({
    title,
    folder,
    pages: [...before.filter(isThere), ...pagesOf(folder), ...after.filter(isThere)].map(page),
  })).filter(({ pages }) => pages.length > 0);
}

/** The home page, which is in no section. */
export function home() {
  return page("index.md");
}

/** A page's path on the site: README.md of a folder is the folder's first page; that of docs/ is not, as the site has a home page. */
export function sitePathOf(path) {
  return path === "README.md" ? "overview.md" : path.replace(/\/README\.md$/, "/index.md");
}

/** Where a page is on the site. */
export function linkOf(path) {
  return `/${sitePathOf(path).replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html")}`;
}

/** Paths of all pages, relative to docs/, as they are in the folders. */
export function allPages() {
  return readdirSync(docs, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".md") && !path.startsWith(".") && !path.startsWith("public/")).sort();
}

function page(path) {
  const text = readFileSync(join(docs, path), "utf8");
  return { path, title: titleOf(text, path), summary: summaryOf(text), link: linkOf(path) };
}

function isThere(path) {
  return existsSync(join(docs, path));
}

function pagesOf(folder) {
  if (folder === undefined || !isThere(folder)) return [];
  const names = readdirSync(join(docs, folder)).filter((name) => name.endsWith(".md")).sort();
  const overview = names.includes("README.md") ? ["README.md"] : [];
  const named = overview.flatMap((name) => namesIn(readFileSync(join(docs, folder, name), "utf8")));
  const single = SECTIONS.flatMap(({ before = [], after = [] }) => [...before, ...after]);
  return [...new Set([...overview, ...named.filter((name) => names.includes(name)), ...names])]
    .map((name) => posix.join(folder, name)).filter((path) => !single.includes(path));
}

function namesIn(text) {
  return [...text.matchAll(/\]\((?:\.\/)?([\w.-]+\.md)[)#]/g)].map(([, name]) => name);
}
