import { Badge } from '@mantine/core';
import type { Phase } from '../../api/resources/collections.ts';

const looks: Readonly<Record<Phase, readonly [color: string, label: string]>> = {
  planned: ['gray', 'About to start'],
  'waiting-for-access': ['yellow', 'Waiting for access'],
  transferring: ['blue', 'Transferring'],
  preserved: ['cyan', 'Preserved'],
  processing: ['violet', 'Processing'],
  ready: ['teal', 'Ready'],
  paused: ['gray', 'Paused'],
  stopped: ['orange', 'Stopped'],
  failed: ['red', 'Failed'],
  cancelled: ['gray', 'Cancelled'],
};

export function PhaseBadge({ phase }: { phase: Phase }) {
  const [color, label] = looks[phase];
  return <Badge color={color}>{label}</Badge>;
}

/** Whether something still happens by itself. */
export function isMoving(phase: Phase): boolean {
  return phase === 'planned' || phase === 'transferring' || phase === 'processing' || phase === 'waiting-for-access';
}
