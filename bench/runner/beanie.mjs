// A virtual environment with Beanie, made once and kept in .cache.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure } from "./command.mjs";

const requirements = ["beanie==2.2.0", "uvloop==0.23.0"];

export async function beanieEnvironment(repository, say) {
  const folder = join(repository, ".cache", "beanie");
  const python = join(folder, "bin", "python");
  const complete = join(folder, requirements.join("+"));
  if (existsSync(complete)) return { python };
  say(`installing ${requirements.join(" and ")} for comparison`);
  rmSync(folder, { recursive: true, force: true });
  const error = await failure("python3", ["-m", "venv", folder]) ??
    await failure(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirements]);
  if (error) return { error };
  writeFileSync(complete, "");
  return { python };
}
