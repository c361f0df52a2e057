import { resolve } from "node:path";

/** The folder of test data that isn't part of the repository. Tests that need it are skipped where it isn't. */
export const sharedFolder = resolve(import.meta.dirname, "../..", process.env["EQLHUNT_SHARED"] ?? "../shared");
