#!/usr/bin/env node
// Only what every Node can run: whoever starts an old one gets a sentence and no syntax error. All else is imported after the check.

const needed = "^22.22.2 || ^24.15.0 || >=26";
const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number);

function isSupported(): boolean {
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

if (isSupported()) {
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(process.argv.slice(2));
} else {
  process.stderr.write(
    `eqlhunt needs Node ${needed}, and this is ${process.version}: install a newer one, or in a checkout use \`npx node dist/cli/main.js\`.\n`,
  );
  process.exitCode = 2;
}
