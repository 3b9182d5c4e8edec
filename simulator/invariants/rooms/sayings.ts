import type { ChatEvent, Said } from '../../../schema/chat/events.ts';
import { whoIs } from '../../reference/room-facts.ts';
import { runsTheRoom } from '../../reference/saying.ts';
import { accountOf, isGuest, isStaff, nameOf } from '../../reference/speakers.ts';
import { masksOf, verdictOf } from '../../reference/words.ts';
import type { Invariant } from '../invariant.ts';
import type { CommittedRoomEvent } from './room-event.ts';

/** What this event says, unless it is none that somebody has just said. */
export const newlySaid = (event: ChatEvent): Said | null =>
  event.type === 'said' || event.type === 'held' ? event : null;

const saidOnce: Invariant<CommittedRoomEvent> = {
  sentence: 'a sayId is said once',
  check: ({ event, room }) => {
    const said = newlySaid(event);
    if (said === null) return null;
    const before = room.said.get(said.sayId);
    return before === undefined ? null : `${said.by}:${said.sayId} stands as ${before.seq} already`;
  },
};

const wasSaid: Invariant<CommittedRoomEvent> = {
  sentence: 'every message was said, by that person, as it stands',
  check: ({ event, before, sent }) => {
    const said = newlySaid(event);
    if (said === null) return null;
    const one = sent.get(said.sayId);
    if (one === undefined) return `nobody has sent ${said.sayId}`;
    const isSame =
      whoIs(before, one.by) === said.by &&
      one.text === said.text &&
      one.replyTo === said.replyTo &&
      nameOf(one.by) === said.name &&
      isGuest(one.by) === said.isGuest;
    return isSame ? null : `${JSON.stringify(said)} stands, ${JSON.stringify(one)} was sent`;
  },
};

const wordsAreMet: Invariant<CommittedRoomEvent> = {
  sentence: 'blocked words are refused, held and masked as they ask for',
  check: ({ event, before, sent }) => {
    const said = newlySaid(event);
    if (said === null) return null;
    const sender = sent.get(said.sayId)?.by ?? said.by;
    const verdict = verdictOf(said.text);
    if (verdict === 'refuse') return `${said.sayId} stands`;
    const isHeld = verdict === 'hold' && !runsTheRoom(before, said.by, isStaff(sender));
    if (isHeld !== (event.type === 'held')) return `${said.sayId} is ${event.type}`;
    const masks = JSON.stringify(masksOf(said.text));
    return JSON.stringify(said.masks) === masks ? null : `masks ${JSON.stringify(said.masks)} not ${masks}`;
  },
};

const heldIsShownOnce: Invariant<CommittedRoomEvent> = {
  sentence: 'only what is held is released or dropped, once, as it was said',
  check: ({ event, before }) => {
    if (event.type !== 'released' && event.type !== 'dropped') return null;
    const held = before.held.get(event.of);
    if (held === undefined) return `${event.type} ${event.of}, which is not held`;
    if (event.type === 'dropped') return null;
    const isSame =
      held.sayId === event.sayId && held.text === event.text && whoIs(before, held.by) === event.by;
    return isSame ? null : `${JSON.stringify(event)} of ${JSON.stringify(held)}`;
  },
};

const guestIsMerged: Invariant<CommittedRoomEvent> = {
  sentence: 'only a guest becomes somebody else',
  check: ({ event }) =>
    event.type === 'merged' && !(isGuest(event.from) && event.to === accountOf(event.from))
      ? `${event.from} became ${event.to}`
      : null,
};

export const sayingInvariants = [saidOnce, wasSaid, wordsAreMet, heldIsShownOnce, guestIsMerged];
