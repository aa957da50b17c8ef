//! Names that can, and names that cannot, be the same one's.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use annalist_enrich::Enricher;
use annalist_model::EntityKind::{self, Organisation, Person};

fn check(kind: EntityKind, expected: bool, pairs: &[(&str, &str)]) {
    let enricher = Enricher::new().unwrap();
    let mut wrong = Vec::new();
    for (a, b) in pairs {
        let found = enricher.match_names(a, b, kind);
        if found.is_match != expected {
            wrong.push(format!("{a} / {b}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn people_written_otherwise_are_the_same() {
    let pairs = [
        ("Qais al-Khazali", "Qays al-Khaz'ali"),
        ("Qassim Sulaimani", "Qasem Soleimani"),
        ("Muqtada al-Sadr", "Moqtada al Sadr"),
        ("Abu Dura", "Abu Deraa"),
        ("President Hassan Rouhani", "Hassan Rouhani"),
        ("Rouhani, Hassan", "Hassan Rouhani"),
        ("John Fitzgerald Kennedy", "John Kennedy"),
        ("Владимир Путин", "Vladimir Putin"),
        ("Ali K. Said", "Ali Karim Said"),
        ("A. Rahmani", "Ali Rahmani"),
        ("قاسم سليماني", "Qasem Soleimani"),
        ("عبد الرحمن الخزعلي", "Abdurrahman al-Khazali"),
        ("قيس الخزعلي", "قيس خزعلي"),
        ("Abd al-Rahman Saif al-Din", "Abdulrahman Seifeddine"),
        ("Mu'ammar Gaddafi", "Moammar Qadhafi"),
        ("Volodymyr Zelenskyy", "Wolodymyr Selenskyj"),
        ("Ilyas Zand rik", "Ilyas Zandrik"),
        ("Bill Zandrik", "William Zandrik"),
        ("Ig0r Zandr1k", "Igor Zandrik"),
        ("Al Bin Zandrik, Isa Bin Tarif", "Shaikh Isa Bin Tarif Al Bin Zandrik"),
    ];
    check(Person, true, &pairs);
}

#[test]
fn another_given_name_is_another_person() {
    let pairs = [
        ("Laith al-Khazali", "Qais al-Khazali"),
        ("Abu Bakr al-Baghdadi", "Abu Omar al-Baghdadi"),
        ("Muqtada al-Sadr", "Muhammad al-Sadr"),
        ("Salman bin Hamad", "Hamad bin Salman"),
        ("Anna Smith", "Smith"),
        ("A. Smith", "Brian Smith"),
        ("A. B.", "Anna Brown"),
        ("Survival Games", "Sarvevil Khamiz"),
        ("Salman Zandrik", "Sulaiman Zandrik"),
        ("Ali Hassan", "Hassan Ali"),
        ("Ivan Petrovich Zandrik", "Ivan Ilyich Zandrik"),
        ("محمد شريف السوداني", "محمد شياع السوداني"),
    ];
    check(Person, false, &pairs);
}

#[test]
fn organisations_written_otherwise_are_the_same() {
    let pairs = [
        ("Acme Works Incorporated", "Acme Works, Inc."),
        ("Kataib Hizballah", "Kata'ib Hezbollah"),
        ("Hezbollah Brigades", "Kata'ib Hezbollah"),
        ("Mahdi Army", "Jaysh al-Mahdi"),
        ("Asaib Ahl al Haq", "AAH"),
        ("Islamic Revolutionary Guards Corps", "I.R.G.C."),
        ("The Johnson and Smith Co", "Johnson & Smith Company"),
        ("كتائب حزب الله", "Kata'ib Hezbollah"),
        ("Party of God", "Hizbullah"),
        ("Liwa Zandrik", "Zandrik Brigade"),
        ("Brigade Forty-Four", "44th Brigade of Zandrik / Brigade 44"),
        ("Zandrik Europe", "Zandrik"),
        ("Zandrik Aktiengeselschaft", "Zandrik AG"),
        ("Al Qaeda", "Al-Qa'ida/Islamic Army"),
    ];
    check(Organisation, true, &pairs);
}

#[test]
fn another_word_is_another_organisation() {
    let pairs = [
        ("Kata'ib Hezbollah", "Hezbollah"),
        ("Kata'ib Sayyid al-Shuhada", "Kata'ib Hezbollah"),
        ("Islamic State of Iraq", "Islamic Army in Iraq"),
        ("Acme Fund 3", "Acme Fund 4"),
        ("Bank of Acme", "Bank of Zenith"),
        ("Banco Acme S.A.", "Banco Acme Chile S.A."),
        ("Acme Fund XII", "Acme Fund XIII"),
        ("NBC", "NPC"),
        ("BDH", "PPD"),
        ("Acme Trust 2004-1", "Acme Trust 2004-2"),
        ("Acme Litigation Works", "Acme Works"),
    ];
    check(Organisation, false, &pairs);
}
