import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

function markdownBelow(folder: string): string[] {
  // The reference is made when the site is built, and its links are followed there.
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md") && !name.startsWith("reference")
  ).map((name) => join(folder, name));
}

const pages = ["README.md", "bench/README.md", "examples/README.md", ...markdownBelow("docs")];

/** What a heading is called in a link, as GitHub makes it. */
function anchors(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!.toLowerCase());
  return new Set(headings.map((heading) => heading.replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(" ", "-")));
}

describe("links of the documentation", () => {
  for (const page of pages) {
    test(page, () => {
      const text = readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
      const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => {
        if (/^[a-z]+:/.test(link)) return false;
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? join(root, page) : join(root, dirname(page), path);
        if (!existsSync(target)) return true;
        return anchor !== undefined && !statSync(target).isDirectory() &&
          !anchors(readFileSync(target, "utf8")).has(anchor);
      });
      assert.deepEqual(broken, []);
    });
  }
});

test("docs/architecture.md names every folder of src", () => {
  const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const forgotten = folders.map(({ name }) => relative(root, join(root, "src", name))).filter((name) =>
    !text.includes(`\`${name}\``)
  );
  assert.deepEqual(forgotten, []);
});

for (const folder of ["docs", "docs/guide", "docs/tutorial", "docs/how-to", "docs/coming-from"]) {
  test(`${folder}/README.md names every page of its folder`, () => {
    const text = readFileSync(join(root, folder, "README.md"), "utf8");
    const pages = readdirSync(join(root, folder)).filter((name) =>
      name.endsWith(".md") && name !== "README.md" && name !== "index.md"
    );
    assert.deepEqual(pages.filter((name) => !text.includes(`](${name})`)), []);
  });
}
