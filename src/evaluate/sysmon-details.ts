const numberForm = /^(?:DWORD \(0x([0-9a-f]{1,8})\)|QWORD \(0x([0-9a-f]{1,8})-0x([0-9a-f]{1,8})\))$/i;

/**
 * What Sysmon's `Details` of a registry value say: a DWORD or QWORD as a decimal text (a QWORD comes as two halves of 32
 * bits, the high one first), any other text as it is, and `null` for `Binary Data`, which stands for data that isn't there.
 */
export function readSysmonDetails(details: string): string | null {
  if (details === "Binary Data") return null;
  const [, word, high, low] = numberForm.exec(details) ?? [];
  if (word !== undefined) return BigInt(`0x${word}`).toString();
  if (high === undefined || low === undefined) return details;
  return ((BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)).toString();
}
