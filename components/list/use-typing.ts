import { useLayoutEffect, useState } from 'preact/hooks';

/** `left`: no more; the last word comes into force as soon as the pointer is not at the rows, on which it
 * may just be pressed. */
type Typing = 'no' | 'yes' | 'left';

/** Whether the filter is being typed, so that its end may not be the end. `onTyping`: somebody types in
 * its box, or has left it. `onDone`: all of it is to be in force now. */
export function useTyping(isPointerIn: boolean) {
  const [typing, setTyping] = useState<Typing>('no');
  useLayoutEffect(() => {
    if (typing === 'left' && !isPointerIn) setTyping('no');
  }, [typing, isPointerIn]);
  const left = (was: Typing) => (was === 'yes' ? 'left' : was);
  return {
    isTyping: typing !== 'no',
    onTyping: (isTyping: boolean) => setTyping((was) => (isTyping ? 'yes' : left(was))),
    onDone: () => setTyping('no'),
  };
}
