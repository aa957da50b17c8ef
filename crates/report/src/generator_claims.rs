//! Claims for the generated records: anything that keeps the rules of the model.

use annalist_model::{
    Claims, DateMention, Entity, Event, Modality, Part, Participant, Party, Quantity, QuantityKind,
    Quotation, QuotationKind, Relation, Span,
};

use crate::generator::Dice;

impl Dice {
    pub(crate) fn claims(
        &mut self,
        text: &str,
        entities: &[Entity],
        dates: &[DateMention],
    ) -> Claims {
        let mut relations = if entities.is_empty() {
            Vec::new()
        } else {
            self.some(3, |it| it.relation(text, entities, dates))
        };
        relations.sort_by_key(|it| it.evidence.first().copied());
        let mut events = self.some(3, |it| it.event(text, entities, dates));
        events.sort_by_key(|it| it.evidence.first().copied());
        let mut quotations = self.some(3, |it| it.quotation(text, entities));
        quotations.sort_by_key(|it| it.parts.first().copied());
        let mut quantities = self.some(3, |it| it.quantity(text));
        quantities.sort_by_key(|it| it.span);
        Claims { relations, events, quotations, quantities }
    }

    fn party(&mut self, text: &str, entities: &[Entity]) -> Party {
        let entity = if entities.is_empty() {
            None
        } else {
            self.maybe(|it| it.below(entities.len()) as u32)
        };
        Party { span: self.span(text), entity }
    }

    fn evidence(&mut self, text: &str) -> Vec<Span> {
        let mut spans = self.some(3, |it| it.span(text));
        spans.push(self.span(text));
        spans.sort();
        spans.dedup_by(|later, earlier| later.start() < earlier.end());
        spans
    }

    fn date_of(&mut self, dates: &[DateMention]) -> Option<Span> {
        if dates.is_empty() {
            return None;
        }
        let date = self.maybe(|it| dates[it.below(dates.len())].span)?;
        // Of empty expressions at one place only one is found again.
        let same = dates.iter().filter(|it| it.span.start() == date.start()).count();
        (same == 1).then_some(date)
    }

    fn relation(&mut self, text: &str, entities: &[Entity], dates: &[DateMention]) -> Relation {
        let entity = Some(self.below(entities.len()) as u32);
        Relation {
            kind: self.word(),
            subject: Party { span: self.span(text), entity },
            object: self.party(text, entities),
            role: self.maybe(|it| it.span(text)),
            date: self.date_of(dates),
            place: self.maybe(|it| it.party(text, entities)),
            modality: self.pick(&Modality::ALL),
            reporter: self.maybe(|it| it.party(text, entities)),
            evidence: self.evidence(text),
            rule: "a rule".to_owned(),
        }
    }

    fn event(&mut self, text: &str, entities: &[Entity], dates: &[DateMention]) -> Event {
        let mut participants = self.some(4, |it| Participant {
            part: it.pick(&Part::ALL),
            party: it.party(text, entities),
        });
        participants.sort();
        participants.dedup();
        Event {
            predicate: self.word(),
            trigger: self.span(text),
            participants,
            date: self.date_of(dates),
            modality: self.pick(&Modality::ALL),
            reporter: self.maybe(|it| it.party(text, entities)),
            evidence: self.evidence(text),
            rule: "a rule".to_owned(),
        }
    }

    fn quotation(&mut self, text: &str, entities: &[Entity]) -> Quotation {
        Quotation {
            kind: self.pick(&QuotationKind::ALL),
            parts: self.evidence(text),
            speaker: self.maybe(|it| it.party(text, entities)),
            cue: self.maybe(|it| it.span(text)),
            recipient: self.maybe(|it| it.party(text, entities)),
            rule: "a rule".to_owned(),
        }
    }

    fn quantity(&mut self, text: &str) -> Quantity {
        Quantity {
            kind: self.pick(&QuantityKind::ALL),
            span: self.span(text),
            value: self.maybe(|_| "12".to_owned()),
            unit: self.maybe(|_| "EUR".to_owned()),
            bound: self.maybe(|it| it.span(text)),
            of: self.maybe(|it| it.span(text)),
        }
    }
}
