import { defaultMaxLineBytes, type HuntOptions } from "../hunt-options.ts";
import type { StateOptions } from "./manifest.ts";

/**
 * The options of a hunt that can change its detections or statistics, by their names: what a state folder is begun with it must
 * be gone on with.
 */
export function stateOptions(options: HuntOptions): StateOptions {
  return {
    strategy: options.strategy ?? "auto",
    sinceNs: options.sinceNs?.toString() ?? null,
    untilNs: options.untilNs?.toString() ?? null,
    maxDetectionsPerRule: options.maxDetectionsPerRule ?? null,
    size: options.size ?? null,
    maxSamplesPerKey: options.maxSamplesPerKey ?? 1,
    nearMisses: options.nearMisses ?? null,
    allowPartial: options.allowPartial ?? false,
    countLines: options.countLines ?? false,
    count: options.count ?? false,
    verify: options.verify ?? false,
    splitSizeBytes: options.splitSizeBytes ?? null,
    maxLineBytes: options.maxLineBytes ?? defaultMaxLineBytes,
  };
}
