/** The fields of a model with their dotted paths in its names, those of objects and of lists of objects included. */
export function flatFields(model) {
  const found = [];
  const visit = (fields, path, stored, depth) => {
    for (const field of fields) {
      const here = [...path, field.name], there = [...stored, field.stored];
      found.push({ ...field, path: here.join("."), storedPath: there, depth });
      if (depth < 4) visit(field.fields ?? field.element?.fields ?? [], here, there, depth + 1);
    }
  };
  visit(model.fields, [], [], 0);
  return found;
}

/** The field at a path, also below records and undeclared fields, whose keys are data. */
export function fieldAt(model, path) {
  let fields = model.fields, field;
  for (const step of path.split(".")) {
    while (field?.kind === "array" && !/^\d+$/.test(step)) field = field.element;
    if (field?.kind === "array" || field?.kind === "record") field = field.element;
    else field = (field === undefined ? fields : field.fields ?? []).find(({ name }) => name === step);
    if (field === undefined) return ANY;
    fields = field.fields ?? [];
  }
  return field;
}

/** What may be at a place that no model declares. */
const ANY = {
  name: "",
  kind: "any",
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "notIn", "exists", "type", "regex", "all", "size"],
};

/** The field of what is inside a value: by stored name of objects, the same for all entries of lists and records. */
export function fieldBelow(field, key) {
  if (field === undefined) return undefined;
  if (field.kind === "array" || field.kind === "record") return field.element;
  return field.fields?.find(({ stored }) => stored === key);
}

/** The types that a value of a field may have, the usual one first. */
export function typesOf(field) {
  switch (field?.kind) {
    case "string":
    case "boolean":
    case "date":
    case "objectId":
    case "uuid":
    case "binary":
    case "timestamp":
    case "decimal128":
    case "regex":
      return [field.kind];
    case "number":
      return ["double", "int", "long"];
    case "int":
      return ["int", "long"];
    case "double":
      return ["double"];
    case "long":
      return ["long", "int"];
    case "link":
      return field.link.store === "dbref"
        ? ["dbRef", "objectId", "string", "int"]
        : ["objectId", "string", "int", "uuid"];
    case "object":
    case "record":
    case "variant":
      return ["object"];
    case "array":
      return ["array"];
    default:
      return ALL_TYPES;
  }
}

/** The types of a single value that a field without a type of its own can be given. */
export const SINGLE_TYPES = [
  "string",
  "int",
  "long",
  "double",
  "decimal128",
  "boolean",
  "date",
  "objectId",
  "uuid",
  "binary",
  "timestamp",
  "regex",
  "null",
];

const ALL_TYPES = [...SINGLE_TYPES, "object", "array"];

/** The types to compare a field with; of a list those of its entries. */
export function comparedTypes(field) {
  if (field.kind === "array" && field.element !== undefined) return comparedTypes(field.element);
  if (field.kind === "link") return ["objectId", "string", "int", "uuid"];
  const types = typesOf(field).filter((type) => !["object", "array"].includes(type));
  if (field.kind === "number") return ["double", "null"];
  return types.length === 0 ? ["null"] : types.includes("null") ? types : [...types, "null"];
}

/** A new value of a type: empty, so that nobody stores a number or a date that was not typed. */
export function emptyNode(type, field, studio) {
  switch (type) {
    case "null":
      return { t: "null" };
    case "boolean":
      return { t: "boolean", v: false };
    case "binary":
      return { t: "binary", v: "", subtype: 0 };
    case "timestamp":
      return { t: "timestamp", v: [0, 0] };
    case "regex":
      return { t: "regex", v: ["", ""] };
    case "array":
      return { t: "array", v: [] };
    case "object":
      return {
        t: "object",
        v: (field?.fields ?? []).filter(isNeeded).map((one) => [one.stored, newNode(one, studio)]),
      };
    case "dbRef": {
      const target = studio?.models.find(({ name }) => name === field?.link?.model);
      return { t: "dbRef", v: [target?.collection ?? "", { t: "objectId", v: "" }] };
    }
    default:
      return { t: type, v: field?.choices?.length > 0 ? String(field.choices[0]) : "" };
  }
}

/** A new value for a field. */
export function newNode(field, studio) {
  return emptyNode(typesOf(field)[0], field, studio);
}

/** Whether a new document has to have the field; ids are made by themselves where they are ObjectIds. */
export function isNeeded(field) {
  return !field.optional && !(field.name === "id" && field.kind === "objectId");
}
