import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEvtxXml } from "../../src/evaluate/evtx-xml.ts";

const event = `<?xml version="1.0" encoding="UTF-8"?>
<!-- exported -->
<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>
  <System>
    <Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'/>
    <EventID>13</EventID>
    <TimeCreated SystemTime='2020-10-23T06:36:43.5773846Z' />
    <Correlation/>
    <Security UserID="S-1-5-18"></Security>
  </System>
  <EventData>
    <Data Name='TargetObject'>HKLM\\System\\CurrentControlSet\\Services\\a&amp;b\\ImagePath</Data>
    <Data Name='Details'>"C:\\x.exe" &lt;y&gt; &quot;z&quot;&#x20;&#65;</Data>
    <Data Name='RuleName'></Data>
    <Data Name='User'/>
  </EventData>
</Event>
`;

function data(xml: string): unknown {
  return parseEvtxXml(`<Event><EventData>${xml}</EventData></Event>`);
}

function nested(levels: number): string {
  return `${"<a>".repeat(levels)}${"</a>".repeat(levels)}`;
}

describe("an event of an event log as XML", () => {
  it("becomes what a dump as JSON holds", () => {
    expect(parseEvtxXml(event)).toEqual({
      Event: {
        System: {
          Provider: {
            "#attributes": { Name: "Microsoft-Windows-Sysmon", Guid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}" },
          },
          EventID: "13",
          TimeCreated: { "#attributes": { SystemTime: "2020-10-23T06:36:43.5773846Z" } },
          Correlation: "",
          Security: { "#attributes": { UserID: "S-1-5-18" } },
        },
        EventData: {
          TargetObject: "HKLM\\System\\CurrentControlSet\\Services\\a&b\\ImagePath",
          Details: '"C:\\x.exe" <y> "z" A',
          RuleName: "",
          User: "",
        },
      },
    });
  });

  it.each<[string, string, unknown]>([
    ["data without a name", "<Data>a</Data><Data>b</Data>", { Data: ["a", "b"] }],
    ["one datum without a name", "<Data>a</Data><Binary>00</Binary>", { Data: ["a"], Binary: "00" }],
    ["a name twice", "<Data Name='x'>a</Data><Data Name='x'>b</Data><Data Name='x'>c</Data>", { x: ["a", "b", "c"] }],
    ["blanks in text", "<Data Name='x'> a\n b </Data>", { x: " a\n b " }],
    ["CDATA", "<Data Name='x'>1<![CDATA[<&amp;]]]]>2</Data>", { x: "1<&amp;]]2" }],
    ["comments and instructions in text", "<Data Name='x'>a<!-- < > -->b<?p ?>c</Data>", { x: "abc" }],
    [
      "entities nobody knows",
      "<Data Name='x'>&nbsp; & &#x110000; &#; &LT;</Data>",
      { x: "&nbsp; & &#x110000; &#; &LT;" },
    ],
    ["a surrogate half", "<Data Name='x'>&#xd800;</Data>", { x: "&#xd800;" }],
    ["prefixes", "<e:a xmlns:e='u' e:k='v'>1</e:a>", { a: { "#attributes": { k: "v" }, "#text": "1" } }],
    [
      "names of an object's own",
      "<Data Name='__proto__'>a</Data><Data Name='constructor'>b</Data>",
      JSON.parse('{"__proto__":"a","constructor":"b"}'),
    ],
    ["nested elements", "<a><b>1</b> text <b>2</b></a>", { a: { b: ["1", "2"] } }],
    ["attributes of an element with children", "<a k='v'><b/></a>", { a: { "#attributes": { k: "v" }, b: "" } }],
    ["an end tag with a blank", "<a>1</a >", { a: "1" }],
    ["an attribute with a sign that ends tags", "<a k='x>y'/>", { a: { "#attributes": { k: "x>y" } } }],
  ])("may have %s", (_, xml, expected) => {
    expect(data(xml)).toEqual({ Event: { EventData: expected } });
  });

  it.each([
    "",
    "text",
    "<Event>",
    "<Event></Events>",
    "</Event>",
    "<Event/><Event/>",
    "<Event/>text",
    "<!DOCTYPE x [<!ENTITY a 'b'>]><Event/>",
    "<Event a/>",
    "<Event a=b/>",
    "<Event a='1' b=\"2/>",
    "<Event><![CDATA[x</Event>",
    "<Event><!-- x</Event>",
    "<Event",
    "< Event/>",
    "<>",
    '{"Event":{}}',
  ])("is not %j", (xml) => {
    expect(parseEvtxXml(xml)).toBe("syntax");
  });

  it("is bounded in depth", () => {
    expect(parseEvtxXml(nested(256))).toBeTypeOf("object");
    expect(parseEvtxXml(nested(257))).toBe("depth");
    expect(parseEvtxXml(nested(200_000))).toBe("depth");
  });

  it("keeps what is written into it", () => {
    const text = fc.string({ unit: "grapheme" }).map((value) => value.replaceAll(/[\r\0]/g, "").toWellFormed());
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { maxLength: 5 }),
        fc.array(text, { minLength: 5, maxLength: 5 }),
        (names, values) => {
          const members = names.map((name, index) => [`n${name}`, values[index] ?? ""] as const);
          const xml = members.map(([name, value]) => `<Data Name="${escape(name)}">${escape(value)}</Data>`).join("\n");
          const expected = Object.fromEntries(members);
          expect(data(xml)).toEqual({ Event: { EventData: names.length === 0 ? "" : expected } });
        },
      ),
    );
  });

  it("takes any text in time linear in it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("<", ">", "/", "a", "'", "=", "&", ";", "!", "[", "]", "-", " ") }),
        (xml) => {
          expect(["object", "string"]).toContain(typeof parseEvtxXml(xml));
        },
      ),
    );
    for (const part of ["<a", "<!--", "<![CDATA[", "&#", "<a b='", " ", "<a b", "&"]) {
      expect(parseEvtxXml(part.repeat(300_000))).toBeTypeOf("string");
    }
  });
});

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
