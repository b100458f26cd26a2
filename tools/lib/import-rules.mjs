/**
 * Layers from left to right (`docs/internals/typescript.md`): a layer may import from those before it and from itself. Layers with the same number
 * stand side by side and may import each other, as long as there is no cycle.
 */
const LAYERS = {
  "package.json": 0,
  "src/errors": 0,
  "src/values": 1,
  "native": 1,
  "ffi": 2,
  "src/engine": 3,
  "src/transfer": 4,
  "src/observability": 4,
  "src/client": 5,
  "src/types": 6,
  "src/schema": 6,
  "src/relations": 6,
  "src/expression": 6,
  "src/cache": 7,
  "src/bulk": 6,
  "src/query": 8,
  "src/fetching": 8,
  "src/events": 9,
  "src/collections": 9,
  "src/streams": 9,
  "src/document": 9,
  "src/indexes": 9,
  "src/session": 9,
  "src/migration": 10,
  "src/testing": 10,
  "mod.ts": 11,
  "operators.ts": 11,
  "opentelemetry.ts": 11,
  "migrations.ts": 11,
  "testing.ts": 11,
  "studio": 12,
  "cli": 13,
};

/**
 * Every breach of the rules in a module graph.
 * @param {{ path: string, code: string[], types: string[] }[]} modules paths relative to the project, with what they import to run and for types
 * @returns {string[]} one line each
 */
export function breaches(modules) {
  return [...modules.flatMap(ownBreaches), ...cycles(modules)];
}

function ownBreaches({ path, code, types }) {
  const layer = layerOf(path);
  if (layer === undefined) return [`${path}: its folder is in no layer; add it to tools/lib/import-rules.mjs`];
  return [...code, ...types].flatMap((target) => {
    if (path.startsWith("src/") && /^(bun|deno):/.test(target)) {
      return [`${path} imports ${target}: only ffi/ knows the runtime`];
    }
    if (/^[a-z]+:/.test(target) || !/\.ts$/.test(target)) return [];
    const other = layerOf(target);
    if (other === undefined) return [`${path} imports ${target}, which is in no layer`];
    return LAYERS[other] > LAYERS[layer] ? [`${path} imports ${target}: ${layer} stands before ${other}`] : [];
  });
}

function layerOf(path) {
  return Object.keys(LAYERS).find((layer) => path === layer || path.startsWith(`${layer}/`));
}

/** Cycles of imports that run; imports of types only are gone at run time. */
function cycles(modules) {
  const graph = new Map(modules.map(({ path, code }) => [path, code]));
  const state = new Map();
  const found = [];
  const visit = (path, trail) => {
    if (state.get(path) === "done" || !graph.has(path)) return;
    if (state.get(path) === "open") {
      found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(" -> ")}`);
      return;
    }
    state.set(path, "open");
    for (const target of graph.get(path)) visit(target, [...trail, path]);
    state.set(path, "done");
  };
  for (const { path } of modules) visit(path, []);
  return found;
}
