import { Box, Code, Group, List, Loader, Spoiler, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { CheckResult } from '../../../api/resources/connections.ts';
import { browserWords } from '../../../parts/words.ts';
import { checkTitle } from './check-titles.ts';

const looks = {
  pass: { Shown: IconCircleCheck, color: 'var(--mantine-color-teal-7)', word: 'Passed' },
  warn: { Shown: IconAlertTriangle, color: 'var(--cm-warn)', word: 'Warning' },
  fail: { Shown: IconCircleX, color: 'var(--mantine-color-red-7)', word: 'Failed' },
  skipped: { Shown: IconCircleMinus, color: 'var(--mantine-color-dimmed)', word: 'Skipped' },
} as const;

/** Checks as they come in: what was found, and the steps that mend it. */
export function CheckList({ checks, isRunning }: { checks: readonly CheckResult[]; isRunning: boolean }) {
  return (
    <Stack gap={0} component="ol" m={0} p={0} style={{ listStyle: 'none' }} aria-live="polite" aria-busy={isRunning}>
      {checks.map((check) => (
        <CheckRow key={`${check.id} ${check.mailbox ?? ''}`} check={check} />
      ))}
      {isRunning && (
        <Group component="li" gap="sm" py={8} px={4}>
          <Loader size={16} />
          <Text c="dimmed">Checking…</Text>
        </Group>
      )}
    </Stack>
  );
}

function CheckRow({ check }: { check: CheckResult }) {
  const { Shown, color, word } = looks[check.result];
  const needsWork = check.result === 'warn' || check.result === 'fail';
  return (
    <Group
      component="li"
      align="flex-start"
      wrap="nowrap"
      gap="sm"
      py={8}
      px={4}
      style={{ borderBottom: '1px solid var(--cm-line)' }}
    >
      <Shown size={18} color={color} style={{ flex: 'none', marginTop: 1 }} role="img" aria-label={word} />
      <Box style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Text fw={600}>{checkTitle(check.id)}</Text>
          {check.mailbox !== null && (
            <Text c="dimmed" className="cm-mono">
              {check.mailbox}
            </Text>
          )}
        </Group>
        <Text c={needsWork ? undefined : 'dimmed'}>{check.cause}</Text>
        {check.fix.length > 0 && (
          <List type="ordered" size="sm" mt={4} spacing={2}>
            {check.fix.map((step) => (
              <List.Item key={step}>{browserWords(step)}</List.Item>
            ))}
          </List>
        )}
        {needsWork && Object.keys(check.evidence).length > 0 && (
          <Spoiler maxHeight={0} showLabel="What the service said" hideLabel="Hide" mt={4} fz="xs">
            <Code block>{JSON.stringify(check.evidence, null, 2)}</Code>
          </Spoiler>
        )}
      </Box>
    </Group>
  );
}
