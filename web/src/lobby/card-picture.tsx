import { signal } from '@preact/signals';
import { limits } from '../../../schema/limits.ts';
import { thumbnailUrl } from '../api/lots.ts';

/** Which thumbnails are the newest: one number for all cards, that grows while somebody looks. */
const age = signal(0);
setInterval(() => {
  if (document.visibilityState === 'visible') age.value++;
}, limits.thumbnailMs);

/** What is on air in a lot, a few seconds old. Before the first one comes there is only its place. */
export function CardPicture({ lotId }: { readonly lotId: string }) {
  return (
    <span class="card-picture" data-testid="card-picture">
      <img
        src={thumbnailUrl(lotId, age.value)}
        alt=""
        width={320}
        height={180}
        onLoad={(event) => event.currentTarget.classList.add('there')}
        onError={(event) => event.currentTarget.classList.remove('there')}
      />
    </span>
  );
}
