import { t } from '../../words/language.ts';
import type { Mentions } from './use-mentions.ts';

/** People to mention, above what is being typed; keys move in it while the text keeps the focus. */
export function MentionList({ id, mentions }: { readonly id: string; readonly mentions: Mentions }) {
  if (mentions.people.length === 0) return null;
  return (
    <div class="chat-mentions" id={id} role="listbox" aria-label={t.value.chat.mention}>
      {mentions.people.map((one, n) => (
        <div
          key={one.id}
          id={`${id}-${n}`}
          role="option"
          tabIndex={-1}
          aria-selected={n === mentions.at}
          data-testid="chat-mention"
          // Before the text loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            mentions.choose(one);
          }}
        >
          <bdi>{one.name}</bdi>
        </div>
      ))}
    </div>
  );
}
