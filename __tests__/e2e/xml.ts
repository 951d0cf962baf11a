/** Reads the XML of AWS's query APIs: elements and text. Attributes say nothing there. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

interface Open {
  name: string;
  text: string;
  children: XmlElement[];
}

export function readXml(xml: string): XmlElement {
  const root: Open = { name: "", text: "", children: [] };
  const open: Open[] = [root];
  for (const [token, close, name, empty] of xml.matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>|<[?!][^>]*>|[^<]+/g)) {
    const top = open.at(-1);
    if (top === undefined) throw new Error("an element ends that did not begin");
    if (close === "/") open.pop();
    else if (name !== undefined) {
      const element: Open = { name, text: "", children: [] };
      top.children.push(element);
      if (empty === "") open.push(element);
    } else if (!token.startsWith("<")) top.text += unescape(token);
  }
  const [document] = root.children;
  if (document === undefined) throw new Error("no XML element");
  return document;
}

function unescape(text: string): string {
  return text.replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all);
}

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** Text of a child; empty if there is none. */
export function textOf(element: XmlElement, name: string): string {
  return childOf(element, name)?.text ?? "";
}
