import { testServer } from "../../../testing.ts";

declare const self: { postMessage(message: unknown): void };

self.postMessage(await testServer());
