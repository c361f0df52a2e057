import { compileKernel, type KernelModules } from "../kernel/kernel-module.ts";
import type { ScanStrategyName } from "../scan/scan-strategy.ts";

/** Compiles what a strategy scans with, once for all workers. */
export async function compileScanKernels(strategy: ScanStrategyName): Promise<KernelModules> {
  switch (strategy) {
    case "literal": {
      const [literals, extraction] = await Promise.all([compileKernel("literals"), compileKernel("extraction")]);
      return { literals, extraction };
    }
    case "extract":
      return { extraction: await compileKernel("extraction") };
    case "parse":
      return {};
  }
}
