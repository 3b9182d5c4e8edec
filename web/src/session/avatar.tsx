import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { Person } from '../../../schema/http.ts';
import './avatar.css';

/** Counts changes of the own picture, for browsers keep the one before for a while. */
const changes = signal(0);

/** The own picture was changed on this page. */
export function avatarChanged(): void {
  changes.value++;
}

interface AvatarProps {
  readonly of: Pick<Person, 'id' | 'name' | 'kind'>;
  /** Called with whether there is a picture, once that is known. */
  readonly onKnown?: (hasPicture: boolean) => void;
}

/** A person's picture, or the first letter of the name; as decoration beside the name. */
export function Avatar({ of: { id, name, kind }, onKnown }: AvatarProps) {
  const address = `/api/people/${id}/avatar${changes.value === 0 ? '' : `?change=${changes.value}`}`;
  return (
    <span class="avatar" aria-hidden="true">
      {firstLetter(name)}
      {kind === 'user' && <Picture key={address} address={address} onKnown={onKnown} />}
    </span>
  );
}

/** Lies over the letter once it is there; most people have none. */
function Picture({
  address,
  onKnown,
}: {
  readonly address: string;
  readonly onKnown: AvatarProps['onKnown'];
}) {
  const [isThere, setThere] = useState(false);
  const know = (hasPicture: boolean) => {
    setThere(hasPicture);
    onKnown?.(hasPicture);
  };
  return <img src={address} alt="" hidden={!isThere} onLoad={() => know(true)} onError={() => know(false)} />;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const firstLetter = (name: string): string => {
  const [first] = graphemes.segment(name.trim());
  return first?.segment.toUpperCase() ?? '';
};
