/** Placeholder until the kernel is written. */
export function version(): i32 {
  return 0;
}
