import { LotView } from '../lot/lot-page.tsx';
import { enterLot } from '../lot/lot-room.ts';
import { useOfLot } from '../lot/use-of-lot.ts';
import { Announcement } from '../page/announcement.tsx';
import { paths } from '../routing/routes.ts';
import { ensureSignedIn, person } from '../session/person.ts';
import { StudioStage } from '../studio/studio-stage.tsx';
import { t } from '../words/language.ts';
import { ConsoleBar } from './console-bar.tsx';

/** The rostrum of the seller: the lot as bidders see it, with the controls below. */
export function ConsolePage({ lotId }: { readonly lotId: string }) {
  const room = useOfLot(lotId, enterLot);
  const words = t.value.console;
  const state = room?.view.value?.state;
  if (room === null) return null;
  if (state !== undefined && person.value !== undefined && person.value?.id !== state.sellerId) {
    return (
      <Announcement title={words.title} text={person.value === null ? words.signInFirst : words.notSeller}>
        {person.value === null && (
          <button type="button" class="button lit" onClick={() => void ensureSignedIn()}>
            {t.value.page.signIn}
          </button>
        )}
        <a class="button" href={paths.lot(lotId)}>
          {words.toLot}
        </a>
      </Announcement>
    );
  }
  return (
    <LotView
      room={room}
      stage={state && <StudioStage room={room} state={state} />}
      controls={state && <ConsoleBar room={room} state={state} />}
    />
  );
}
