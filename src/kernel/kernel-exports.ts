/** What a kernel's module exports. The build makes it, so what is missing is a mistake of the program. */
export class KernelExports {
  readonly #exports: Readonly<Record<string, unknown>>;

  constructor(exports: Readonly<Record<string, unknown>>) {
    this.#exports = exports;
  }

  /** The value of a global: an address, a size. */
  number(name: string): number {
    const exported = this.#exports[name];
    if (
      typeof exported === "object" &&
      exported !== null &&
      "value" in exported &&
      typeof exported.value === "number"
    ) {
      return exported.value;
    }
    throw new TypeError(`the kernel exports no number ${name}`);
  }

  function(name: string): KernelFunction {
    const exported = this.#exports[name];
    if (isKernelFunction(exported)) return exported;
    throw new TypeError(`the kernel exports no function ${name}`);
  }
}

/** Numbers in, a number out; what gives none gives 0. */
export type KernelFunction = (...numbers: readonly number[]) => number;

function isKernelFunction(exported: unknown): exported is KernelFunction {
  return typeof exported === "function";
}
