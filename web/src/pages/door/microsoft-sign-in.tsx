import { Alert, Button, Divider, Stack } from '@mantine/core';
import { IconBrandWindows } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { beginMicrosoftSignIn, signInOptionsQuery } from '../../api/resources/sign-in.ts';
import { useForm } from '../../parts/form.ts';
import { ProblemAlert } from '../../parts/states.tsx';

const refusals: Readonly<Record<string, string>> = {
  'microsoft-declined': 'The sign-in at Microsoft was broken off.',
  'microsoft-no-account': 'Nobody was invited under this Microsoft account. Ask an administrator for an invitation.',
  'account-disabled': 'This account is disabled. Ask an administrator.',
};

/** The way in through Microsoft, where this server has one, and what came of the last try. */
export function MicrosoftSignIn({ refused }: { refused: string | undefined }) {
  const options = useQuery(signInOptionsQuery);
  const form = useForm(async () => {
    const { url } = await beginMicrosoftSignIn();
    window.location.assign(url);
  });
  const microsoft = options.data?.microsoft ?? null;
  return (
    <>
      {refused !== undefined && (
        <Alert color="red" title="You are not signed in">
          {refusals[refused] ?? 'Microsoft refused the sign-in. Try again, or sign in with your password.'}
        </Alert>
      )}
      {microsoft !== null && (
        <form onSubmit={form.onSubmit}>
          <Stack>
            <Divider label="or" />
            {form.thrown !== null && <ProblemAlert thrown={form.thrown} />}
            <Button
              type="submit"
              variant="default"
              fullWidth
              loading={form.isBusy}
              leftSection={<IconBrandWindows size={16} aria-hidden />}
            >
              Sign in with {microsoft.label}
            </Button>
          </Stack>
        </form>
      )}
    </>
  );
}
