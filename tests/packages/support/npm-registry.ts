import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What `npm publish` sends: the manifest of one version, and its archive. */
interface Publication {
  readonly name: string;
  readonly versions: Readonly<Record<string, { readonly dist: { tarball: string } }>>;
  readonly "dist-tags": Readonly<Record<string, string>>;
  readonly _attachments: Readonly<Record<string, { readonly data: string }>>;
}

/** An npm registry on 127.0.0.1 that has what was published to it, one version a package, and forgets it when it is closed. */
export class NpmRegistry {
  readonly #server: Server;
  readonly #packages = new Map<string, Publication>();
  readonly #archives = new Map<string, Uint8Array>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  }

  static async open(): Promise<NpmRegistry> {
    const registry = new NpmRegistry();
    await new Promise<void>((resolve) => registry.#server.listen(0, "127.0.0.1", resolve));
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Names of the packages that were published. */
  get names(): string[] {
    return [...this.#packages.keys()].sort();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? "/", this.url).pathname).slice(1);
    if (request.method === "PUT") {
      this.#publish(JSON.parse(new TextDecoder().decode(await body(request))) as Publication);
      return void response.writeHead(201, { "content-type": "application/json" }).end("{}");
    }
    const archive = this.#archives.get(path);
    if (archive !== undefined) {
      return void response.writeHead(200, { "content-type": "application/octet-stream" }).end(archive);
    }
    const publication = this.#packages.get(path);
    response.writeHead(publication === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(publication ?? { error: "not found" }));
  }

  #publish({ _attachments, ...publication }: Publication): void {
    const [file] = Object.values(_attachments);
    const [manifest] = Object.values(publication.versions);
    if (file === undefined || manifest === undefined) throw new Error(`${publication.name} came without its archive`);
    const path = `${publication.name}/-/${publication.name.replace("/", "-")}.tgz`;
    manifest.dist.tarball = `${this.url}${path}`;
    this.#archives.set(path, Uint8Array.from(atob(file.data), (character) => character.charCodeAt(0)));
    this.#packages.set(publication.name, { ...publication, _attachments: {} });
  }
}

/** Everything that a request sends. */
export async function body(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
