import { flattenText, quoteJson, type JsonStyle } from "./json-text.ts";
import type { Random } from "./random.ts";
import { userNames } from "./vocabulary.ts";

/** An account that processes run as. */
export interface User {
  readonly name: string;
  readonly domain: string;
  /** The security identifier, such as `S-1-5-18`. */
  readonly id: string;
  /** The profile folder. */
  readonly profile: string;
}

/** As the endpoint writes them, sorted, or what the event is about before everything else. */
type NameOrder = "endpoint" | "alphabetical" | "details-first";

/** One machine of the fleet, with those parts of its events that are always the same. */
export interface Host {
  readonly name: string;
  readonly ip: string;
  readonly agentId: string;
  /** How this host's forwarder writes strings. */
  readonly style: JsonStyle;
  /** The order of top-level names in its events. */
  readonly order: NameOrder;
  /** The person at the keyboard. */
  readonly person: User;
  /** Its forwarder leaves out what can be looked up elsewhere, to save space. */
  readonly lean: boolean;
  /** What every `event.id` of this host starts with. */
  readonly eventIdPrefix: string;
  readonly agentJson: string;
  /** The `host` object. */
  readonly hostJson: string;
}

export const systemUser: User = {
  name: "SYSTEM",
  domain: "NT AUTHORITY",
  id: "S-1-5-18",
  profile: "C:\\Windows\\System32\\config\\systemprofile",
};
export const networkServiceUser: User = {
  name: "NETWORK SERVICE",
  domain: "NT AUTHORITY",
  id: "S-1-5-20",
  profile: "C:\\Windows\\ServiceProfiles\\NetworkService",
};

const windowsVersions = [
  { name: "Windows 11 Pro", release: "23H2", build: "10.0.22631.3880" },
  { name: "Windows 11 Enterprise", release: "24H2", build: "10.0.26100.2033" },
  { name: "Windows 10 Enterprise", release: "22H2", build: "10.0.19045.4651" },
  { name: "Windows Server 2022 Datacenter", release: "21H2", build: "10.0.20348.2582" },
  { name: "Windows Server 2019 Standard", release: "1809", build: "10.0.17763.6054" },
] as const;
const sites = ["MUC", "NYC", "PAR", "TYO", "WAW", "KÖLN"] as const;
const agentVersions = ["8.15.3", "8.17.1", "8.19.2", "9.0.4"] as const;

/** Builds the machines of a fleet. */
export function createFleet(random: Random, size: number): readonly Host[] {
  const domainId = `S-1-5-21-${random.next() >>> 0}-${random.next() >>> 0}-${random.next() >>> 0}`;
  return Array.from({ length: size }, (_, rank) => createHost(random, rank, domainId));
}

function createHost(random: Random, rank: number, domainId: string): Host {
  const server = random.once(5);
  const name = `${server ? "SRV" : "WS"}-${random.pick(sites)}-${String(rank + 17).padStart(4, "0")}`;
  // One in ten forwarders writes pure ASCII, the others are evenly plain and Go. By rank: the odds of the busiest hosts are no accident of the seed.
  const style: JsonStyle = rank % 10 === 7 ? "ascii" : rank % 2 === 0 ? "go" : "plain";
  const lean = rank % 5 === 1 || rank % 5 === 4;
  const agentId = random.guid();
  const ip = `10.${random.below(8)}.${random.below(256)}.${random.between(1, 254)}`;
  const userName = random.pick(userNames);
  const system = windowsVersions[server ? random.between(3, 4) : random.between(0, 2)] ?? windowsVersions[0];
  return {
    name,
    ip,
    agentId,
    style,
    order: rank % 7 === 3 ? "alphabetical" : rank % 7 === 5 ? "details-first" : "endpoint",
    person: {
      name: userName,
      domain: "CORP",
      id: `${domainId}-${1000 + random.below(9000)}`,
      profile: `C:\\Users\\${userName}`,
    },
    lean,
    eventIdPrefix: random.base64(14),
    agentJson: flattenText(`{"id":"${agentId}","type":"endpoint","version":"${random.pick(agentVersions)}"}`),
    hostJson: flattenText(writeHost(random, { name, ip, style, system, lean })),
  };
}

interface HostFacts {
  readonly name: string;
  readonly ip: string;
  readonly style: JsonStyle;
  readonly system: (typeof windowsVersions)[number];
  readonly lean: boolean;
}

function writeHost(random: Random, { name, ip, style, system, lean }: HostFacts): string {
  const version = `${system.release} (${system.build})`;
  const quotedName = quoteJson(name, style);
  const addresses = [
    ip,
    `fe80::${random.hex(1).slice(0, 4)}:${random.hex(1).slice(0, 4)}:${random.hex(1).slice(4)}:1`,
    "127.0.0.1",
    "::1",
  ];
  const cards = Array.from({ length: lean ? 1 : random.between(1, 3) }, () => {
    const digits = random.hex(1);
    return `00-50-${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  });
  const hardware = `"id":"${random.guid()}","mac":${JSON.stringify(cards)}`;
  return lean
    ? `{"os":{"family":"windows","type":"windows","version":"${system.build}"},"ip":["${ip}"],"name":${quotedName},${hardware}}`
    : `{"hostname":${quotedName},"os":{"name":"Windows","family":"windows","type":"windows",` +
        `"version":"${version}","platform":"windows","full":"${system.name} ${version}"},"ip":${JSON.stringify(addresses)},` +
        `"name":${quotedName},${hardware},"architecture":"x86_64"}`;
}

/** The `user` object of an account. */
export function writeUser(user: User, style: JsonStyle): string {
  return `{"domain":"${user.domain}","name":${quoteJson(user.name, style)},"id":"${user.id}"}`;
}
