import type { CompileOptions } from "../plan/compilation.ts";

/** What `--source`, `--canonical` and `--no-canonical` mean for compiling rules. */
export function sourceOptions({
  source,
  canonical,
}: {
  readonly source: readonly string[];
  readonly canonical?: boolean | undefined;
}): Pick<CompileOptions, "source" | "canonical"> {
  return {
    ...(source.length === 0 ? {} : { source }),
    ...(canonical === undefined ? {} : { canonical: canonical ? "always" : "never" }),
  };
}
