import { declarationText } from "./source-text.mjs";

/**
 * @typedef {{ name: string, texts: string[], docs: object[], callable: boolean, isStatic: boolean }} Member one name, with all of its overloads
 */

/**
 * What users see of a class, an interface or an alias of one: its own members, and those of bases that are not public themselves.
 * @returns {{ members: Member[], bases: string[] }} bases: names of public ones
 */
export function membersOf(symbol, { declarations, isPublic }) {
  const found = { members: new Map(), bases: new Set() };
  collect(symbol, { declarations, isPublic, found, seen: new Set() });
  return { members: [...found.members.values()], bases: [...found.bases] };
}

function collect(symbol, context) {
  const { declarations, isPublic, found, seen } = context;
  if (symbol === undefined || seen.has(symbol)) return;
  seen.add(symbol);
  for (const { kind, def } of symbol.declarations) {
    if (kind === "class" || kind === "interface") {
      for (const member of ownMembers(def)) add(found.members, member, symbol.file);
    }
    for (const reference of basesOf(kind, def)) {
      const base = declarations.lookUp(symbol.file, reference);
      const name = base && isPublic(base);
      if (name === undefined) collect(base, context);
      else if (kind !== "typeAlias" || hasMembers(base)) found.bases.add(name);
    }
  }
}

function hasMembers({ declarations }) {
  return declarations.some(({ kind }) => kind === "class" || kind === "interface");
}

function basesOf(kind, def) {
  if (kind === "interface") {
    return (def.extends ?? []).filter(({ kind }) => kind === "typeRef").map(({ value }) => value);
  }
  if (kind === "typeAlias") return def.tsType?.kind === "typeRef" ? [def.tsType.value] : [];
  if (kind !== "class" || def.extends === undefined) return [];
  return [{ typeName: def.extends, resolution: def.extendsResolution }];
}

function ownMembers({ constructors = [], properties = [], methods = [] }) {
  const overloaded = new Set([...constructors, ...methods].filter((one) => !bodyOf(one)).map(({ name }) => name));
  const isImplementation = (one) => bodyOf(one) && overloaded.has(one.name);
  return [
    ...properties.map((one) => ({ ...one, callable: false })),
    ...constructors.filter((one) => !isImplementation(one)).map((one) => ({
      name: "constructor",
      ...one,
      callable: true,
    })),
    ...methods.filter((one) => !isImplementation(one)).map((one) => ({
      ...one,
      callable: one.kind !== "getter" && one.kind !== "setter",
    })),
  ].filter(isShown);
}

function bodyOf(one) {
  return one.hasBody ?? one.functionDef?.hasBody ?? false;
}

function isShown({ accessibility, jsDoc, name, computed, kind }) {
  return accessibility === undefined && kind !== "setter" && !/^[#_]/.test(name) &&
    (!computed || name.startsWith("[Symbol.")) &&
    !jsDoc?.tags?.some(({ kind }) => kind === "internal");
}

function add(members, { name, kind, jsDoc, location, callable, isStatic = false }, file) {
  const key = `${isStatic}.${name}`;
  const known = members.get(key);
  // What a class says itself counts, not what its base says.
  if (known !== undefined && known.file !== file) return;
  const member = known ?? { name, file, texts: [], docs: [], callable, isStatic };
  const text = declarationText(file, location, callable || kind === "getter" ? "body" : "value");
  member.texts.push(text.replace(/^((static )?)override /, "$1"));
  if (jsDoc) member.docs.push(jsDoc);
  members.set(key, member);
}
