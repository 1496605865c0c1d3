/** The Microsoft clouds a tenant can live in. GCC shares the addresses of the global cloud. */
export type CloudName = 'global' | 'gcc' | 'gcc-high' | 'dod' | 'china' | 'custom';

/** Where one cloud answers. Hosts of different clouds never accept each other's tokens. */
export interface Cloud {
  readonly name: CloudName;
  /** Origin of the sign-in service. */
  readonly login: string;
  /** Origin of Microsoft Graph. */
  readonly graph: string;
  /** What a Graph token is asked for: `<audience>/.default`. */
  readonly graphAudience: string;
  /** Name of the cloud as `Connect-MgGraph -Environment` wants it; null where there is none. */
  readonly powerShellEnvironment: string | null;
  /** Name of the cloud as `Connect-ExchangeOnline -ExchangeEnvironmentName` wants it; null where there is none. */
  readonly exchangeEnvironment: string | null;
  /** What this cloud lacks of the things we could use, in words. */
  readonly lacks: readonly string[];
}

const permanentDelete = 'permanent deletion of mail through Graph';
const reports = 'usage reports';
const messageTrace = 'message trace through Graph';

/**
 * The fixed clouds.
 * Source: Graph national cloud deployments; Entra national clouds (login.chinacloudapi.cn is an alias in China).
 */
export const clouds: Readonly<Record<Exclude<CloudName, 'custom'>, Cloud>> = {
  global: {
    name: 'global',
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    graphAudience: 'https://graph.microsoft.com',
    powerShellEnvironment: 'Global',
    exchangeEnvironment: 'O365Default',
    lacks: [],
  },
  gcc: {
    name: 'gcc',
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    graphAudience: 'https://graph.microsoft.com',
    powerShellEnvironment: 'Global',
    exchangeEnvironment: 'O365Default',
    lacks: [],
  },
  'gcc-high': {
    name: 'gcc-high',
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    graphAudience: 'https://graph.microsoft.us',
    powerShellEnvironment: 'USGov',
    exchangeEnvironment: 'O365USGovGCCHigh',
    lacks: [permanentDelete, reports, messageTrace],
  },
  dod: {
    name: 'dod',
    login: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    graphAudience: 'https://dod-graph.microsoft.us',
    powerShellEnvironment: 'USGovDoD',
    exchangeEnvironment: 'O365USGovDoD',
    lacks: [permanentDelete, reports, messageTrace],
  },
  china: {
    name: 'china',
    login: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    graphAudience: 'https://microsoftgraph.chinacloudapi.cn',
    powerShellEnvironment: 'China',
    exchangeEnvironment: 'O365China',
    lacks: [permanentDelete, reports, messageTrace, 'eDiscovery through Graph'],
  },
};

export const cloudNames: readonly Exclude<CloudName, 'custom'>[] = ['global', 'gcc', 'gcc-high', 'dod', 'china'];
