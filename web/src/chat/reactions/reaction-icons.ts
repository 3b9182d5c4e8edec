import { FaceGrinning, Flame, Heart, type IconNode, PartyPopper } from 'lucide';
import type { ReactionKind } from '../../../../schema/chat/settings.ts';

/** Drawn like those of the set, which has no astonished face. */
const wow: IconNode = [
  ['circle', { cx: '12', cy: '12', r: '10' }],
  ['circle', { cx: '12', cy: '15.5', r: '2.5' }],
  ['path', { d: 'M9 9h.01' }],
  ['path', { d: 'M15 9h.01' }],
];

/** How each reaction looks. */
export const reactionIcons: Readonly<Record<ReactionKind, IconNode>> = {
  heart: Heart,
  clap: PartyPopper,
  fire: Flame,
  laugh: FaceGrinning,
  wow,
};
