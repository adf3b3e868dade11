//! A second look at a guessed encoding of one byte a character: whether the letters it gives are those of one language,
//! and if not, which encoding's are. For the encodings that the detector does not know, or tells apart badly. Bytes in, an
//! encoding out. Never decodes a page.

use encoding_rs::Encoding;

/// Bytes above ASCII that are looked at.
const SAMPLE: usize = 600;
/// ASCII letters looked at on either side of each.
const AROUND: usize = 20;
/// A guess whose letters fit one language this well is good.
const FITS: f64 = 0.9;
/// Another encoding must fit this well, and this much better.
const CLEAR: (f64, f64) = (0.95, 0.08);
/// Or it must fit wholly where the guess does not.
const WHOLE: (f64, f64) = (0.999, 0.98);
/// Letters it takes to tell.
const FEW: usize = 4;

/// Letters of a language above ASCII, in lower case, and ASCII letters that it does without.
const LANGUAGES: &[(&str, &str)] = &[
    ("éèêëàâçùûüîïôœæÿ", ""),                  // French
    ("äöüß", ""),                              // German
    ("áéíóúüñªº", "kw"),                       // Spanish
    ("áâãàçéêíóôõúüªº", "kw"),                 // Portuguese
    ("àèéìíîòóùú", "jkwxy"),                   // Italian
    ("àèéíïòóúüç", "kw"),                      // Catalan
    ("åäöéüà", ""),                            // Swedish
    ("åäöšž", "qwx"),                          // Finnish
    ("æøåéèêóòôà", ""),                        // Danish, Norwegian
    ("áðéíóúýþæö", "cqwz"),                    // Icelandic
    ("áðíóúýæø", "cqwxz"),                     // Faroese
    ("ëéèïöüêç", ""),                          // Dutch, Albanian
    ("ąćęłńóśźż", "qvx"),                      // Polish
    ("áčďéěíňóřšťúůýž", "qwx"),                // Czech
    ("áäčďéíĺľňóôŕšťúýž", "qwx"),              // Slovak
    ("áéíóöőúüű", "qwx"),                      // Hungarian
    ("ăâîșțşţ", "qw"),                         // Romanian
    ("čćđšž", "qwxy"),                         // Croatian, Slovene
    ("äõöüšž", "qwxy"),                        // Estonian
    ("āčēģīķļņšūž", "qwxy"),                   // Latvian
    ("ąčęėįšųūž", "qwx"),                      // Lithuanian
    ("çğıöşüâîû", "qwx"),                      // Turkish
    ("ĉĝĥĵŝŭ", "qwxy"),                        // Esperanto
    ("ċġħżàèìòù", "cy"),                       // Maltese
    ("áčđŋšŧž", "qwxy"),                       // Northern Sámi
    ("âêîôûŵŷáéíóúàèìòùäëïöüẃẁẅỳýÿ", "kqvxz"), // Welsh
    ("áéíóúḃċḋḟġṁṗṡṫ", "jkqvwxyz"),            // Irish
    ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", ""), // Russian, Bulgarian
    ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", ""), // Ukrainian
    ("абвгдеёжзійклмнопрстуўфхцчшыьэюя", ""),  // Belarusian
    ("абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ", ""), // Serbian, Macedonian
];

/// Encodings that a guess may be mistaken for, those that are met more often first.
const RIVALS: &[&str] = &[
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1257",
    "windows-1254",
    "iso-8859-2",
    "iso-8859-15",
    "iso-8859-4",
    "iso-8859-13",
    "koi8-u",
    "ibm866",
    "iso-8859-5",
    "macintosh",
    "x-mac-cyrillic",
    "iso-8859-3",
    "iso-8859-10",
    "iso-8859-14",
    "iso-8859-16",
];

/// A byte above ASCII and its neighbours.
type Spot = (u8, u8, u8);

/// What is looked at of a page.
struct Sample {
    spots: Vec<Spot>,
    /// ASCII letters near them, counted.
    ascii: [u32; 26],
}

/// The encoding whose letters fit best; the guess, unless another's clearly do.
pub(super) fn settled(guess: &'static Encoding, bytes: &[u8]) -> &'static Encoding {
    let is_rival = |encoding: &Encoding| rivals().any(|rival| rival == encoding);
    if !is_rival(guess) {
        return guess;
    }
    let sample = sample(bytes);
    if sample.spots.len() < FEW {
        return guess;
    }
    let Some(own) = fit(guess, &sample) else { return guess };
    if own >= WHOLE.1 {
        return guess;
    }
    let mut best = (guess, own);
    for rival in rivals() {
        let Some(fit) = fit(rival, &sample) else { continue };
        let is_clear = own < FITS && fit >= CLEAR.0 && fit >= own + CLEAR.1;
        if (is_clear || fit >= WHOLE.0) && fit > best.1 {
            best = (rival, fit);
        }
    }
    best.0
}

/// Whether bytes that are none of the encoding declared are likely to be of this one.
pub(super) fn is_likely(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    let is_known = rivals().any(|rival| rival == encoding);
    if is_known { fit(encoding, &sample).is_some_and(|fit| fit >= FITS) } else { sample.spots.len() >= 4 * FEW }
}

fn rivals() -> impl Iterator<Item = &'static Encoding> {
    RIVALS.iter().filter_map(|label| Encoding::for_label(label.as_bytes()))
}

fn sample(bytes: &[u8]) -> Sample {
    let at = |n: usize| bytes.get(n).copied().unwrap_or_default();
    let high = bytes.iter().enumerate().filter(|(_, b)| !b.is_ascii()).map(|(n, _)| n);
    let (mut spots, mut ascii) = (Vec::new(), [0; 26]);
    for n in high.take(SAMPLE) {
        spots.push((at(n), n.checked_sub(1).map_or(b' ', at), at(n + 1)));
        let before = bytes.get(n.saturating_sub(AROUND)..n).unwrap_or_default().iter().rev();
        let after = bytes.get(n + 1..).unwrap_or_default().iter().take(AROUND);
        let is_text = |b: &&u8| !matches!(**b, b'<' | b'>' | b'&' | b'=' | b'/');
        for b in before.take_while(is_text).chain(after.take_while(is_text)) {
            let letter = usize::from(b.to_ascii_lowercase().wrapping_sub(b'a'));
            if let Some(count) = ascii.get_mut(letter) {
                *count += 1;
            }
        }
    }
    Sample { spots, ascii }
}

/// How well the letters that an encoding gives are those of one language: 1 where all are, less than 0 where most are not;
/// nothing where there are too few.
fn fit(encoding: &'static Encoding, sample: &Sample) -> Option<f64> {
    let table = table(encoding);
    let char_of = |b: u8| table.get(usize::from(b)).copied().unwrap_or('\u{fffd}');
    let mut letters: Vec<char> = Vec::new();
    let mut faults = 0.0;
    for &(b, before, after) in &sample.spots {
        let (c, before, after) = (char_of(b), char_of(before), char_of(after));
        if c == '\u{fffd}' || c.is_control() {
            faults += 3.0;
        } else if c.is_alphabetic() {
            letters.extend(c.to_lowercase().take(1));
            // a capital within a word, and two scripts in one
            let is_mixed = c > '\u{370}' && (before.is_ascii_alphabetic() || after.is_ascii_alphabetic());
            faults += f64::from(u8::from(is_mixed || (c.is_uppercase() && before.is_lowercase())));
        } else if before.is_alphabetic()
            && after.is_alphabetic()
            && !matches!(c, '’' | '\u{ad}' | '·' | '\u{a0}' | '—' | '–')
        {
            faults += 1.0;
        }
    }
    let n = letters.len() as f64 + faults;
    if n < FEW as f64 {
        return None;
    }
    let around: u32 = sample.ascii.iter().sum();
    let of = |(own, without): &(&str, &str)| {
        let good = letters.iter().filter(|&&c| own.contains(c)).count() as f64;
        let odd: u32 = without.bytes().filter_map(|b| sample.ascii.get(usize::from(b - b'a'))).sum();
        let odd = f64::from(odd) / f64::from(around.max(1));
        (good - (letters.len() as f64 - good) - faults) / n - (odd - 0.01).max(0.0) * 10.0
    };
    Some(LANGUAGES.iter().map(of).fold(f64::MIN, f64::max))
}

/// The characters of an encoding's bytes.
fn table(encoding: &'static Encoding) -> Vec<char> {
    let all: Vec<u8> = (0..=u8::MAX).collect();
    encoding.decode_without_bom_handling(&all).0.chars().collect()
}
