import { Box, Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
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
