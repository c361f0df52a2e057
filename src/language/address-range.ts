// Not imported: that would have Node load all that this module offers, block lists and sockets, before every hunt.
const { isIPv4, isIPv6 } = process.getBuiltinModule("node:net");

const prefixForm = /^(0|[1-9][0-9]{0,2})$/;

/**
 * True for an IPv4 or IPv6 address, alone or with `/prefix`: strict dotted quads, no zone (`%eth0`), no leading zeros.
 * Bits beyond the prefix are allowed (SEMANTICS 6, cidrMatch).
 */
export function isAddressOrRange(text: string): boolean {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const prefix = slash < 0 ? "0" : text.slice(slash + 1);
  if (!prefixForm.test(prefix)) return false;
  if (isIPv4(address)) return Number(prefix) <= 32;
  return isIPv6(address) && !address.includes("%") && Number(prefix) <= 128;
}
