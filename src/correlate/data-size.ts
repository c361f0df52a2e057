const objectBytes = 24;
const slotBytes = 8;
const numberBytes = 16;

/**
 * About how much memory plain data takes, in bytes; rather too much than too little: strings are taken for such as need two
 * bytes a character.
 */
export function estimateBytes(data: unknown): number {
  switch (typeof data) {
    case "string":
      return objectBytes + 2 * data.length;
    case "bigint":
      return objectBytes;
    case "number":
      return numberBytes;
    case "object":
      return data === null ? 0 : estimateContainer(data);
    default:
      return 0;
  }
}

function estimateContainer(container: object): number {
  let bytes = objectBytes;
  if (Array.isArray(container)) {
    bytes += objectBytes;
    for (const item of container) bytes += slotBytes + estimateBytes(item);
    return bytes;
  }
  for (const item of Object.values(container)) bytes += slotBytes + estimateBytes(item);
  return bytes;
}
