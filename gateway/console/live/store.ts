import { useEffect, useState } from 'preact/hooks';

/** A value that components follow. Changes that come together are shown together, once a frame. */
export interface Store<Value> {
  readonly value: Value;
  update(change: (value: Value) => Value): void;
  /** Calls back after changes, at most once a frame; the function that it returns ends that. */
  follow(listener: () => void): () => void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  const listeners = new Set<() => void>();
  let value = initial;
  let isTelling = false;
  const tell = (): void => {
    isTelling = false;
    for (const listener of listeners) listener();
  };
  return {
    get value() {
      return value;
    },
    update(change) {
      value = change(value);
      if (isTelling) return;
      isTelling = true;
      requestAnimationFrame(tell); // a page that nobody sees draws nothing
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value now, in a component that is drawn anew whenever it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  const [value, setValue] = useState(store.value);
  useEffect(() => {
    setValue(() => store.value);
    return store.follow(() => setValue(() => store.value));
  }, [store]);
  return value;
}
