import type { KernelModule } from "./kernel-module.ts";

export type { KernelModule };

/**
 * What the loaders use of WebAssembly: TypeScript has its types only among those of a browser, and Node's own types have none.
 * No public type may come from here, since these would meet a browser's where both are.
 */
declare global {
  var WebAssembly: {
    compile(bytes: Uint8Array): Promise<KernelModule>;
    Instance: new (
      module: KernelModule,
      imports: KernelImports,
    ) => { readonly exports: Readonly<Record<string, unknown>> };
    Memory: new (size: { readonly initial: number; readonly maximum: number }) => KernelMemory;
  };
}

/** Pages of 64 KiB. The kernels' memory doesn't grow any more once there are views of it, so that they stay valid. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** By module, then name. */
export type KernelImports = Readonly<
  Record<string, Readonly<Record<string, KernelMemory | ((...numbers: number[]) => number | void)>>>
>;
