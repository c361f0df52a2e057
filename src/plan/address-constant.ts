import ipaddr from "ipaddr.js";

/**
 * An IP network as its 16 bytes; a single address has all 128 bits as prefix. IPv4 lies in IPv6 as `::ffff:a.b.c.d`, so
 * that both spellings are one address (SEMANTICS 5a) and `::/0` holds everything, as in Elasticsearch.
 */
export interface AddressRange {
  readonly bytes: readonly number[];
  readonly prefixBits: number;
}

const dottedQuad = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const ipv4Prefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const allBits = 128;
const ipv4Bits = 32;

/** The longest spelling of an address has 45 characters; of a longer text nothing is looked at. */
const longestAddress = 64;

/** The sixteen bytes of an address; `null` for any other text. No octal, no short forms, no zone. */
export function parseAddress(text: string): readonly number[] | null {
  if (text.length > longestAddress) return null;
  if (dottedQuad.test(text)) return [...ipv4Prefix, ...text.split(".").map(Number)];
  const groups = text.includes(".") ? withoutDottedQuad(text) : text;
  // ipaddr.js takes zones, and groups of more than four digits.
  if (groups === null || !/^[\da-f:]*$/i.test(groups) || /[\da-f]{5}/i.test(groups)) return null;
  return ipaddr.IPv6.isValid(groups) ? ipaddr.IPv6.parse(groups).toByteArray() : null;
}

/** IPv6 that ends in an IPv4 address with that as two groups: `::10.0.0.1`, which ipaddr.js takes for IPv4, is `::a00:1`. */
function withoutDottedQuad(text: string): string | null {
  const start = text.lastIndexOf(":") + 1;
  const quad = text.slice(start);
  if (start === 0 || !dottedQuad.test(quad)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = quad.split(".").map(Number);
  return `${text.slice(0, start)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** An address, or `address/prefix`; bits beyond the prefix are ignored. `null` for any other text. */
export function parseAddressRange(text: string): AddressRange | null {
  const slash = text.indexOf("/");
  const bytes = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (bytes === null) return null;
  if (slash < 0) return { bytes, prefixBits: allBits };
  const prefix = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefix)) return null;
  const prefixBits = Number(prefix) + (text.includes(":") ? 0 : allBits - ipv4Bits);
  return prefixBits > allBits ? null : { bytes, prefixBits };
}

/** True if `==` and `in` compare this constant by address (SEMANTICS 5a). */
export function isAddressConstant(text: string): boolean {
  return parseAddressRange(text) !== null;
}

/** True if the address lies in the network. */
export function isInRange(address: readonly number[], range: AddressRange): boolean {
  for (let bits = range.prefixBits, i = 0; bits > 0; bits -= 8, i++) {
    const mask = bits >= 8 ? 0xff : (0xff << (8 - bits)) & 0xff;
    if (((address[i] ?? 0) & mask) !== ((range.bytes[i] ?? 0) & mask)) return false;
  }
  return true;
}
