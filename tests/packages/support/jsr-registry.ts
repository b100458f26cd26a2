import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { allFilesBelow } from "../../../tools/lib/pack/files.mjs";
import { command } from "./command.ts";
import { body } from "./npm-registry.ts";

/** What `deno publish` says of a package in its configuration. */
interface Configuration {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
}

/**
 * A JSR registry on 127.0.0.1 for one package in one version: takes it from `deno publish` and serves its files as they were sent, which is with
 * the import map of the configuration written into them.
 */
export class JsrRegistry {
  readonly #server: Server;
  readonly #folder: string;
  #configuration: Configuration | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  }

  /** @param folder where the files of the package go */
  static async open(folder: string): Promise<JsrRegistry> {
    mkdirSync(folder, { recursive: true });
    const registry = new JsrRegistry(folder);
    await new Promise<void>((resolve) => registry.#server.listen(0, "127.0.0.1", resolve));
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Paths of the files that were published. */
  get files(): string[] {
    return allFilesBelow(this.#folder);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
    if (request.method === "POST") {
      const { version, name } = await this.#publish(await body(request), searchParams.get("config") ?? "");
      const [packageScope, packageName] = name.slice(1).split("/");
      return json(response, 200, { id: "1", status: "success", packageScope, packageName, packageVersion: version });
    }
    if (pathname.includes("/versions/")) return json(response, 404, { code: "packageVersionNotFound", message: "no" });
    if (pathname.startsWith("/api/")) return json(response, 200, {});
    const { name, version, exports } = this.#configuration!;
    const path = pathname.slice(name.length + 2);
    if (path === "meta.json") return json(response, 200, { latest: version, versions: { [version]: {} } });
    if (path === `${version}_meta.json`) return json(response, 200, { exports, manifest: this.#manifest() });
    if (!path.startsWith(`${version}/`)) return json(response, 404, {});
    response.writeHead(200, { "content-type": "text/typescript" }).end(this.#read(path.slice(version.length + 1)));
  }

  async #publish(archive: Uint8Array, configuration: string): Promise<Configuration> {
    const file = `${this.#folder}.tgz`;
    writeFileSync(file, archive);
    const { code, output } = await command("tar", ["-xzf", file, "-C", this.#folder], { cwd: this.#folder });
    if (code !== 0) throw new Error(output);
    return this.#configuration = JSON.parse(this.#read(configuration).toString()) as Configuration;
  }

  #manifest(): Record<string, { size: number; checksum: string }> {
    const entry = (path: string): [string, { size: number; checksum: string }] => {
      const bytes = this.#read(path);
      const checksum = `sha256-${createHash("sha256").update(bytes).digest("hex")}`;
      return [`/${path}`, { size: bytes.length, checksum }];
    };
    return Object.fromEntries(this.files.map(entry));
  }

  #read(path: string): Uint8Array {
    return readFileSync(join(this.#folder, path));
  }
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
