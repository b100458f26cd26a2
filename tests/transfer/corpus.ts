// The BSON corpus of the MongoDB specifications. The data lies beside the project, in a folder `shared`.
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface CorpusCase {
  name: string;
  file: string;
  description: string;
  canonical_bson?: string;
  degenerate_bson?: string;
  canonical_extjson?: string;
  bson?: string;
  string?: string;
}

/** All entries of a list of every corpus file. */
export function corpusCases(list: "valid" | "decodeErrors" | "parseErrors"): CorpusCase[] {
  const folder = corpusFolder();
  return readdirSync(folder).filter((file) => file.endsWith(".json")).flatMap((file) => {
    const corpus = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    const entries: CorpusCase[] = corpus[list] ?? [];
    return entries.map((entry) => ({ ...entry, file, name: `${file}: ${entry.description}` }));
  });
}

/** The first `shared` folder above the project that holds the corpus. */
function corpusFolder(): URL {
  for (let up = new URL("../../../", import.meta.url); up.pathname !== "/"; up = new URL("../", up)) {
    const folder = new URL("shared/data/bson-corpus/", up);
    if (existsSync(folder)) return folder;
  }
  throw new Error("The BSON corpus is missing: it is looked for in shared/data/bson-corpus beside the project");
}
