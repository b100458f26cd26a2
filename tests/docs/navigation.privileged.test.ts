import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fullText, listing } from "../../tools/lib/docs/llms.mjs";
import { allPages, docs, home, linkOf, sections } from "../../tools/lib/docs/navigation.mjs";
import { slug, summaryOf, titleOf } from "../../tools/lib/docs/page.mjs";
import { pagesWithTables } from "../../bench/readme.mjs";
import { root } from "../../tools/lib/project.mjs";

/** Pages that git has; those of the reference are made when the site is built. */
const written = allPages().filter((path) => !path.startsWith("reference/"));

describe("navigation of the documentation", () => {
  test("has every page of docs/ once, but for the home page", () => {
    const listed = sections().flatMap(({ pages }) => pages).map(({ path }) => path).filter((path) =>
      !path.startsWith("reference/")
    );
    assert.deepEqual(listed.sort(), written.filter((path) => path !== "index.md"));
  });

  test("gives every page an address of its own", () => {
    const links = [home(), ...sections().flatMap(({ pages }) => pages)].map(({ link }) => link);
    assert.deepEqual(links.filter((link, index) => links.indexOf(link) !== index), []);
    assert.equal(linkOf("guide/README.md"), "/guide/");
    assert.equal(linkOf("README.md"), "/overview.html");
    assert.equal(linkOf("errors/server.error.md"), "/errors/server.error.html");
  });

  test("has the pages of a folder in the order of its README.md", () => {
    const guide = sections().find(({ folder }) => folder === "guide")!.pages.map(({ path }) => path);
    const named = [...readFileSync(join(docs, "guide/README.md"), "utf8").matchAll(/\]\((\w[\w-]*\.md)\)/g)].map((
      [, name],
    ) => `guide/${name}`).filter((path) => path !== "guide/install.md");
    assert.deepEqual(guide.slice(1, named.length + 1), named);
  });

  test("takes titles and summaries from the pages", () => {
    const text = "---\nlayout: doc\n---\n# The `init` call\n\nIt *binds* [models](x.md) to\na database. And more.\n";
    assert.equal(titleOf(text, "x.md"), "The init call");
    assert.equal(summaryOf(text), "It binds models to a database.");
    assert.throws(() => titleOf("no heading", "x.md"), /docs\/x\.md has no title/);
  });

  test("calls headings in links as viewers of repositories do", () => {
    assert.equal(slug("What `save()` does, and why"), "what-save-does-and-why");
  });
});

describe("llms.txt", () => {
  test("has a title, a summary, and a link to every page", () => {
    const text = listing();
    assert.match(text, /^# Haricot\n\n> \S.*\n\n/);
    const missing = sections().flatMap(({ pages }) => pages).filter(({ title, link }) =>
      !text.includes(`- [${title}](${link})`)
    );
    assert.deepEqual(missing, []);
  });

  test("leads to one file with the text of every page", () => {
    const text = fullText();
    assert.match(listing(), /llms-full\.txt/);
    assert.deepEqual(["index.md", ...written].filter((path) => !text.includes(`<!-- ${path} -->\n`)), []);
  });
});

test("the pages show the tables of the last benchmark (else run node bench/readme.mjs)", () => {
  for (const [page, text] of pagesWithTables()) assert.equal(readFileSync(join(root, page), "utf8"), text, page);
});
