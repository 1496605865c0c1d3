import { useState, type FormEvent } from 'react';

interface Form {
  readonly isBusy: boolean;
  readonly thrown: unknown;
  readonly onSubmit: (event: FormEvent) => void;
}

/** Sends a form once at a time, and keeps the refusal to show it. */
export function useForm(send: () => Promise<unknown>): Form {
  const [isBusy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const run = async () => {
    setBusy(true);
    setThrown(null);
    try {
      await send();
    } catch (error) {
      setThrown(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    thrown,
    onSubmit: (event) => {
      event.preventDefault();
      if (!isBusy) void run();
    },
  };
}
