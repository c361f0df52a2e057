import type { EventDraft } from "./event-text.ts";
import { draftProcessStart } from "./process-event.ts";
import { quoteJson } from "./json-text.ts";
import { describeProgram } from "./program.ts";
import { writeRegistry } from "./registry-object.ts";
import { startProcess, writeActor } from "./running-process.ts";
import type { ServiceWriteScene } from "./service-write.ts";
import { compileTemplate } from "./template.ts";

/** An event of another kind that holds the words of the seed rule. */
export interface Mention {
  readonly name: string;
  readonly draft: (scene: ServiceWriteScene) => EventDraft;
}

const registryTool = describeProgram("person", "Microsoft Windows", "C:\\Windows\\System32\\reg.exe", [
  'add HKLM\\SYSTEM\\ControlSet001\\Services\\{word}Svc /v ImagePath /t REG_EXPAND_SZ /d "C:\\ProgramData\\{word}.exe" /f',
  "query HKLM\\SYSTEM\\CurrentControlSet\\Services\\{word}\\Parameters /v ServiceDll",
]);
const exportedFile = compileTemplate("{profile}\\Desktop\\{document}\\ImagePath");
const lastKey = compileTemplate("Computer\\HKLM\\SYSTEM\\ControlSet001\\Services\\{word}\\ImagePath");

/** The seed rule's words in a command line, a message, a file's name and the data of another value. */
export const mentions: readonly Mention[] = [
  {
    name: "in-command-line",
    draft: ({ context, parent }) => {
      const { random, host } = context;
      const process = startProcess({ random, host, program: registryTool, parent });
      return draftProcessStart(process, parent, random);
    },
  },
  {
    name: "in-message",
    draft: ({ context, parent }) => ({
      dataset: "registry",
      categoryJson: '["registry"]',
      typeJson: '["change"]',
      action: "modification",
      processJson: writeActor(parent, context.random),
      userJson: parent.userJson,
      detailJson: writeRegistry(
        {
          hive: "HKLM",
          path: "HKLM\\SYSTEM\\ControlSet001\\Services\\Spooler\\Start",
          key: "SYSTEM\\ControlSet001\\Services\\Spooler",
          value: "Start",
          data: ["2"],
          dataType: "REG_DWORD",
        },
        context.host.style,
      ),
      messageJson: `Service changed: \\"ImagePath\\" unchanged, HKLM\\\\SYSTEM\\\\ControlSet001\\\\Services\\\\${context.random.hex(1)}\\\\ImagePath`,
    }),
  },
  {
    name: "in-file-name",
    draft: ({ context, parent }) => ({
      dataset: "file",
      categoryJson: '["file"]',
      typeJson: '["change"]',
      action: "rename",
      processJson: writeActor(parent, context.random),
      userJson: parent.userJson,
      detailJson: `"file":{"path":${quoteJson(exportedFile(context), context.host.style)},"name":"ImagePath","size":${context.random.below(9000)}},`,
      messageJson: "Endpoint file event",
    }),
  },
  {
    name: "in-data",
    draft: ({ context, parent }) => ({
      dataset: "registry",
      categoryJson: '["registry"]',
      typeJson: '["change"]',
      action: "modification",
      processJson: writeActor(parent, context.random),
      userJson: parent.userJson,
      detailJson: writeRegistry(
        {
          hive: "HKEY_USERS",
          path: `HKEY_USERS\\${context.user.id}\\Software\\Applets\\Regedit\\LastKey`,
          key: `${context.user.id}\\Software\\Applets\\Regedit`,
          value: "LastKey",
          data: [lastKey(context), "ImagePath"],
          dataType: "REG_SZ",
        },
        context.host.style,
      ),
      messageJson: "Endpoint registry event",
    }),
  },
];
