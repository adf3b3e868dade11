//! Dummy Latin in other alphabets to Latin letters: `лорем`, `λορεμ`, `ლორემ`, `լոռեմ` to `lorem`. In: a folded word. Out: the
//! word as the vocabulary spells it. Never looks at what it means.

/// Letters of other alphabets by the Latin ones that generators of dummy text write them for.
const LETTERS: [(char, &str); 4] = [
    // Cyrillic, from U+0430
    ('а', "a|b|v|g|d|e|j|z|i|i|c|l|m|n|o|p|r|s|t|u|f|h|c|c|s|s||y||e|iu|qu|e|e|g|e|s|i|i|j|l|n|c|c|i|u|d"),
    // Greek, from U+03B1
    ('α', "a|b|g|d|e|z|e|u|i|c|l|m|n|x|o|p|r|s|s|t|u|f|h|ps|o|i|u|o|u|o"),
    // Georgian, from U+10D0
    ('ა', "a|b|g|d|e|v|z|t|i|c|l|m|n|o|p|j|r|s|t|u|p|q|g|q|s|c|c|z|c|c|x|j|h"),
    // Armenian, from U+0561
    ('ա', "a|b|g|d|e|z|e|e|t|j|i|l|x|c|c|h|j|g|c|m|i|n|s|o|c|p|j|r|s|v|t|r|c|u|p|q|e|o|f|e"),
];

/// The word in Latin letters; nothing where it holds others than these alphabets'.
pub(super) fn latin(word: &str) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let plain = match c {
            'ά' => 'α',
            'έ' => 'ε',
            'ή' => 'η',
            'ί' | 'ϊ' => 'ι',
            'ό' => 'ο',
            'ύ' | 'ϋ' => 'υ',
            'ώ' => 'ω',
            c => c,
        };
        let letter = LETTERS.iter().find_map(|&(first, list)| {
            let place = (plain as u32).checked_sub(first as u32)?;
            list.split('|').nth(place as usize)
        });
        out.push_str(letter?);
    }
    // two letters stand for one vowel: Greek `ου`, Armenian `ու`
    Some(out.replace("ou", "u"))
}
