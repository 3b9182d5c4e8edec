import { useEffect, useState } from 'preact/hooks';
import type { AuctionRules } from '../../../schema/auction/spec.ts';
import type { Lot } from '../../../schema/http.ts';
import { editLot, getLot } from '../api/lots.ts';
import { type Code, Refusal } from '../api/request.ts';
import { Announcement } from '../page/announcement.tsx';
import { go } from '../routing/location.ts';
import { paths } from '../routing/routes.ts';
import { person } from '../session/person.ts';
import { t } from '../words/language.ts';
import { draftOf } from './draft.ts';
import { openSellForm } from './sell-form.ts';
import { SellFormView } from './sell-form-view.tsx';

/** Edits a lot as long as it has not opened. */
export function EditPage({ lotId }: { readonly lotId: string }) {
  const [lot, setLot] = useState<Lot | null>(null);
  const [fault, setFault] = useState<Code | null>(null);
  const sellerId = person.value?.id;
  useEffect(() => {
    getLot(lotId).then(setLot, (error) => {
      if (!(error instanceof Refusal)) throw error;
      setFault(error.code);
    });
  }, [lotId, sellerId]);

  const refused = fault !== null ? t.value.codes[fault] : lot === null ? null : whyNot(lot);
  if (refused !== null) {
    return (
      <Announcement title={t.value.sell.editTitle} text={refused}>
        <a class="button" href={paths.lot(lotId)}>
          {t.value.console.toLot}
        </a>
      </Announcement>
    );
  }
  if (lot?.rules === undefined) return <p class="waiting">{t.value.page.loading}</p>;
  return <EditForm lot={lot} rules={lot.rules} />;
}

function EditForm({ lot, rules }: { readonly lot: Lot; readonly rules: AuctionRules }) {
  const words = t.value.sell;
  const [form] = useState(() =>
    openSellForm(draftOf(lot, rules), async (checked) => {
      await editLot(lot.id, checked.lot);
      go(paths.console(lot.id));
    }),
  );
  return <SellFormView form={form} title={words.editTitle} submit={words.save} />;
}

function whyNot(lot: Lot): string | null {
  if (lot.rules === undefined) return t.value.console.notSeller;
  return lot.auction.phase === 'draft' || lot.auction.phase === 'scheduled' ? null : t.value.sell.frozen;
}
