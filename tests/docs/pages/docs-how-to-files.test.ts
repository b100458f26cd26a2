// Made from docs/how-to/files.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Model, binary, init, link, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/files.md print what it says", async () => {
  await printsOf("docs/how-to/files.md", async (uri) => {
    class Avatar extends Document({
      name: z.string(),
      type: z.enum(["image/png", "image/jpeg"]),
      bytes: binary(),
    }) {
      static settings = { name: "avatars" } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Avatar] });

    const bytes = new TextEncoder().encode("not really a picture");
    await new Avatar({ name: "ann.png", type: "image/png", bytes }).insert();

    const found = (await Avatar.findOne({ name: "ann.png" }))!;
    console.log(found.bytes instanceof Uint8Array, found.bytes.length);
    const response = new Response(found.bytes.slice(), { headers: { "content-type": found.type } });
    console.log(await response.text());

    class Entry extends Model({ name: z.string(), type: z.string() }) {}
    for (const { name, type } of await Avatar.find().project(Entry)) console.log(name, type);

    class File extends Document({ name: z.string(), size: z.int() }) {}

    class Piece extends Document({ file: link(() => File), n: z.int(), bytes: binary() }) {
      static settings = { indexes: [{ keys: ["file", "n"], unique: true }] } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [File, Piece] });

    const SIZE = 255 * 1024;

    async function store(name: string, content: Uint8Array): Promise<File> {
      const file = new File({ name, size: content.length });
      for (let n = 0; n * SIZE < content.length; n++) {
        await new Piece({ file: file.id, n, bytes: content.slice(n * SIZE, (n + 1) * SIZE) }).insert();
      }
      return await file.insert(); // last: a file that is there is whole
    }

    function read(file: File): ReadableStream<Uint8Array> {
      const pieces = Piece.find(Piece.file.eq(file)).sort("n").getCursor();
      return new ReadableStream({
        async pull(controller) {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(value.bytes);
        },
        cancel: () => pieces.close(),
      });
    }

    const file = await store("film.bin", new Uint8Array(1_000_000).fill(7));
    let sum = 0;
    for await (const part of read(file)) sum += part.length;
    console.log(await Piece.count(), sum === file.size);
  }, ["true 20","not really a picture","ann.png image/png","4 true"]);
});
