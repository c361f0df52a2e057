/**
 * Where the package is, and the command line in it. The one place that knows, since the compiler rewrites imports but no
 * URLs: this module lies two folders below the package in `src` as in `dist`, and the command line beside it, in TypeScript
 * as long as the sources run.
 */
const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** The package's folder: a checkout's, or an installed one. */
export const packageFolder: URL = new URL("../../", import.meta.url);

/** What `node` is to run for `eqlhunt …`. */
export const commandLocation: URL = new URL(`../cli/main.${ending}`, import.meta.url);

/** The rules that ship with the package. */
export const shippedRules: URL = new URL("datasets/rules/", packageFolder);
