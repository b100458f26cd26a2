import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { docs, sitePathOf } from "../../tools/lib/docs/navigation.mjs";
import { repository } from "./repository.ts";

type Token = ReturnType<MarkdownRenderer["parse"]>[number];

/**
 * Makes links that work in a viewer of the repository work on the site: to a folder, to its README.md, and to files outside of docs/, which the site
 * does not have.
 */
export function links(md: MarkdownRenderer): void {
  md.core.ruler.push("repository_links", ({ tokens, env }) => {
    const folder = posix.dirname(env.relativePath);
    for (const { children } of tokens) {
      for (const token of children ?? []) if (token.type === "link_open") turn(token, folder, children!);
    }
  });
}

function turn(token: Token, folder: string, siblings: Token[]): void {
  const [path = "", anchor] = (token.attrGet("href") ?? "").split("#");
  if (path === "" || /^[a-z]+:|^\//.test(path)) return;
  const target = posix.normalize(posix.join(folder, decodeURI(path)));
  const rest = anchor === undefined ? "" : `#${anchor}`;
  if (target.startsWith("..")) return outside(token, siblings, target.replace(/^(\.\.\/)+/, "") + rest);
  token.attrSet("href", `/${pageOf(target)}${rest}`);
}

function pageOf(target: string): string {
  const file = join(docs, target);
  const page = existsSync(file) && statSync(file).isDirectory() ? posix.join(target, "README.md") : target;
  // The table of error codes is made with the reference; the folder of its pages has none.
  return page === "errors/README.md" ? "reference/errors.md" : sitePathOf(page);
}

function outside(token: Token, siblings: Token[], path: string): void {
  if (repository !== undefined) return token.attrSet("href", `${repository}/blob/main/${path}`);
  const end = siblings.slice(siblings.indexOf(token)).find(({ type }) => type === "link_close")!;
  for (const one of [token, end]) Object.assign(one, { type: "text", tag: "", content: "", attrs: null });
}
