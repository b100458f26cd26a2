import { ValidationError } from "../../src/errors/validation-error.ts";
import { setOwn } from "../../src/expression/plain-object.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import { parseInput } from "../../src/schema/run.ts";
import { type Issue, Refusal } from "../refusal.ts";
import { toNode } from "../values/to-node.ts";
import { knownInputOf } from "./input.ts";
import { instanceOf, issuesOf, type StoredDocument } from "./rows.ts";

/**
 * The instance of a changed document, as the model will read it.
 *
 * @throws {Refusal} with everything that the model has against the changed fields
 */
export function changedInstance(model: ModelRuntime, before: StoredDocument, after: StoredDocument): object {
  const tried = { ...after };
  const issues: Issue[] = [];
  for (;;) {
    try {
      const document = instanceOf(model, tried);
      if (issues.length === 0) return document;
      break;
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      issues.push(...issuesOf(error));
      // Reading stops at the first field, which is then left as it was to find the next.
      const name = storedName(model, topOf(issues.at(-1)!));
      if (JSON.stringify(toNode(tried[name] ?? null)) === JSON.stringify(toNode(before[name] ?? null))) break;
      if (Object.hasOwn(before, name)) setOwn(tried, name, before[name]);
      else delete tried[name];
    }
  }
  throw new Refusal("validation", `${model.name} refuses the document.`, { issues: inWords(model, after, issues) });
}

/** The findings of the schemas for the fields that were refused: all places, in the schemas' own words. Where they find nothing, those of the reader. */
function inWords(model: ModelRuntime, after: StoredDocument, issues: readonly Issue[]): readonly Issue[] {
  const told = schemaIssues(model, after);
  return [...new Set(issues.map(topOf))].flatMap((name) => {
    const own = told.filter((issue) => topOf(issue) === name);
    return own.length > 0 ? own : issues.filter((issue) => topOf(issue) === name);
  });
}

function schemaIssues(model: ModelRuntime, stored: StoredDocument): Issue[] {
  try {
    parseInput(model.input, knownInputOf(model, stored), model.name);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return issuesOf(error);
    throw error;
  }
}

function topOf({ path }: Issue): string {
  return path.split(".")[0]!;
}

function storedName(model: ModelRuntime, name: string): string {
  return model.field(name)?.stored ?? name;
}
