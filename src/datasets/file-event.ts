import { Choice } from "./choice.ts";
import type { EventDraft } from "./event-text.ts";
import { quoteJson } from "./json-text.ts";
import { type RunningProcess, writeActor } from "./running-process.ts";
import { type Template, type TemplateContext, compileTemplate } from "./template.ts";

const paths: Choice<Template> = Choice.weighted([
  [compileTemplate("{profile}\\AppData\\Local\\Temp\\{guid}.tmp"), 120],
  [compileTemplate("{profile}\\AppData\\Local\\Example Browser\\User Data\\Default\\Cache\\Cache_Data\\f_{hex}"), 110],
  [compileTemplate("C:\\Windows\\Prefetch\\{word}.EXE-{hex}.pf"), 60],
  [compileTemplate("C:\\ProgramData\\{word}\\{word}\\{word}-{number}.{extension}"), 90],
  [compileTemplate("{profile}\\Documents\\{document}.docx"), 40],
  [compileTemplate("{profile}\\Downloads\\{document} ({digit}).{extension}"), 40],
  [compileTemplate("C:\\Windows\\SoftwareDistribution\\Download\\{hash}\\{word}.cab"), 40],
  [compileTemplate("C:\\Windows\\System32\\LogFiles\\{word}\\{word}{number}.etl"), 40],
  [compileTemplate("C:\\Windows\\Temp\\{hex}\\{word}.{extension}"), 50],
  [compileTemplate("{profile}\\source\\{word}-{word}\\node_modules\\{word}\\dist\\{word}.{hex}.js"), 70],
  [compileTemplate("C:\\Windows\\System32\\winevt\\Logs\\Microsoft-Windows-{word}%4{word}.evtx"), 20],
  [compileTemplate("\\\\{machine}\\share$\\{word}\\{document}.xlsx"), 15],
  [compileTemplate("C:\\Windows\\System32\\drivers\\{word}{digit}.sys"), 4],
]);

const actions: Choice<readonly [action: string, type: string]> = Choice.weighted([
  [["creation", "creation"], 40],
  [["modification", "change"], 22],
  [["deletion", "deletion"], 20],
  [["rename", "change"], 12],
  [["open", "access"], 6],
]);

/** A process touches a file. */
export function draftFileEvent(process: RunningProcess, context: TemplateContext): EventDraft {
  const { random, host } = context;
  const [action, type] = actions.draw(random);
  const path = paths.draw(random)(context);
  const name = path.slice(path.lastIndexOf("\\") + 1);
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "" : `,"extension":${quoteJson(name.slice(dot + 1), host.style)}`;
  const original =
    action === "rename"
      ? `,"original":{"path":${quoteJson(`${path}.${random.hex(1)}`, host.style)},"name":${quoteJson(`${name}~`, host.style)}}`
      : "";
  const contents =
    action === "creation" || action === "modification"
      ? `,"entropy":${random.between(1, 7)}.${random.between(100_000, 999_999)},"header_bytes":"${random.hex(4)}"`
      : "";
  return {
    dataset: "file",
    categoryJson: '["file"]',
    typeJson: `["${type}"]`,
    action,
    processJson: writeActor(process, random),
    userJson: process.userJson,
    detailJson:
      `"file":{"Ext":{"monotonic_id":${random.next() >>> 0}${contents}${original}},"path":${quoteJson(path, host.style)}${extension},` +
      `"size":${random.below(1 << random.between(4, 20))},"name":${quoteJson(name, host.style)}},`,
    messageJson: "Endpoint file event",
  };
}
