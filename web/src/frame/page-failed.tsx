import { Box, Button } from '@mantine/core';
import { IconCompass, IconLock } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Nothing, ProblemAlert } from '../parts/states.tsx';

/** In place of a page that could not be shown. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Box p="lg" maw={760}>
      <ProblemAlert thrown={error} again={again} />
    </Box>
  );
}

/** In place of a page that belongs to other roles. */
export function PageNotYours() {
  return (
    <Nothing
      icon={<IconLock />}
      title="This page is not for your role"
      action={
        <Button component={Link} to="/matters" variant="default">
          All matters
        </Button>
      }
    >
      What you may open is in the navigation. A case manager of the matter, or an administrator, gives roles.
    </Nothing>
  );
}

export function PageMissing() {
  return (
    <Nothing
      icon={<IconCompass />}
      title="There is no such page"
      action={
        <Button component={Link} to="/matters" variant="default">
          All matters
        </Button>
      }
    >
      The address may be mistyped, or belong to a matter you are not a member of.
    </Nothing>
  );
}
