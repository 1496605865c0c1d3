import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const folder = new URL('../../../shared/reference/graph/', import.meta.url);
const csdlFile = fileURLToPath(new URL('graph-v1.0.csdl.xml.gz', folder));
const permissionFile = fileURLToPath(new URL('permissions.json.gz', folder));

/** What Microsoft publishes of Graph v1.0: its types, and which permission opens which path. */
export interface GraphContract {
  /** What of a GET is not in the contract, in words; empty when all of it is. */
  strangers(url: string): readonly string[];
  /** Application permissions that allow a GET. */
  permissionsFor(url: string): ReadonlySet<string>;
}

/** Null when the contract does not lie beside the project. */
export function readGraphContract(): GraphContract | null {
  if (!existsSync(csdlFile) || !existsSync(permissionFile)) return null;
  const model = readModel(gunzipSync(readFileSync(csdlFile)).toString('utf8'));
  const allowed = readAllowed(gunzipSync(readFileSync(permissionFile)).toString('utf8'));
  return {
    strangers: (url) => strangersOf(model, url),
    permissionsFor: (url) => {
      const template = templateOf(url);
      // Where the list leaves a single entity out, it is opened by what opens its collection.
      return allowed.get(template) ?? allowed.get(template.replace(/\/\{id\}$/, '')) ?? new Set();
    },
  };
}

interface Declared {
  readonly type: string;
  readonly isCollection: boolean;
  readonly isNavigation: boolean;
}

interface Model {
  readonly types: ReadonlyMap<
    string,
    { readonly base: string | null; readonly members: ReadonlyMap<string, Declared> }
  >;
  /** Entity sets and singletons at the root. */
  readonly root: ReadonlyMap<string, Declared>;
  /** `delta of graph.mailFolder`: functions bound to a collection. */
  readonly functions: ReadonlySet<string>;
}

function readModel(xml: string): Model {
  const types = new Map<string, { base: string | null; members: Map<string, Declared> }>();
  const shape = /<(?:EntityType|ComplexType) Name="([^"]+)"([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:EntityType|ComplexType)>)/g;
  for (const [, name = '', attributes = '', body = ''] of xml.matchAll(shape)) {
    if (types.has(name)) continue;
    const members = new Map<string, Declared>();
    for (const [, navigation, member = '', type = ''] of body.matchAll(
      /<(Navigation)?Property Name="([^"]+)" Type="([^"]+)"/g,
    ))
      members.set(member, declared(type, navigation !== undefined));
    types.set(name, { base: /BaseType="graph\.([^"]+)"/.exec(attributes)?.[1] ?? null, members });
  }
  const root = new Map<string, Declared>();
  for (const [, kind, name = '', type = ''] of xml.matchAll(
    /<(EntitySet|Singleton) Name="([^"]+)" (?:EntityType|Type)="(?:microsoft\.)?graph\.([^"]+)"/g,
  ))
    root.set(name, { type, isCollection: kind === 'EntitySet', isNavigation: true });
  const functions = new Set<string>();
  for (const [, name = '', type = ''] of xml.matchAll(
    /<Function Name="([^"]+)"[^>]*IsBound="true"[^>]*>\s*<Parameter Name="\w+" Type="Collection\(graph\.([^)"]+)\)"/g,
  ))
    functions.add(`${name} of ${type}`);
  return { types, root, functions };
}

function declared(type: string, isNavigation: boolean): Declared {
  const [, inner] = /^Collection\((.*)\)$/.exec(type) ?? [];
  return { type: (inner ?? type).replace(/^graph\./, ''), isCollection: inner !== undefined, isNavigation };
}

function memberOf(model: Model, type: string, name: string): Declared | null {
  const known = model.types.get(type);
  if (known === undefined) return null;
  return known.members.get(name) ?? (known.base === null ? null : memberOf(model, known.base, name));
}

function strangersOf(model: Model, url: string): string[] {
  const { segments, query } = partsOf(url);
  const [first = '', ...rest] = segments;
  const [, set = '', key] = /^([^(]+)(\(.*\))?$/.exec(first) ?? [];
  let at = model.root.get(set);
  if (at === undefined) return [`no ${first} at the root`];
  if (key !== undefined) at = { ...at, isCollection: false };
  for (const segment of rest) {
    const next = step(model, at, segment);
    if (next === null) return [`no ${segment} of ${at.type}`];
    at = next;
  }
  return [...selected(query)].flatMap((name) =>
    memberOf(model, at.type, name) === null ? [`no ${name} of ${at.type}`] : [],
  );
}

function step(model: Model, at: Declared, segment: string): Declared | null {
  if (segment === '$count') return at.isCollection ? at : null;
  // The media of an entity: mail as MIME.
  if (segment === '$value') return at.isCollection ? null : at;
  if (!at.isCollection) return memberOf(model, at.type, segment);
  if (model.functions.has(`${segment.replace(/\(\)$/, '')} of ${at.type}`)) return at;
  return { ...at, isCollection: false };
}

function selected(query: URLSearchParams): Set<string> {
  return new Set((query.get('$select') ?? '').split(',').filter((name) => name !== ''));
}

/** Below the version. */
function partsOf(url: string): { readonly segments: readonly string[]; readonly query: URLSearchParams } {
  const { pathname, searchParams } = new URL(url, 'https://graph.example');
  return { segments: pathname.replace(/^\/v1\.0\//, '').split('/'), query: searchParams };
}

const collections = new Set(['users', 'groups', 'mailfolders', 'childfolders', 'messages', 'attachments']);
const keyed = new Set([...collections, 'serviceprincipals', 'applications', 'organization', 'subscribedskus']);

/** As paths are written in the list of permissions: lower case, `{id}` for keys, without what only picks a form of the same. */
function templateOf(url: string): string {
  const segments = partsOf(url).segments.filter((segment) => segment !== '$value' && segment !== '$count');
  const written: string[] = [];
  for (const segment of segments.map((one) => one.toLowerCase())) {
    const isKey = keyed.has(written.at(-1) ?? '') && segment !== 'delta' && segment !== 'delta()';
    written.push(isKey ? '{id}' : segment.replace(/\(appid='[^']*'\)/, '(appid={value})').replace(/\(\)$/, ''));
  }
  return `/${written.join('/')}`.replaceAll(/(\/childfolders\/\{id\})+\/(childfolders|messages)/g, '/$2');
}

interface Published {
  readonly permissions: Readonly<
    Record<
      string,
      {
        readonly pathSets: readonly {
          readonly schemeKeys: readonly string[];
          readonly methods: readonly string[];
          readonly paths: Readonly<Record<string, string>>;
        }[];
      }
    >
  >;
}

function readAllowed(json: string): ReadonlyMap<string, ReadonlySet<string>> {
  const allowed = new Map<string, Set<string>>();
  for (const [permission, { pathSets }] of Object.entries((JSON.parse(json) as Published).permissions))
    for (const { schemeKeys, methods, paths } of pathSets) {
      if (!schemeKeys.includes('Application') || !methods.includes('GET')) continue;
      for (const path of Object.keys(paths)) {
        const names = allowed.get(path.toLowerCase()) ?? new Set();
        allowed.set(path.toLowerCase(), names.add(permission));
      }
    }
  return allowed;
}
