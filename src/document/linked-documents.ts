import { linkPlaces, valuesAt } from "../relations/link-places.ts";
import { DocumentState, runtime } from "./state.ts";

/**
 * The documents that hang on a document by links that hold documents, what they link to before they themselves; each once, circles included, the
 * document itself left out.
 *
 * @param back follow back links that were fetched as well
 */
export function linkedDocuments(root: DocumentState, back: boolean): DocumentState[] {
  const found = new Set<DocumentState>([root]);
  const ordered: DocumentState[] = [];
  // No recursion: a chain of documents may be as long as a user's list.
  const way = [{ document: root, rest: neighbours(root, back) }];
  for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
    const next = at.rest.pop();
    if (next === undefined) {
      way.pop();
      if (at.document !== root) ordered.push(at.document);
    } else if (!found.has(next)) {
      found.add(next);
      way.push({ document: next, rest: neighbours(next, back) });
    }
  }
  return ordered;
}

/** The last one is visited first. */
function neighbours(document: DocumentState, back: boolean): DocumentState[] {
  const places = linkPlaces(runtime(document)).filter(({ link }) => back || link.direction === "forward");
  return places.flatMap((place) => valuesAt(document, place).flat())
    .filter((value): value is DocumentState => value instanceof DocumentState)
    .reverse();
}
