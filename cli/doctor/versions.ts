/** Whether a version is another one or a later one. Numbers are compared part by part; what one of them lacks is 0, and what stands behind `-` does not count. */
export function isAtLeast(version: string, needed: string): boolean {
  const [have, want] = [partsOf(version), partsOf(needed)];
  for (let at = 0; at < Math.max(have.length, want.length); at++) {
    const difference = (have[at] ?? 0) - (want[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The first two numbers of a version: what MongoDB calls a release. */
export function releaseOf(version: string): string {
  return partsOf(version).slice(0, 2).join(".");
}

function partsOf(version: string): number[] {
  return version.split("-", 1)[0]!.split(".").map((part) => Number.parseInt(part, 10) || 0);
}
