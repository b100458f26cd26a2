// A contender's process: requests go in one by one, the others wait meanwhile with nothing to do.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const TIMEOUT_MS = 300_000;

export class Worker {
  #child;
  #pending = new Map();
  #next = 1;
  #errors = "";
  #ended;

  constructor({ command, args, environment, directory }) {
    this.#child = spawn(command, args, { cwd: directory, env: { ...process.env, ...environment }, stdio: "pipe" });
    this.#child.stderr.setEncoding("utf8").on("data", (text) => this.#errors = (this.#errors + text).slice(-4000));
    this.#child.stdin.on("error", () => {});
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#answer(line));
    this.#ended = new Promise((resolve) => {
      this.#child.on("error", (error) => resolve(this.#fail(error.message)));
      this.#child.on("close", (code) => resolve(this.#fail(`ended with code ${code}\n${this.#errors}`)));
    });
  }

  #answer(line) {
    let reply;
    try {
      reply = JSON.parse(line);
    } catch {
      this.#errors += `${line}\n`;
      return;
    }
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.error) pending?.reject(new Error(reply.error));
    else pending?.resolve(reply);
  }

  #fail(reason) {
    for (const { reject } of this.#pending.values()) reject(new Error(`the worker ${reason}`));
    this.#pending.clear();
  }

  /** Sends a request and gives its outcome. */
  ask(task, parameters = {}) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to "${task}" after ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
      const settle = (then) => (value) => {
        clearTimeout(timer);
        then(value);
      };
      this.#pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.#child.stdin.write(JSON.stringify({ id, task, ...parameters }) + "\n");
    });
  }

  /** Starts a new measurement of the highest resident memory; gives the present one. Linux only. */
  resetPeakMemory() {
    try {
      writeFileSync(`/proc/${this.#child.pid}/clear_refs`, "5");
      return this.#status("VmRSS");
    } catch {
      return null;
    }
  }

  /** The highest resident memory since the reset, in bytes; null where the system does not tell. */
  peakMemory() {
    try {
      return this.#status("VmHWM");
    } catch {
      return null;
    }
  }

  #status(key) {
    const text = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(text)[1]) * 1024;
  }

  /** Ends the process by closing its stdin; kills it when it does not go. */
  async close() {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 5000);
    await this.#ended;
    clearTimeout(timer);
  }
}
