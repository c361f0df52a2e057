import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { constants } from "node:os";
import { resolve } from "node:path";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";

// Loaded before a program (`--import`), makes calls to the file system fail in all its threads. The environment says which:
// - `FAULT_FOLDER`: only calls on files below it count;
// - `FAULT_CALL`: open, read, write, sync, link, rename or remove; `FAULT_NUMBER`: which of them, from 1;
// - `FAULT_HOW`: an error's code, or `short` for less than what was asked for; `FAULT_STAYS`: it and all after it;
// - `FAULT_COUNTS`: a file to write how many calls there were of each kind, as JSON.

const kinds = ["open", "read", "write", "sync", "link", "rename", "remove"];
const { FAULT_FOLDER, FAULT_CALL, FAULT_NUMBER, FAULT_HOW, FAULT_STAYS, FAULT_COUNTS } = process.env;
const folder = `${resolve(FAULT_FOLDER ?? "/nowhere")}/`;
const key = "failing-files";
if (isMainThread) setEnvironmentData(key, new Int32Array(new SharedArrayBuffer(4 * kinds.length)));
const counts = getEnvironmentData(key);
/** Open files below the folder. A descriptor is the process's, but its files are known to the thread that opened them. */
const known = new Set();

if (isMainThread && FAULT_COUNTS !== undefined) {
  const { writeFileSync } = fs;
  process.on("exit", () =>
    writeFileSync(FAULT_COUNTS, JSON.stringify(Object.fromEntries(kinds.map((kind, index) => [kind, counts[index]])))),
  );
}

/** What is to happen to this call: nothing, an error, or less than was asked for. */
function fateOf(kind) {
  const number = Atomics.add(counts, kinds.indexOf(kind), 1) + 1;
  if (kind !== FAULT_CALL) return null;
  const isMeant = FAULT_STAYS === undefined ? number === Number(FAULT_NUMBER) : number >= Number(FAULT_NUMBER);
  return isMeant ? FAULT_HOW : null;
}

function errorOf(kind, code) {
  const errno = -constants.errno[code];
  return Object.assign(new Error(`${code}: made to fail, ${kind}`), { errno, code, syscall: kind });
}

function failLater(done, error) {
  setImmediate(() => done(error));
}

function isBelow(path) {
  return typeof path === "string" && resolve(path).startsWith(folder);
}

const { openSync, open, closeSync, close, readSync, read, writeSync, write, writev } = fs;

function openFate(path) {
  return isBelow(path) ? fateOf("open") : null;
}

fs.openSync = (path, ...more) => {
  const fate = openFate(path);
  if (fate !== null) throw errorOf("open", fate);
  const descriptor = openSync(path, ...more);
  if (isBelow(path)) known.add(descriptor);
  return descriptor;
};
fs.open = (path, ...more) => {
  const done = more.pop();
  const fate = openFate(path);
  if (fate !== null) return failLater(done, errorOf("open", fate));
  open(path, ...more, (error, descriptor) => {
    if (error === null && isBelow(path)) known.add(descriptor);
    done(error, descriptor);
  });
};
fs.closeSync = (descriptor) => {
  known.delete(descriptor);
  closeSync(descriptor);
};
fs.close = (descriptor, ...more) => {
  known.delete(descriptor);
  close(descriptor, ...more);
};

/** Of `(descriptor, bytes, offset, length, position)`: asks for half. */
function halve([descriptor, bytes, offset = 0, length = bytes.length - offset, position = null]) {
  return [descriptor, bytes, offset, Math.max(1, Math.floor(length / 2)), position];
}

function patchTransfer(kind, sync, later) {
  const syncName = `${kind}Sync`;
  fs[syncName] = (...all) => {
    const fate = known.has(all[0]) ? fateOf(kind) : null;
    if (fate === null) return sync(...all);
    if (fate !== "short") throw errorOf(kind, fate);
    return sync(...halve(all));
  };
  fs[kind] = (...all) => {
    const fate = known.has(all[0]) ? fateOf(kind) : null;
    if (fate === null) return void later(...all);
    const done = all.pop();
    if (fate !== "short") return failLater(done, errorOf(kind, fate));
    later(...halve(all), done);
  };
}
patchTransfer("read", readSync, read);
patchTransfer("write", writeSync, write);
fs.writev = (...all) => {
  const fate = known.has(all[0]) ? fateOf("write") : null;
  if (fate === null || fate === "short") return void writev(...all);
  failLater(all.pop(), errorOf("write", fate));
};

function patchSync(name) {
  const original = fs[name];
  fs[name] = (descriptor, ...more) => {
    const fate = known.has(descriptor) ? fateOf("sync") : null;
    if (fate === null || fate === "short") return original(descriptor, ...more);
    if (more.length === 0) throw errorOf("fsync", fate);
    failLater(more[0], errorOf("fsync", fate));
  };
}
for (const name of ["fsyncSync", "fsync", "fdatasyncSync", "fdatasync"]) patchSync(name);

function patchPaths(kind, name) {
  const original = fs[name];
  fs[name] = (...all) => {
    const fate = isBelow(all[0]) ? fateOf(kind) : null;
    if (fate !== null && fate !== "short") throw errorOf(kind, fate);
    return original(...all);
  };
}
patchPaths("read", "readFileSync");
patchPaths("read", "readdirSync");
patchPaths("link", "linkSync");
patchPaths("rename", "renameSync");
patchPaths("remove", "rmSync");

const { writeFile } = fs.promises;
fs.promises.writeFile = async (path, ...more) => {
  const fate = isBelow(path) ? fateOf("write") : null;
  if (fate !== null && fate !== "short") throw errorOf("write", fate);
  await writeFile(path, ...more);
};

syncBuiltinESMExports();
