import { readFileSync } from "node:fs";

/** The version of this package: another one may find something else, and keeps its state in another form. */
export function engineVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";
}
