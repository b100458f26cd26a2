import process from "node:process";
import type { Adapter } from "../../ffi/adapter.ts";
import manifest from "../../package.json" with { type: "json" };
import { VARIABLES } from "../settings.ts";
import { failure, type Finding, ok } from "./finding.ts";
import { isAtLeast } from "./versions.ts";

const NAMES = { bun: "Bun", deno: "Deno" } as const;
const UPDATES = { bun: "`bun upgrade`", deno: "`deno upgrade`" } as const;

/** The runtime and its version, against `engines` of package.json. */
export function checkRuntime({ runtime }: Adapter): Finding {
  const version = process.versions[runtime] ?? "";
  const needed = manifest.engines[runtime].replace(">=", "");
  const details = { runtime, version, needed };
  if (isAtLeast(version, needed)) return ok(`${NAMES[runtime]} ${version}`, details);
  return failure(
    `${NAMES[runtime]} ${version} is older than ${needed}, which Haricot needs`,
    `${UPDATES[runtime]} brings a newer one`,
    details,
  );
}

/** What Deno lets the command do; in Bun there is nothing to be allowed. */
export function checkPermissions(adapter: Adapter, libraries: readonly string[]): Finding {
  if (adapter.runtime === "bun") return ok("Bun has none: everything is allowed", { missing: [] });
  const variables = ["HARICOT_LIBRARY", ...VARIABLES].filter((name) => !adapter.mayReadEnvironment(name));
  const missing = [
    ...libraries.some((path) => adapter.mayLoad(path)) ? [] : [flag("ffi", libraries.slice(0, 1))],
    ...variables.length === 0 ? [] : [flag("env", variables)],
    ...adapter.mayRead(".") ? [] : [flag("read", ["."])],
  ];
  const ffi = missing.find((one) => one.startsWith("--allow-ffi"));
  if (ffi !== undefined) {
    return failure(
      "Deno may not load the native library",
      `give ${ffi}, or --allow-ffi for any library. Programs need no other permission: connections are made by the library, so --allow-net is not needed${
        adapter.mayReadEnvironment("HARICOT_LIBRARY")
          ? ""
          : ". Where HARICOT_LIBRARY names the library, --allow-env=HARICOT_LIBRARY lets it be read"
      }`,
      { missing },
    );
  }
  if (missing.length === 0) return ok("Deno may load the library, read the environment and the project", { missing });
  return ok(
    `Deno may load the library, which is all that programs need. Not granted to this command: ${missing.join(" ")}`,
    { missing },
  );
}

function flag(name: string, values: readonly string[]): string {
  return values.length === 0 ? `--allow-${name}` : `--allow-${name}=${values.join(",")}`;
}
