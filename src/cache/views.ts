/** What views are computed from, by database and name. */
const sources = new Map<string, ReadonlySet<string>>();

/** Tells what a view reads, so that writes there drop what was kept of the view. */
export function knowView(database: string, view: string, reads: ReadonlySet<string>): void {
  sources.set(`${database}.${view}`, reads);
}

/** Adds what the views among the collections are computed from, and the views among those. */
export function withSources(database: string, collections: Set<string>): Set<string> {
  if (sources.size === 0) return collections;
  // A set gives what is added to it while it is walked as well.
  for (const name of collections) {
    for (const source of sources.get(`${database}.${name}`) ?? []) collections.add(source);
  }
  return collections;
}
