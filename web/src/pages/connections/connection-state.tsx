import { Badge } from '@mantine/core';
import type { Connection, ConnectionKind } from '../../api/resources/connections.ts';

const looks: Readonly<Record<Connection['state'], readonly [color: string, label: string]>> = {
  ready: ['teal', 'Ready'],
  failing: ['red', 'Does not work'],
  expired: ['red', 'Credential ended'],
  'sign-in-needed': ['orange', 'Sign in again'],
  unchecked: ['gray', 'Not checked'],
};

export function ConnectionState({ state }: { state: Connection['state'] }) {
  const [color, label] = looks[state];
  return <Badge color={color}>{label}</Badge>;
}

export function kindLabel(kind: ConnectionKind): string {
  return kind === 'application' ? 'Application' : 'Signed in';
}
