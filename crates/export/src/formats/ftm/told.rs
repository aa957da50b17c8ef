//! Relations and events of articles as entities of FollowTheMoney.
//!
//! What an article states, or says that others do, is written; the latter says so in `description`.
//! What is denied, meant, expected or asked has no place in FollowTheMoney, and what a comment says is
//! no statement of the article: neither is written.

use annalist_model::{DateTime, EntityKind, Modality};

use super::entity::{Entity, date_of, id};
use super::schema::Schema;
use super::{owner, schema_of};
use crate::stretch::Stretch;
use crate::text::shortened;
use crate::told::{Sort, Taking, Told};
use crate::{Page, stable};

/// Relations that have a schema of their own, and which of its properties the subject and the object
/// are. All others, and those whose ends the properties do not take, are an `UnknownLink`.
const SCHEMATA: &[(&str, Schema, &str, &str)] = &[
    ("child_of", Schema::Family, "person", "relative"),
    ("commands", Schema::Directorship, "director", "organization"),
    ("deputy_of", Schema::Directorship, "director", "organization"),
    ("leader_of", Schema::Directorship, "director", "organization"),
    ("member_of", Schema::Membership, "member", "organization"),
    ("parent_of", Schema::Family, "person", "relative"),
    ("sibling_of", Schema::Family, "person", "relative"),
    ("spokesperson_of", Schema::Representation, "agent", "client"),
    ("spouse_of", Schema::Family, "person", "relative"),
    ("works_for", Schema::Employment, "employee", "employer"),
];

/// What the relative is to the person.
const RELATIVES: &[(&str, &str)] = &[
    ("child_of", "parent"),
    ("parent_of", "child"),
    ("sibling_of", "sibling"),
    ("spouse_of", "spouse"),
];

/// An office that somebody holds.
const OFFICE: &str = "position_held";

/// Code points of the name of an event, at most.
const NAME: usize = 200;

/// What a relation or an event is; nothing where FollowTheMoney cannot say it.
pub(super) fn entities(page: &Page<'_>, told: &Told<'_>) -> Vec<Entity> {
    if told.held().is_none() || told.place.comment.is_some() {
        return Vec::new();
    }
    match told.sort {
        Sort::Relation => relation(page, told),
        Sort::Event => vec![event(page, told)],
        Sort::Quotation => Vec::new(),
    }
}

fn relation(page: &Page<'_>, told: &Told<'_>) -> Vec<Entity> {
    let end = |part| told.parties(part).next().filter(|it| it.entity.is_some());
    let Some((subject, object)) = end("subject").zip(end("object")) else { return Vec::new() };
    if told.what == OFFICE
        && let Some(entities) = office(page, told, subject, object)
    {
        return entities;
    }
    let of_its_own = SCHEMATA.iter().find(|(what, ..)| *what == told.what);
    let fits = |schema: &Schema, property: &str, end: &Taking<'_>| {
        schema.kind(property).is_some_and(|kind| kind.takes(&id_of(end)))
    };
    let (schema, from, to) = of_its_own
        .filter(|(_, schema, from, to)| fits(schema, from, subject) && fits(schema, to, object))
        .map_or((Schema::UnknownLink, "subject", "object"), |(_, schema, from, to)| {
            (*schema, *from, *to)
        });
    let mut link = Entity::new(schema, &told.id);
    link.add_read(from, &id_of(subject), subject.words, &told.id);
    link.add_read(to, &id_of(object), object.words, &told.id);
    let relative = RELATIVES.iter().find(|(what, _)| *what == told.what).map(|(_, it)| *it);
    match (schema, relative) {
        (Schema::Family, Some(relative)) => link.add_claimed("relationship", relative, None),
        _ => {
            let kind = told.what.replace('_', " ");
            link.add_read("role", &kind, &told.words(page), &told.id);
            link.add_claimed("role", told.role.unwrap_or(""), Some(&told.id));
        }
    }
    add_context(&mut link, page, told);
    vec![link]
}

/// The office, as a thing of its own, and that somebody holds it.
fn office(
    page: &Page<'_>,
    told: &Told<'_>,
    holder: &Taking<'_>,
    of: &Taking<'_>,
) -> Option<Vec<Entity>> {
    let role = told.role?;
    holder.entity.filter(|it| it.kind == EntityKind::Person)?;
    let name = format!("{role}, {}", of.name());
    let mut post = Entity::new(Schema::Position, &stable::short(&["position", role, &id_of(of)]));
    post.add_claimed("name", &name, Some(&told.id));
    if Schema::Position.kind("organization").is_some_and(|kind| kind.takes(&id_of(of))) {
        post.add_read("organization", &id_of(of), of.words, &told.id);
    }
    let mut holds = Entity::new(Schema::Occupancy, &told.id);
    holds.add_read("holder", &id_of(holder), holder.words, &told.id);
    holds.add_read("post", &post.id, role, &told.id);
    add_context(&mut holds, page, told);
    Some(vec![post, holds])
}

fn event(page: &Page<'_>, told: &Told<'_>) -> Entity {
    let mut event = Entity::new(Schema::Event, &told.id);
    event.add_claimed("name", &shortened(&told.words(page), NAME), Some(&told.id));
    // Words that readers keep nothing of are no name; the event still has to have one.
    if !event.values.contains_key("name") {
        event.add("name", told.what);
    }
    event.add_claimed("keywords", told.what, Some(&told.id));
    for taking in told.parties.iter().filter(|it| it.part != "reporter" && it.entity.is_some()) {
        let property = if taking.part == "place" { "addressEntity" } else { "involved" };
        let takes = Schema::Event.kind(property).is_some_and(|kind| kind.takes(&id_of(taking)));
        if takes {
            event.add_read(property, &id_of(taking), taking.words, &told.id);
        }
        if taking.part == "place" {
            event.add_claimed("location", taking.words, Some(&told.id));
        }
    }
    add_context(&mut event, page, told);
    event
}

/// When it was so, who says so, and where that stands.
fn add_context(entity: &mut Entity, page: &Page<'_>, told: &Told<'_>) {
    if let Some(Stretch { start, end }) = told.date.and_then(Stretch::of) {
        let words = told.date.map_or("", |date| page.document().slice(date.span));
        let properties = [if end.is_some() { "startDate" } else { "date" }, "endDate"];
        for (property, date) in properties.into_iter().zip([Some(start), end]) {
            if let Some(date) = date.map(DateTime::date_only).and_then(date_of) {
                entity.add_read(property, &date, words, &told.id);
            }
        }
    }
    if told.modality == Some(Modality::Reported) {
        let by = told.parties("reporter").next().map_or("others", Taking::name);
        entity.add_claimed("description", &format!("The article says that {by} say so."), None);
    }
    entity.add_claimed("summary", &page.around(told.first), Some(&told.id));
    entity.add("recordId", &told.id);
    entity.add("sourceUrl", page.address().unwrap_or(""));
    entity.add("proof", &owner(page, None));
}

/// What an end is called; one that the collection does not know has no name.
fn id_of(end: &Taking<'_>) -> String {
    end.entity.map_or_else(String::new, |entity| id(schema_of(entity), &entity.key))
}
