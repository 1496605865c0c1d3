import { Tabs, Text } from '@mantine/core';
import { useMe } from '../../api/resources/me.ts';
import { Page } from '../../parts/page.tsx';
import { sentence } from '../../parts/words.ts';
import { Appearance } from './appearance.tsx';
import { PasswordForm } from './password-form.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';
import { TwoFactor } from './two-factor.tsx';

/** What belongs to the person who is signed in. */
export function ProfilePage() {
  const { person } = useMe();
  return (
    <Page title={person.name} about={`${person.email} · ${sentence(person.instanceRole)}`} width={900}>
      <Tabs defaultValue="security" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="security">Password and second step</Tabs.Tab>
          <Tabs.Tab value="sessions">Sessions</Tabs.Tab>
          <Tabs.Tab value="tokens">API tokens</Tabs.Tab>
          <Tabs.Tab value="appearance">Appearance</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="security">
          {person.hasPassword ? (
            <>
              <TwoFactor />
              <PasswordForm />
            </>
          ) : (
            <Text>
              You sign in with Microsoft, which asks for the second step too. There is no password here that could be
              changed or lost.
            </Text>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="sessions">
          <Sessions />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <Tokens />
        </Tabs.Panel>
        <Tabs.Panel value="appearance">
          <Appearance />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
