/**
 * A run of addresses: those whose first `prefix` of 128 bits are those of `network`. IPv4 addresses are the IPv6
 * addresses `::ffff:a.b.c.d`, so that both spellings are the same address (SEMANTICS 5a).
 */
export interface AddressRange {
  readonly network: bigint;
  readonly prefix: number;
}

const ipv4MappedPrefix = 0xffffn << 32n;

/** Reads an IPv4 address in four decimal parts without leading zeros, or an IPv6 address; null for any other text. */
export function parseAddress(text: string): bigint | null {
  const ipv4 = parseIpv4(text);
  return ipv4 === null ? parseIpv6(text) : ipv4MappedPrefix | ipv4;
}

/** Reads an address, or an address with `/prefix`; bits beyond the prefix don't count. Null for any other text. */
export function parseAddressRange(text: string): AddressRange | null {
  const [, addressText = "", prefixText] = /^([^/]*)(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text) ?? [];
  const network = parseAddress(addressText);
  if (network === null) return null;
  const bits = parseIpv4(addressText) === null ? 128 : 32;
  const prefix = prefixText === undefined ? bits : Number(prefixText);
  return prefix <= bits ? { network, prefix: prefix + 128 - bits } : null;
}

/** True if the address lies in the range. */
export function isInRange(address: bigint, range: AddressRange): boolean {
  const ignoredBits = BigInt(128 - range.prefix);
  return address >> ignoredBits === range.network >> ignoredBits;
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)) {
    return null;
  }
  return parts.reduce((address, part) => (address << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? joinGroups(head) : null;
  const omitted = 8 - head.length - tail.length;
  if (omitted < 1) return null;
  return joinGroups([...head, ...Array.from({ length: omitted }, () => 0n), ...tail]);
}

/** The 16-bit groups of one side of `::`; the last group of an address may be an IPv4 address, which is two. */
function parseGroups(text: string, mayEndInIpv4: boolean): bigint[] | null {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const ipv4 = mayEndInIpv4 && index === parts.length - 1 ? parseIpv4(part) : null;
    if (ipv4 !== null) groups.push(ipv4 >> 16n, ipv4 & 0xffffn);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}

function joinGroups(groups: readonly bigint[]): bigint {
  return groups.reduce((address, group) => (address << 16n) | group, 0n);
}
