import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../exit-codes.ts";
import { settingsOf } from "../settings.ts";

const TEMPLATE = `import type { MigrationOperation } from "haricot/migrations";

// Each is a list of iterative({ from: Old, to: New }, (input, output) => { ... }) and freeFall(async () => { ... }),
// imported from "haricot/migrations". Declare the models here, as they are at this moment.

export const forward: MigrationOperation[] = [];

export const backward: MigrationOperation[] = [];
`;

/** Makes the file of a migration that does nothing yet. */
export async function newMigration(
  terminal: Terminal,
  { name, path, dryRun }: { name: string; path?: string; dryRun?: boolean },
): Promise<void> {
  const words = name.trim().replaceAll(/[^\p{L}\p{N}]+/gu, "_").replaceAll(/^_+|_+$/g, "");
  if (!/^[a-z0-9_]+$/i.test(words)) {
    throw new UsageError(`a migration's name has letters from a to z, digits and underscores; "${name}" has not`);
  }
  const { path: folder } = await settingsOf({ path });
  const time = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const file = join(folder, `${time}_${words}.ts`);
  if (dryRun !== true) {
    await mkdir(folder, { recursive: true });
    await writeFile(file, TEMPLATE, { flag: "wx" });
  }
  terminal.talk(dryRun === true ? "would be written:" : "written:");
  terminal.data({ file, dryRun: dryRun === true }, [file]);
}
