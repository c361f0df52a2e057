import { createRequire } from "node:module";
import type RE2 from "re2";

const require = createRequire(import.meta.url);

/** RE2, loaded when there is something to compile: it is native code, and of many rules no pattern needs it. */
export function re2Package(): typeof RE2 {
  return require("re2");
}
