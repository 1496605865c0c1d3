import { useEffect, useEffectEvent } from 'react';

/** Whether the person is typing somewhere, so that a letter is a letter. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest('[role=dialog]') !== null)
  );
}

/** Single keys and two-key words (`g m`); nothing happens while somebody types or holds Ctrl, Alt or Meta. */
export function useKeys(act: (word: string) => boolean): void {
  const onWord = useEffectEvent(act);
  useEffect(() => {
    let prefix = '';
    let forget: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      const word = prefix === '' ? event.key : `${prefix} ${event.key}`;
      prefix = '';
      clearTimeout(forget);
      if (word === 'g') {
        prefix = 'g';
        forget = setTimeout(() => {
          prefix = '';
        }, 1200);
      } else if (onWord(word)) {
        event.preventDefault();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(forget);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
}
