// Loaded by any Node, also by one that is too old: nothing here may be newer than Node 18.

/** What `engines` in package.json says. */
export const neededNode = "^22.22.2 || ^24.15.0 || >=26";

/** Whether a Node of this version, such as `24.15.0`, runs eqlhunt. */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

/** The sentence for whoever starts another one. */
export function unsupportedNodeText(version: string): string {
  return `eqlhunt needs Node ${neededNode}, and this is ${version}: install a newer one, or in a checkout use \`npx node dist/cli/main.js\`.`;
}
