import { Choice } from "./choice.ts";
import { compileTemplate, compileTemplates, type Template } from "./template.ts";

/** A program as it lies on disks, and how it is called. Name and folder may have blanks. */
export interface Program {
  readonly name: Template;
  readonly folder: Template;
  /** Who signed it; `null` if nobody did. */
  readonly signer: string | null;
  /** Arguments, each call in one text, separated by blanks; a quoted part is one argument. */
  readonly calls: readonly Template[];
  readonly account: "person" | "system" | "network";
}

/** Describes a program. */
export function describeProgram(
  account: Program["account"],
  signer: string | null,
  path: string,
  calls: readonly string[],
): Program {
  const cut = path.lastIndexOf("\\");
  return {
    account,
    signer,
    folder: compileTemplate(path.slice(0, cut)),
    name: compileTemplate(path.slice(cut + 1)),
    calls: compileTemplates(calls),
  };
}

const windows = "Microsoft Windows";
const publisher = "Microsoft Windows Publisher";
const microsoft = "Microsoft Corporation";

/** Programs that run all day, in every host's list from the start. */
export const residentPrograms: readonly Program[] = [
  describeProgram("system", publisher, "C:\\Windows\\System32\\svchost.exe", [
    "-k netsvcs -p -s {word}",
    "-k LocalSystemNetworkRestricted -p -s {word}Svc",
    "-k DcomLaunch -p",
    "-k {word}Group -p -s {word}Service",
  ]),
  describeProgram("network", publisher, "C:\\Windows\\System32\\svchost.exe", [
    "-k NetworkService -p -s Dnscache",
    "-k NetworkService -p -s {word}",
  ]),
  describeProgram("system", publisher, "C:\\Windows\\System32\\services.exe", [""]),
  describeProgram("system", publisher, "C:\\Windows\\System32\\lsass.exe", [""]),
  describeProgram("person", windows, "C:\\Windows\\explorer.exe", ["", "/factory,{{guid}} -Embedding"]),
  describeProgram(
    "system",
    microsoft,
    "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24{digit}-0\\MsMpEng.exe",
    [""],
  ),
  describeProgram("person", "Example Browser Inc.", "C:\\Program Files\\Example Browser\\browser.exe", [
    "--profile-directory=Default --origin={word}",
  ]),
  describeProgram("person", microsoft, "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE", [
    "/recycle",
    "",
  ]),
];

/** Programs that start and end, with how often they do. */
export const passingPrograms: Choice<Program> = Choice.weighted([
  [
    describeProgram("person", "Example Browser Inc.", "C:\\Program Files\\Example Browser\\browser.exe", [
      "--type=renderer --lang=de --device-scale-factor=1.{digit} --renderer-client-id={number} --mojo-platform-channel-handle={number} /prefetch:{digit} --field-trial-handle={number},i,{large},{large},262144",
      '--type=utility --utility-sub-type={word}.mojom.{word} --service-sandbox-type=none --user-data-dir="{profile}\\AppData\\Local\\Example Browser\\User Data"',
      "--type=gpu-process --gpu-preferences={code}",
      "--single-argument https://{domain}/{word}?id={large}&q={word}&ref={hex}",
    ]),
    240,
  ],
  [describeProgram("system", windows, "C:\\Windows\\System32\\conhost.exe", ["0xffffffff -ForceV1", "0x4"]), 150],
  [
    describeProgram("system", publisher, "C:\\Windows\\System32\\svchost.exe", [
      "-k netsvcs -p -s {word}",
      "-k UnistackSvcGroup -s {word}UserService_{hex}",
      "-k wsappx -p -s {word}",
    ]),
    110,
  ],
  [
    describeProgram("person", windows, "C:\\Windows\\System32\\cmd.exe", [
      '/c "cd /d {profile}\\{word} && build-{word}.cmd > {profile}\\AppData\\Local\\Temp\\{word}{number}.log 2>&1"',
      '/d /s /c "{profile}\\AppData\\Roaming\\{word}\\{word}.cmd --token {hex} --out=<{word}>"',
      "/c type C:\\ProgramData\\{word}\\{hex}.json",
    ]),
    90,
  ],
  [
    describeProgram("system", windows, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", [
      "-NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand {code}",
      '-NoProfile -Command "& {Get-ChildItem C:\\ProgramData\\{word} | Where-Object { $_.Length -gt {number} } | Export-Csv C:\\Temp\\{hex}.csv}"',
      "-File C:\\ProgramData\\{word}\\Scripts\\{word}-{word}.ps1 -Id {guid} -Retry {digit}",
    ]),
    60,
  ],
  [
    describeProgram("system", "Example Browser Inc.", "C:\\Program Files (x86)\\Example\\Update\\ExampleUpdate.exe", [
      "/ua /installsource scheduler",
      "/ping {code}",
      "/registermsihelper /session {{guid}}",
    ]),
    55,
  ],
  [
    describeProgram("system", windows, "C:\\Windows\\System32\\taskhostw.exe", ["", "{word}", "/RuntimeWide {guid}"]),
    50,
  ],
  [describeProgram("person", windows, "C:\\Windows\\System32\\RuntimeBroker.exe", ["-Embedding"]), 45],
  [
    describeProgram("person", windows, "C:\\Windows\\System32\\dllhost.exe", [
      "/Processid:{{guid}}",
      "/Processid:{{guid}} -{digit}",
    ]),
    40,
  ],
  [
    describeProgram("network", windows, "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", [
      "-secured -Embedding",
      "-Embedding",
    ]),
    36,
  ],
  [
    describeProgram("system", windows, "C:\\Windows\\System32\\SearchProtocolHost.exe", [
      "Global\\UsGthrFltPipeMssGthrPipe{number}_ Global\\UsGthrCtrlFltPipeMssGthrPipe{number} 1 -{large}",
    ]),
    34,
  ],
  [
    describeProgram("person", microsoft, "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE", [
      '/n "{profile}\\Documents\\{document}.docx" /o ""',
      '/n "{profile}\\Downloads\\{document} <{word}>.docx"',
    ]),
    30,
  ],
  [
    describeProgram("person", microsoft, "C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE", [
      '"{profile}\\Desktop\\{document}.xlsx"',
      "/dde",
    ]),
    24,
  ],
  [
    describeProgram("person", null, "{profile}\\AppData\\Local\\Programs\\{word}-{word}\\{word}.exe", [
      "--install-id={guid} --channel={word}",
      "--squirrel-firstrun",
      "serve --port {number} --cache {profile}\\AppData\\Local\\{word}",
    ]),
    22,
  ],
  [
    describeProgram("person", "Example Tools GmbH", "C:\\Tools\\git\\bin\\git.exe", [
      "fetch --prune origin {word}/{word}-{number}",
      "-c core.quotepath=false log --format=%H -n {digit} -- src/{word}/{word}.ts",
      'commit -m "{word}: {word} & {word} (#{number})"',
    ]),
    20,
  ],
  [
    describeProgram("system", windows, "C:\\Windows\\System32\\msiexec.exe", [
      "/i C:\\Windows\\Installer\\{hex}.msi /qn REBOOT=ReallySuppress",
      "/V",
      "-Embedding {hash} E Global\\MSI0000",
    ]),
    14,
  ],
  [
    describeProgram("system", windows, "C:\\Windows\\System32\\reg.exe", [
      "query HKLM\\SOFTWARE\\{word}\\{word} /v Version",
      'add "HKCU\\Software\\{word}\\{word} {digit}" /v LastRun /t REG_SZ /d {number} /f',
    ]),
    12,
  ],
  [
    describeProgram("system", windows, "C:\\Windows\\System32\\schtasks.exe", [
      "/Query /TN \\{word}\\{word}-{guid} /XML",
      '/Create /SC DAILY /TN "{word} {word}" /TR C:\\ProgramData\\{word}\\{word}.exe /F',
    ]),
    10,
  ],
  [
    describeProgram("system", windows, "C:\\Windows\\System32\\rundll32.exe", [
      "C:\\Windows\\System32\\{word}.dll,DllMain{number}",
      "shell32.dll,Control_RunDLL {word}.cpl,,{digit}",
    ]),
    10,
  ],
  [
    describeProgram("person", null, "{profile}\\Downloads\\{document}\\{word}_setup_{version}.exe", [
      "/S",
      "/D={profile}\\{word}",
    ]),
    5,
  ],
  [describeProgram("system", null, "C:\\Windows\\Temp\\{hex}\\{word}{number}.exe", ["--run {hash}", "-s"]), 4],
]);
