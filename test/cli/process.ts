import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const mainScript = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** A process that hangs is killed after this long, and its test fails. */
const defaultTimeoutMs = 30_000;

/** How a process ended, and what it wrote. */
export interface Ended {
  /** `null` if a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** How a process is started. */
export interface RunOptions {
  /** What it reads on standard input; without it there is none. */
  readonly input?: string | Uint8Array;
  /** Standard input stays open, and nothing comes. */
  readonly silent?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the repository. */
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

/** A process under way. */
export interface Running {
  readonly child: ChildProcess;
  /** Settles when it has ended and all its output has been read. Rejects if it took too long. */
  readonly ended: Promise<Ended>;
}

/** Runs the command line as a process of its own. */
export function runEqlhunt(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runNode([mainScript, ...args], options);
}

/** Runs Node, the one that runs the tests. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { child, ended } = startProcess(process.execPath, args, options);
  child.stdin?.on("error", () => {});
  if (options.silent !== true) child.stdin?.end(options.input);
  return ended;
}

/** Starts the command line and leaves its standard input open. */
export function startEqlhunt(
  args: readonly string[],
  options: RunOptions & { stdio?: SpawnOptions["stdio"] } = {},
): Running {
  return startProcess(process.execPath, [mainScript, ...args], options);
}

/** Runs a line of shell, in which `eqlhunt` is the command line. */
export function runShell(line: string, options: RunOptions = {}): Promise<Ended> {
  const eqlhunt = `eqlhunt() { "${process.execPath}" "${mainScript}" "$@"; }; `;
  return startProcess("bash", ["-c", eqlhunt + line], options).ended;
}

/** Starts any program. */
export function startProcess(
  program: string,
  args: readonly string[],
  {
    env = {},
    cwd = root,
    timeoutMs = defaultTimeoutMs,
    stdio = "pipe",
  }: RunOptions & { stdio?: SpawnOptions["stdio"] } = {},
): Running {
  const startedMs = performance.now();
  const child = spawn(program, args, { cwd, stdio, env: { ...plainEnvironment(), ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const end = async (): Promise<Ended> => {
    // Where nobody reads its output, "close" never comes.
    await Promise.race([
      once(child, "close"),
      once(child, "exit").then(() => new Promise((done) => setTimeout(done, 500))),
    ]);
    const seconds = (performance.now() - startedMs) / 1000;
    clearTimeout(timer);
    const { exitCode: status, signalCode: signal } = child;
    if (seconds * 1000 >= timeoutMs)
      throw new Error(`${program} ${args.join(" ")} was still running after ${seconds} s: ${stderr}`);
    return { status, signal, stdout, stderr, seconds };
  };
  return { child, ended: end() };
}

/** Without what could colour output or bring options along. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const unwanted = new Set(["NO_COLOR", "FORCE_COLOR", "NODE_OPTIONS", "NODE_V8_COVERAGE", "EQLHUNT_DEBUG"]);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.has(name)));
}
