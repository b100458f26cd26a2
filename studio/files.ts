import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Hono } from "hono";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** Modules of installed packages that the page imports. */
const MODULES: Readonly<Record<string, string>> = {
  preact: "preact",
  hooks: "preact/hooks",
  htm: "htm",
};

/** Serves the page: its own files, which lie beside this module, and the libraries that it imports. They hold nothing secret. */
export function servePage(app: Hono): void {
  app.get("/", () => pageFile("index.html"));
  app.get("/page/:name{[a-z-]+\\.(?:css|mjs|svg)}", (context) => pageFile(context.req.param("name")));
  app.get("/vendor/:name{[a-z]+}", async (context) => {
    const specifier = MODULES[context.req.param("name")];
    return specifier === undefined ? context.notFound() : response("mjs", await moduleOf(specifier));
  });
}

async function pageFile(name: string): Promise<Response> {
  const path = new URL(`./page/${name}`, import.meta.url);
  try {
    return response(name.split(".").at(-1)!, await readFile(path, "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return new Response("not found", { status: 404 });
    throw error;
  }
}

/** The hooks import "preact" by its name, which means nothing to a browser. */
async function moduleOf(specifier: string): Promise<string> {
  const text = await readFile(fileURLToPath(import.meta.resolve(specifier)), "utf8");
  return text.replaceAll(/from\s*"preact"/g, 'from"/vendor/preact"').replaceAll(/^\/\/# sourceMappingURL=.*$/gm, "");
}

function response(type: string, text: string): Response {
  return new Response(text, { headers: { "content-type": TYPES[type]! } });
}
