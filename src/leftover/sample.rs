//! Persons, roles and addresses of nobody, and what forms say before anyone sent them. In: a short block. Out: weak
//! findings, which count beside others.

use super::catalogue::Catalogue;
use super::lexicon::{Lexicon, class};
use super::scan::{SHORT, Signs};
use super::{Finding, Kind, Seen, Strength};
use crate::blocks::GroupKind;

/// Whether a text may be a telephone number or an e-mail address, whose words no list holds.
pub(super) fn may_be_contact(text: &str, signs: Signs) -> bool {
    signs.words <= 8
        && (7..=60).contains(&text.len())
        && (text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) || text.contains('@'))
}

/// Finds sample persons, addresses and form states.
pub(super) fn find(seen: &Seen<'_>, catalogue: &Catalogue) -> Option<Finding> {
    if matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term) || seen.signs.words > SHORT {
        return None;
    }
    let lexicon = catalogue.lexicon();
    let found = |strength, wording| Some(Finding::whole(Kind::Placeholder, strength, wording));
    let text = seen.folded.trim();
    if let Some(strength) = email(text).or_else(|| phone(text)) {
        return found(strength, "a sample contact");
    }
    if address(text, lexicon) {
        return found(Strength::Likely, "a sample address");
    }
    if form_state(text, lexicon) {
        return found(Strength::Likely, "what a form says once it is sent");
    }
    (person(text, lexicon) || role(text, lexicon))
        .then(|| Finding::whole(Kind::Placeholder, Strength::Possible, "a sample person"))
}

/// An e-mail address of a domain that is nobody's.
fn email(text: &str) -> Option<Strength> {
    let text = text.rsplit(": ").next().unwrap_or(text);
    let (name, domain) = text.split_once('@')?;
    let is_address = !text.contains(' ') && domain.contains('.') && !name.is_empty();
    let site = domain.split('.').next().unwrap_or_default();
    const SITES: [&str; 31] = [
        "example",
        "domain",
        "yourdomain",
        "your-domain",
        "mydomain",
        "mysite",
        "yoursite",
        "yourwebsite",
        "website",
        "site",
        "email",
        "mail",
        "youremail",
        "address",
        "company",
        "yourcompany",
        "companyname",
        "mycompany",
        "test",
        "demo",
        "sample",
        "placeholder",
        "beispiel",
        "ejemplo",
        "exemple",
        "exemplo",
        "esempio",
        "voorbeeld",
        "examplesite",
        "yourbusiness",
        "business",
    ];
    (is_address && SITES.contains(&site)).then_some(Strength::Likely)
}

/// A telephone number that cannot be called: an exchange of 555, one digit throughout, or digits in their order.
fn phone(text: &str) -> Option<Strength> {
    let text = text.rsplit(": ").next().unwrap_or(text);
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b" +-().x/".contains(&b));
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    if !is_number || !(7..=14).contains(&digits.len()) || !text.contains([' ', '-', '(', '.', '+']) {
        return None;
    }
    let tail = &digits[digits.len() - 7..];
    let same = digits.iter().rev().take(7).all(|d| *d == tail[0]);
    let counts = digits.windows(2).rev().take(6).all(|two| two[1] == two[0] + 1 || (two[0] == b'9' && two[1] == b'0'));
    let begins = digits.starts_with(b"123") || digits.starts_with(b"1123") || digits.starts_with(b"1234");
    let film = digits.len() >= 10 && tail.starts_with(b"555");
    (same
        || counts
        || film
        || (begins
            && (digits.ends_with(b"7890")
                || digits.ends_with(b"6789")
                || digits.ends_with(b"4567")
                || digits.ends_with(b"5678"))))
    .then_some(Strength::Likely)
}

/// `123 Main Street, Anytown, USA 12345`, `Street Address, City, State ZIP`.
fn address(text: &str, lexicon: &Lexicon) -> bool {
    let mut n = 0;
    let mut telling = 0;
    for (word, classes) in lexicon.read(text) {
        let is_number = word.bytes().all(|b| b.is_ascii_digit());
        if !is_number && classes & class::PLACE == 0 {
            return false;
        }
        n += 1;
        let names_blank = matches!(
            word,
            "anytown"
                | "anywhere"
                | "somewhere"
                | "fake"
                | "city"
                | "state"
                | "zip"
                | "zipcode"
                | "postcode"
                | "postal"
                | "your"
                | "example"
                | "sample"
                | "placeholder"
                | "street1"
                | "musterstraße"
                | "musterstrasse"
                | "musterstadt"
                | "musterort"
                | "beispielstraße"
                | "beispielstadt"
                | "exemple"
                | "ejemplo"
                | "przykładowa"
                | "country"
                | "province"
                | "town"
                | "falsa"
                | "esempio"
                | "exemplo"
        );
        telling += u32::from(names_blank)
            + u32::from(matches!(word, "123" | "1234" | "12345" | "00000" | "99999" | "01234" | "0000"));
    }
    (3..=10).contains(&n) && telling >= 2
}

/// `Thanks for subscribing!`, `One or more fields have an error`: said by a form, and by nothing else on a page.
fn form_state(text: &str, lexicon: &Lexicon) -> bool {
    let (mut n, mut known, mut telling) = (0u32, 0u32, 0u32);
    for (word, classes) in lexicon.read(text) {
        n += 1;
        known += u32::from(classes & class::STATE != 0);
        telling += u32::from(matches!(
            word,
            "submission"
                | "submitting"
                | "again"
                | "went"
                | "submitted"
                | "form"
                | "message"
                | "sent"
                | "subscribing"
                | "subscribed"
                | "oops"
                | "error"
                | "field"
                | "fields"
                | "captcha"
                | "wrong"
                | "failed"
                | "thank"
                | "thanks"
                | "success"
                | "successfully"
                | "received"
                | "invalid"
                | "required"
                | "nachricht"
                | "gesendet"
                | "fehler"
                | "formular"
                | "danke"
                | "merci"
                | "envoyé"
                | "erreur"
                | "formulaire"
                | "mensaje"
                | "enviado"
                | "formulario"
                | "mensagem"
                | "formulário"
                | "messaggio"
                | "inviato"
                | "modulo"
                | "bericht"
                | "verzonden"
                | "wiadomość"
                | "wysłana"
                | "meddelande"
                | "skickats"
                | "mesajınız"
                | "gönderildi"
                | "сообщение"
                | "отправлено"
                | "grazie"
                | "gracias"
                | "obrigado"
                | "bedankt"
                | "dziękujemy"
                | "tack"
                | "спасибо"
                | "ошибка"
                | "fout"
                | "erro"
                | "errore"
                | "błąd"
        ));
    }
    (2..=22).contains(&n) && known * 10 >= n * 9 && telling >= 2
}

/// Two or three words, a first and a family name of nobody.
fn person(text: &str, lexicon: &Lexicon) -> bool {
    let words: Vec<u32> =
        lexicon.read(text.trim_start_matches(['-', '–', '—', '~', ' '])).map(|(_, classes)| classes).collect();
    match words[..] {
        [first, last] => first & class::FIRST != 0 && last & class::LAST != 0,
        _ => false,
    }
}

/// `CEO, Company Name`, `Marketing Manager`, `Position / Company`.
fn role(text: &str, lexicon: &Lexicon) -> bool {
    let words: Vec<(&str, u32)> = lexicon.read(text).collect();
    let fits = |(word, classes): &(&str, u32)| {
        classes & (class::ROLE | class::LAST | class::FIRST) != 0
            || matches!(*word, "of" | "at" | "and" | "your" | "the" | "name" | "xyz" | "abc" | "co" | "founder")
    };
    (1..=7).contains(&words.len())
        && words.iter().all(fits)
        && words.iter().any(|(_, classes)| classes & class::ROLE != 0)
}
