import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "../../tools/lib/project.mjs";

/**
 * Address of the repository on the web: that of `package.json`, or of the workflow that builds the site; without one, links to files outside of docs/
 * are text.
 */
export const repository: string | undefined = declared() ?? ofWorkflow();

function declared(): string | undefined {
  const { repository } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return repository?.url?.replace(/^git\+/, "").replace(/\.git$/, "");
}

function ofWorkflow(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
  return server && name ? `${server}/${name}` : undefined;
}
