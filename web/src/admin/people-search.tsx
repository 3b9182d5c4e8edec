import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AdminPerson } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import { findPeople } from '../api/admin.ts';
import { usePages } from '../api/use-pages.ts';
import { go, query } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { Avatar } from '../session/avatar.tsx';
import { t } from '../words/language.ts';
import { personStanding } from './person-standing.ts';

/** A pause in typing that is worth a question. */
const typingMs = 250;
const parameter = 'search';

/** Finds people by name or number; what is searched for stands in the address, to come back to. */
export function PeopleSearch() {
  const words = t.value.admin;
  const search = query.value.get(parameter) ?? '';
  const [typed, setTyped] = useState(search);
  useEffect(() => {
    if (typed.trim() === search) return;
    const timer = setTimeout(() => {
      const trimmed = typed.trim();
      go(trimmed === '' ? paths.admin : `${paths.admin}?${new URLSearchParams({ [parameter]: trimmed })}`, {
        replace: true,
      });
    }, typingMs);
    return () => clearTimeout(timer);
  }, [typed, search]);
  const load = useCallback(
    async (cursor: number | null) => {
      const { people, next } = await findPeople(search, cursor);
      return { items: people, next };
    },
    [search],
  );
  const { items, hasMore, fault, more } = usePages(load);
  return (
    <section class="block">
      <div class="field">
        <label for="admin-search">{words.search}</label>
        <input
          id="admin-search"
          class="input"
          type="search"
          data-testid="admin-search"
          autocomplete="off"
          maxLength={limits.maxSearchChars}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <p class={fault === null ? 'hint' : 'fault'} role="status">
        {fault !== null && t.value.codes[fault]}
        {fault === null && items?.length === 0 && words.nobodyFound}
      </p>
      <ul class="admin-people">
        {items?.map((found) => (
          <li key={found.id}>
            <Found person={found} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <button type="button" class="button" onClick={more}>
          {t.value.lobby.more}
        </button>
      )}
    </section>
  );
}

function Found({ person }: { readonly person: AdminPerson }) {
  const words = t.value.admin;
  const standing = personStanding(person);
  return (
    <a href={paths.adminPerson(person.id)} data-testid="admin-person" data-person={person.id}>
      <Avatar of={person} />
      <span class="admin-person-name">
        <strong>{person.name}</strong>
        <span class="label">
          {words.number(person.id)} · {words.kinds[person.kind]}
          {person.role !== 'user' && ` · ${words.roles[person.role]}`}
        </span>
      </span>
      {standing !== null && <span class="admin-standing">{standing}</span>}
    </a>
  );
}
