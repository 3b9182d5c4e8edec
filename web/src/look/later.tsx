import type { ComponentType, FunctionComponent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page that is loaded when it is first shown; `waiting` stands in its place until then. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: () => VNode | null = () => null,
): FunctionComponent<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(() => loaded);
    useEffect(() => {
      if (Loaded !== null) return;
      let isGone = false;
      void load().then((component) => {
        loaded = component;
        if (!isGone) setLoaded(() => component);
      });
      return () => {
        isGone = true;
      };
    }, [Loaded]);
    return Loaded === null ? waiting() : <Loaded {...props} />;
  };
}
