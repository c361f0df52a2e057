import { readBlocks } from "../input/blocks.ts";
import type { Split } from "../input/split.ts";
import { compileKernel } from "../kernel/kernel-module.ts";
import { LineSample } from "../scan/line-sample.ts";
import { defaultMaxLineBytes, type HuntOptions } from "./hunt-options.ts";

/** In so many places so much is looked at: together it takes a millisecond. */
const sampledPlaces = 8;
const sampledBytes = 64 * 1024;

/** Of packed inputs fewer: each has to be unpacked from its start. */
const sampledPackedInputs = 2;

/** Reads the first lines of some splits, from the first to the last. Of a stream, which can be read only once, and of what can't be read there are none. */
export async function sampleInputs(
  splits: readonly Split[],
  { maxLineBytes = defaultMaxLineBytes }: Pick<HuntOptions, "maxLineBytes">,
): Promise<LineSample> {
  const files = splits.filter(({ input }) => input.kind === "file");
  const places = [
    ...spread(files.filter(isPlain), sampledPlaces),
    ...spread(
      files.filter((split) => !isPlain(split)),
      sampledPackedInputs,
    ),
  ];
  const blocks: Buffer[] = [];
  for (const split of places) {
    const reading = readBlocks(split, { maxLineBytes, chunkBytes: sampledBytes });
    const first = await reading.next();
    if (first.done === true) continue;
    blocks.push(Buffer.from(first.value.bytes));
    await reading.return({ status: "ok", bytes: 0, longLines: 0 });
  }
  return new LineSample(blocks, await compileKernel("literals"));
}

function isPlain({ input }: Split): boolean {
  return input.format === "plain";
}

function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, place) => items[Math.floor((place * items.length) / count)]).filter(
    (item) => item !== undefined,
  );
}
