import { Problem } from "../problem.mjs";
import { outputOf } from "../run.mjs";

/**
 * Packs folders as npm publishes them.
 * @param {string[]} folders folders of packages
 * @param {string} destination where the archives go
 * @returns {{ name: string, filename: string, size: number, unpackedSize: number, entryCount: number }[]} sizes in bytes
 */
export function tarballs(folders, destination) {
  const output = outputOf("npm", ["pack", "--json", "--pack-destination", destination, ...folders]);
  if (output === undefined) throw new Problem("`npm pack` failed; run it in a folder of dist/ to see why.");
  const packed = JSON.parse(output);
  return Array.isArray(packed) ? packed : Object.values(packed);
}

/** Prints a table of what was packed. */
export function showSizes(packed) {
  const size = (bytes) => `${(bytes / 1000).toFixed(0)} kB`.padStart(12);
  console.log(`${"package".padEnd(26)}${"files".padStart(6)}${"packed".padStart(12)}${"unpacked".padStart(12)}`);
  for (const { name, entryCount, size: bytes, unpackedSize } of packed) {
    console.log(`${name.padEnd(26)}${String(entryCount).padStart(6)}${size(bytes)}${size(unpackedSize)}`);
  }
}
