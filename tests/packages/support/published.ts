import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { project } from "../../../tools/lib/pack/manifests.mjs";
import { writePackages, writePlatformPackage } from "../../../tools/lib/pack/packages.mjs";
import { currentTarget, TARGETS } from "../../../tools/lib/pack/targets.mjs";
import { root } from "../../../tools/lib/project.mjs";
import { library } from "../../support/environment.ts";
import { command } from "./command.ts";
import { NpmRegistry } from "./npm-registry.ts";

/** All packages of Haricot and what they depend on, on a registry of their own, and a folder for those who use them. */
export interface Published {
  readonly registry: NpmRegistry;
  /** Temporary folder; below it everything that a test or a package manager writes. */
  readonly folder: string;
  /** Folders of the packages of this machine. */
  readonly packages: readonly string[];
  remove(): Promise<void>;
}

/** Packs with the library under test and publishes by npm; of other platforms only what a package manager reads to pass them over. */
export async function publish(): Promise<Published> {
  const folder = mkdtempSync(join(tmpdir(), "haricot-packages-"));
  const registry = await NpmRegistry.open();
  const target = currentTarget();
  const dist = join(folder, "dist");
  const packages = await writePackages({ folder: dist, target, library });
  const others = Object.keys(TARGETS).filter((name) => name !== target)
    .map((name) => writePlatformPackage({ folder: dist, target: name }));
  // What users install beside it for a part of the API, and what that depends on, is on the registry as well.
  const besides = ["fast-check", "pure-rand", "@opentelemetry/api"];
  const dependencies = [...Object.keys(project.dependencies), ...besides].map((name) =>
    join(root, "node_modules", name)
  );
  const waiting = [...dependencies, ...packages, ...others];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await publishOne(next, registry, folder);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  const remove = async (): Promise<void> => {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { registry, folder, packages, remove };
}

async function publishOne(path: string, registry: NpmRegistry, folder: string): Promise<void> {
  const token = `--${registry.url.slice("http:".length)}:_authToken=anyone`;
  const { code, output } = await command("npm", [
    "publish",
    path,
    "--registry",
    registry.url,
    token,
    "--ignore-scripts",
    // Some packages ask for a proof of their origin, which there is on build servers only.
    "--provenance=false",
  ], {
    cwd: folder,
    env: { npm_config_cache: join(folder, "npm-cache") },
  });
  if (code !== 0) throw new Error(`npm publish ${path}: ${output}`);
}
