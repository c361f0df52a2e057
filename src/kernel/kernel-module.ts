import { readFile } from "node:fs/promises";

/** A compiled kernel. Can be sent to worker threads, which then share its code. */
export interface KernelModule {
  readonly [moduleBrand]: true;
}
declare const moduleBrand: unique symbol;

/** A part of the scan that is compiled to WebAssembly. */
export type KernelName = "literals" | "extraction";

/** The compiled kernels that a strategy scans with. */
export type KernelModules = Readonly<Partial<Record<KernelName, KernelModule>>>;

/**
 * Compiles a kernel, once per process. Works from `src` and from `dist`: the binaries are always in `dist/kernel`, where
 * `npm run build` puts them.
 */
export async function compileKernel(name: KernelName): Promise<KernelModule> {
  return WebAssembly.compile(await readFile(new URL(`../../dist/kernel/${name}.wasm`, import.meta.url)));
}
