import { useSignal } from '@preact/signals';
import { Ban, Pause, Pencil, Play, Undo2 } from 'lucide';
import type { AuctionState } from '../../../schema/auction/public.ts';
import type { SellerCommandName } from '../../../schema/http.ts';
import { commandLot, type SellerCommandBodies } from '../api/lots.ts';
import { refusalOf } from '../api/request.ts';
import { Icon } from '../look/icon.tsx';
import { PushButton } from '../look/push-button.tsx';
import type { LotRoom } from '../lot/lot-room.ts';
import { paths } from '../routing/routes.ts';
import { t } from '../words/language.ts';
import { dateAndTime, won } from '../words/spoken.ts';
import { ExtendSheet } from './extend-sheet.tsx';
import { HoldButton } from './hold-button.tsx';
import { ReasonSheet } from './reason-sheet.tsx';
import './console.css';

const extendShortMs = 30_000;
const extendLongMs = 120_000;

type Question = 'pause' | 'undo' | 'cancel' | 'extend';

/** The seller's controls in one row, big and far apart; what cannot be taken back is held or explained. */
export function ConsoleBar({ room, state }: { readonly room: LotRoom; readonly state: AuctionState }) {
  const words = t.value.console;
  const question = useSignal<Question | null>(null);
  const fault = useSignal<string | null>(null);
  const sellsBelow = useSignal(false);
  const waiting = useSignal<SellerCommandName | null>(null);

  const tell = async <Name extends SellerCommandName>(name: Name, body: SellerCommandBodies[Name]) => {
    question.value = null;
    waiting.value = name;
    const refusal = await refusalOf(commandLot(room.lotId, name, body));
    waiting.value = null;
    fault.value = refusal === null ? null : t.value.codes[refusal.code];
  };
  const ask = (next: Question) => {
    question.value = next;
  };
  const close = () => {
    question.value = null;
  };

  const isLive = state.phase === 'live';
  const isBefore = state.phase === 'draft' || state.phase === 'scheduled';
  const isPaused = state.paused !== null;
  const hasBids = state.leader !== null;
  if (!isLive && !isBefore) return null;
  return (
    <section class="console-bar" aria-label={words.title} data-testid="console">
      <p class="console-facts">
        <strong>{words.title}</strong>
        <Reserve room={room} />
        {state.phase === 'scheduled' && state.startsAt !== null && (
          <span>{words.scheduledFor(dateAndTime(state.startsAt))}</span>
        )}
        <span class="console-fault" role="alert" data-testid="console-fault">
          {fault.value}
        </span>
      </p>
      <div class="console-row">
        {isBefore && (
          <PushButton
            class="console-button lit"
            testId="console-start"
            icon={Play}
            label={words.start}
            isDisabled={waiting.value !== null}
            onPress={() => tell('open', {})}
          />
        )}
        {isBefore && (
          <a class="console-button" data-testid="console-edit" href={paths.edit(room.lotId)}>
            <Icon of={Pencil} />
            {words.edit}
          </a>
        )}
        {isLive &&
          (isPaused ? (
            <PushButton
              class="console-button lit"
              testId="console-resume"
              icon={Play}
              label={words.resume}
              isDisabled={waiting.value !== null}
              onPress={() => tell('resume', {})}
            />
          ) : (
            <PushButton
              class="console-button"
              testId="console-pause"
              icon={Pause}
              label={words.pause}
              onPress={() => ask('pause')}
            />
          ))}
        {isLive && (
          <div class="console-extend">
            <PushButton
              class="console-button figures"
              testId="console-extend-30"
              label={words.extendShort}
              isDisabled={waiting.value !== null}
              onPress={() => tell('extend', { addMs: extendShortMs })}
            />
            <PushButton
              class="console-button figures"
              testId="console-extend-120"
              label={words.extendLong}
              isDisabled={waiting.value !== null}
              onPress={() => tell('extend', { addMs: extendLongMs })}
            />
            <PushButton
              class="console-button"
              testId="console-extend-own"
              label={words.extendOwn}
              onPress={() => ask('extend')}
            />
          </div>
        )}
        {isLive && (
          <PushButton
            class="console-button"
            testId="console-undo"
            icon={Undo2}
            label={words.undo}
            isDisabled={!hasBids}
            onPress={() => ask('undo')}
          />
        )}
        <PushButton
          class="console-button console-withdraw"
          testId="console-cancel"
          icon={Ban}
          label={words.withdraw}
          onPress={() => ask('cancel')}
        />
        {isLive && (
          <div class="console-hammer">
            <HoldButton
              label={words.hammer}
              testId="console-hammer"
              onHeld={() => tell('hammer', { belowReserve: sellsBelow.value })}
            />
            {state.reserve === 'unmet' && hasBids && (
              <label>
                <input
                  type="checkbox"
                  data-testid="console-below-reserve"
                  checked={sellsBelow.value}
                  onChange={(event) => {
                    sellsBelow.value = event.currentTarget.checked;
                  }}
                />
                {words.belowReserve}
              </label>
            )}
          </div>
        )}
      </div>
      {question.value === 'pause' && (
        <ReasonSheet
          title={words.pauseTitle}
          label={words.pauseReason}
          submit={words.pause}
          isNeeded={false}
          onSubmit={(reason) => tell('pause', { reason })}
          onClose={close}
        />
      )}
      {question.value === 'undo' && (
        <ReasonSheet
          title={words.undoTitle}
          label={words.undoReason}
          submit={words.undo}
          isNeeded={true}
          onSubmit={(reason) => tell('undo', { reason })}
          onClose={close}
        />
      )}
      {question.value === 'cancel' && (
        <ReasonSheet
          title={words.cancelTitle}
          text={words.cancelText}
          label={words.cancelReason}
          submit={words.withdraw}
          isNeeded={true}
          onSubmit={(reason) => tell('cancel', { reason })}
          onClose={close}
        />
      )}
      {question.value === 'extend' && (
        <ExtendSheet onSubmit={(addMs) => tell('extend', { addMs })} onClose={close} />
      )}
    </section>
  );
}

/** The reserve, which only the seller sees as a number. */
function Reserve({ room }: { readonly room: LotRoom }) {
  const words = t.value.console;
  const rules = room.lot.value?.rules;
  const state = room.view.value?.state;
  if (rules === undefined || state === undefined) return null;
  if (rules.reservePoints === null) return <span>{words.reserveNone}</span>;
  return (
    <span class="figures" data-testid="console-reserve" data-reserve={state.reserve}>
      {words.reserveOf(won(rules.reservePoints))}
      {state.reserve !== 'none' && ` · ${t.value.lot.reserve[state.reserve]}`}
    </span>
  );
}
