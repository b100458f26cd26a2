import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Subject of the client's certificate, in the order in which MongoDB names users by it. */
export const CLIENT_SUBJECT = "CN=reader,OU=Clients,O=Haricot Tests";

/** An authority, a server certificate for 127.0.0.1 and localhost, and a client certificate: PEM files in a folder of their own. */
export class Certificates implements Disposable {
  readonly #folder: string = mkdtempSync(join(tmpdir(), "haricot-certificates-"));

  /** @throws when the command `openssl` is missing or fails */
  constructor() {
    this.#authority("ca");
    this.#authority("other-ca");
    this.#issue("server", "/O=Haricot Tests/OU=Servers/CN=localhost", [
      "subjectAltName=IP:127.0.0.1,DNS:localhost",
      "extendedKeyUsage=serverAuth,clientAuth",
    ]);
    this.#issue("elsewhere", "/O=Haricot Tests/OU=Servers/CN=elsewhere", [
      "subjectAltName=DNS:elsewhere.example",
      "extendedKeyUsage=serverAuth,clientAuth",
    ]);
    this.#issue("client", "/O=Haricot Tests/OU=Clients/CN=reader", ["extendedKeyUsage=clientAuth"]);
    this.#run("rsa", ["-aes256", "-passout", "pass:geheim", "-in", "client.key", "-out", "encrypted.key"]);
    writeFileSync(
      this.path("encrypted.pem"),
      readFileSync(this.path("client.crt"), "utf8") + readFileSync(this.path("encrypted.key"), "utf8"),
    );
  }

  /** Path of `ca.crt`, `other-ca.crt`, or of a certificate with its key: `server.pem`, `elsewhere.pem`, `client.pem`, `encrypted.pem`. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #authority(name: string): void {
    this.#run(
      "req",
      ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/O=Haricot Tests/CN=${name}`].concat([
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.crt`,
      ]),
    );
  }

  #issue(name: string, subject: string, extensions: readonly string[]): void {
    const text = ["basicConstraints=CA:FALSE", "keyUsage=digitalSignature,keyEncipherment", ...extensions].join("\n");
    writeFileSync(this.path(`${name}.ext`), text);
    this.#run("req", [
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      subject,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
    ]);
    const authority = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"];
    const files = ["-in", `${name}.csr`, "-extfile", `${name}.ext`, "-out", `${name}.crt`];
    this.#run("x509", ["-req", "-days", "2", ...authority, ...files]);
    const pem = readFileSync(this.path(`${name}.crt`), "utf8") + readFileSync(this.path(`${name}.key`), "utf8");
    writeFileSync(this.path(`${name}.pem`), pem);
  }

  #run(command: string, args: readonly string[]): void {
    const { status, stderr, error } = spawnSync("openssl", [command, ...args], { cwd: this.#folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`openssl ${command} failed: ${error?.message ?? stderr}`);
  }
}
