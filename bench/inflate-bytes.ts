import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

/* Unpacks the gzip files that it is given, one after the other, and prints how many bytes came out: what a decompressor alone takes. */

/** The fastest sizes of those tried, from 64 KiB to 4 MiB. */
const outputBytes = 1 << 20;
const inputBytes = 1 << 18;

let bytes = 0;
for (const path of process.argv.slice(2)) {
  const packed = createReadStream(path, { highWaterMark: inputBytes });
  const unpacked = packed.pipe(createGunzip({ chunkSize: outputBytes }));
  packed.on("error", (error) => unpacked.destroy(error));
  // An empty file is what a start is measured with, and is no gzip data.
  unpacked.on("data", (piece: Buffer) => (bytes += piece.length));
  await new Promise<void>((resolve, reject) => unpacked.on("end", resolve).on("error", reject));
}
console.log(bytes);
