import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { type Migration, migrationOf } from "./migration.ts";

const EXTENSION = /\.(?:ts|mts|js|mjs)$/;
/** The form that names have: a time to the second, which orders them, and words. */
const NAME = /^\d{14}_\w[\w-]*$/;

/** The name of a migration, of the name of its file; Beanie's log has file names with extensions. */
export function migrationName(file: string): string {
  return file.replace(EXTENSION, "").replace(/\.py$/, "");
}

/**
 * The names of the migrations in a folder, in the order in which they run. Files whose names start with `_`, declarations of types and tests
 * are none.
 *
 * @throws {InvalidArgument} when there is no such folder, and for files with other names
 */
export async function migrationFiles(path: string): Promise<{ name: string; file: string }[]> {
  let files: string[];
  try {
    files = (await readdir(path, { withFileTypes: true })).filter((entry) => !entry.isDirectory()).map(({ name }) =>
      name
    );
  } catch (error) {
    throw new InvalidArgument(`The folder of migrations, "${path}", can not be read: ${(error as Error).message}`, {
      code: "migration.folder",
      cause: error,
    });
  }
  const found = files.filter((file) => EXTENSION.test(file) && !/^_|\.d\.m?ts$|[._]test\.m?[tj]s$/.test(file)).sort();
  const migrations = found.map((file) => ({ name: migrationName(file), file: resolve(path, file) }));
  for (const { name } of migrations) {
    if (!NAME.test(name)) {
      throw invalidName(
        name,
        `"${path}" has a file of this name that is no migration. The names of migrations order them: 20261123093000_${
          name.replaceAll(/\W+/g, "_")
        }.ts. Let helpers start with _`,
      );
    }
  }
  const twice = migrations.find(({ name }, index) => migrations[index + 1]?.name === name);
  if (twice !== undefined) throw invalidName(twice.name, "there are two files of this name, with different extensions");
  return migrations;
}

/**
 * Imports the migrations of a folder.
 *
 * @throws {InvalidArgument} for a file that exports no migration
 */
export async function loadMigrations(path: string): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const { name, file } of await migrationFiles(path)) {
    migrations.push(migrationOf(name, await import(pathToFileURL(file).href)));
  }
  return migrations;
}

function invalidName(name: string, what: string): InvalidArgument {
  return new InvalidArgument(`The migration ${name}: ${what}.`, { code: "migration.folder", path: name });
}
