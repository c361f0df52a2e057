/** Words that names of programs, services, folders and documents are made of; most frequent first. */
export const words: readonly string[] = (
  "update sync agent report backup monitor client service helper cache index policy print audit vault bridge relay " +
  "ledger harbor summit falcon nimbus atlas orbit quartz cobalt lumen vector matrix signal beacon anchor canvas delta " +
  "ember fjord glacier horizon island jasmine kernel lantern meadow nectar onyx prairie quill raven sierra tundra umbra " +
  "violet willow xenon yonder zephyr amber birch cedar dune echo flint grove hazel iris juniper kestrel lotus maple " +
  "north opal pearl ridge slate thistle upland verve wren yarrow zenith acorn basil clover dawn elm fern garnet heron"
).split(" ");

/** Names that people give to documents, in many scripts. */
export const documentNames: readonly string[] = [
  "Budget",
  "Quarterly report",
  "Meeting notes",
  "Invoice",
  "Project plan",
  "Übersicht",
  "Kündigungsschreiben",
  "Résumé",
  "Protokół spotkania",
  "Счёт на оплату",
  "会议纪要",
  "年度报告",
  "請求書",
  "계획서",
  "Τιμολόγιο",
  "📈 Forecast",
  "Team-Fotos 🏔️",
  "Größenvergleich",
  "Présentation",
  "Année fiscale",
];

/** People of the fleet: login name, of which some are not ASCII. */
export const userNames: readonly string[] = [
  "anna.schmidt",
  "j.müller",
  "svc_deploy",
  "m.garcía",
  "t.nguyen",
  "l.dupont",
  "王伟",
  "k.yamada",
  "renée.leclerc",
  "o.hansen",
  "p.novák",
  "admin",
  "s.o'brien",
  "b.żukowski",
  "i.petrov",
  "d.smith",
  "김민준",
  "f.rossi",
  "c.öztürk",
  "e.johansson",
  "h.weiß",
  "a.kowalska",
  "r.patel",
  "n.haddad",
  "u.becker",
];

/** Registered domains that hosts talk to, most frequent first. */
export const domains: readonly string[] = [
  "windowsupdate.example",
  "office-cloud.example",
  "telemetry.example",
  "mail.example",
  "cdn-edge.example",
  "search.example",
  "video.example",
  "intranet.example",
  "packages.example",
  "chat.example",
  "maps.example",
  "social.example",
  "crl-authority.example",
  "storage-eu.example",
  "adserver.example",
  "xn--bcher-kva.example",
  "weather.example",
  "bank.example",
  "travel.example",
  "games.example",
];

/** Extensions of files that users and programs write, most frequent first. */
export const extensions: readonly string[] =
  "tmp log json dat docx xlsx pdf png js dll exe etl lnk xml pptx txt db zip ps1 ini cat mui pf sys msi csv html".split(
    " ",
  );
