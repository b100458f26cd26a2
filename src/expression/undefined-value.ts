import { InvalidArgument } from "../errors/invalid-argument.ts";

/** `undefined` in a filter or an update is nearly always a bug, and leaving the condition out would match or change too much. */
export function undefinedValue(path: string, model?: string): InvalidArgument {
  return new InvalidArgument(
    `${
      model === undefined ? "" : `${model}.`
    }${path} is undefined. In a filter or update that throws, because dropping it could match too many ` +
      "documents; use null, .exists(false) or .unset(), or leave the key out.",
    { code: "argument.undefined", path, model },
  );
}
