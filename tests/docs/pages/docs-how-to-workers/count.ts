// Made from docs/how-to/workers.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { close, init } from "../../../../mod.ts";
import { Photo } from "./models.ts";

interface Part {
  uri: string;
  from: number;
  to: number;
}

declare const self: Worker;

self.addEventListener("message", async ({ data: { uri, from, to } }: MessageEvent<Part>) => {
  await init({ uri, documentModels: [Photo], skipIndexes: true });
  let pixels = 0;
  for await (const photo of Photo.find(Photo.number.gte(from), Photo.number.lt(to))) pixels += photo.pixels;
  await close();
  self.postMessage(pixels);
});
